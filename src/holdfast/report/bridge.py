"""A bridge between two variants of a metric as text, CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.words import period_text, value_text
from holdfast.report.measurements import measurement_dict
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import Measurement, MetricCard
    from holdfast.records.bridge import Bridge, BridgeLine

_CSV_COLUMNS = (
    "customer_id",
    "reason",
    "dates",
    "numerator_first",
    "denominator_first",
    "numerator_second",
    "denominator_second",
)


def bridge_text(card: MetricCard, bridge: Bridge) -> str:
    """From one value to the other by reason, with both sums, and then customer by customer."""
    first, second = _names(bridge)
    title = f"{card.title} ({card.name}), {period_text(bridge.first.period)}: from {first} to {second}"
    if bridge.note:
        title = f"{title}\n\n{bridge.note}"
    if not bridge.groups:
        return f"{title}\n\n{_sums_table(bridge)}\n\nNobody is counted otherwise.\n"
    return f"{title}\n\n{_sums_table(bridge)}\n\n{_lines_text(bridge)}\n"


def bridge_csv(bridge: Bridge) -> str:
    """CSV with a header, one row per customer who is counted otherwise."""
    import csv  # noqa: PLC0415 - only this form needs it, and start-up time is part of the product
    from io import StringIO  # noqa: PLC0415 - the same

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    writer.writerows(
        (line.customer_id, line.reason, line.dates, *line.first, *line.second) for line in bridge.lines
    )
    return buffer.getvalue()


def bridge_json(bridge: Bridge) -> str:
    """JSON with both measurements, the changes by reason, and the customers."""
    document: dict[str, Any] = {
        "first": measurement_dict(bridge.first),
        "second": measurement_dict(bridge.second),
        "groups": [
            {"reason": one.reason, "customers": one.customers, **one.change._asdict()}
            for one in bridge.groups
        ],
        "customers": [_line_dict(line) for line in bridge.lines],
        "unlisted": bridge.unlisted,
        "note": bridge.note,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _line_dict(line: BridgeLine) -> dict[str, Any]:
    return {
        "customer_id": line.customer_id,
        "reason": line.reason,
        "dates": line.dates,
        "first": line.first._asdict(),
        "second": line.second._asdict(),
    }


def _names(bridge: Bridge) -> tuple[str, str]:
    """What tells both values apart: the variant, or the metric where these differ."""
    first, second = bridge.first, bridge.second
    if first.metric == second.metric:
        return first.variant, second.variant
    return first.metric, second.metric


def _sums_table(bridge: Bridge) -> str:
    first, second = _names(bridge)
    rows = [_value_row(first, bridge.first)]
    rows += [
        (one.reason, f"{one.customers:,}", _signed(one.change.numerator), _signed(one.change.denominator), "")
        for one in bridge.groups
    ]
    rows.append(_value_row(second, bridge.second))
    align: tuple[Align, ...] = ("left", "right", "right", "right", "right")
    return aligned_table(("", "customers", "numerator", "denominator", "value"), rows, align)


def _value_row(name: str, one: Measurement) -> tuple[str, ...]:
    return name, "", f"{one.numerator:,}", f"{one.denominator:,}", value_text(one.value, one.unit)


def _lines_text(bridge: Bridge) -> str:
    if bridge.unlisted:
        return f"{bridge.unlisted:,} customers are too many to list; narrow them with --where."
    align: tuple[Align, ...] = ("left", "right", "right", "left", "left")
    head = ("customer", *_names(bridge), "reason", "dates")
    return aligned_table(head, list(_rows(bridge)), align)


def _rows(bridge: Bridge) -> Iterator[tuple[str, ...]]:
    for line in bridge.lines:
        first, second = (f"{one.numerator:,} of {one.denominator:,}" for one in (line.first, line.second))
        yield line.customer_id, first, second, line.reason, line.dates


def _signed(change: int) -> str:
    return f"{change:+,}" if change else "0"
