"""Many metrics in one table: the latest final value of each, and why others have none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.records.words import (
    counted_texts,
    day_text,
    maturity_text,
    period_text,
    range_text,
    segment_text,
    value_text,
)
from holdfast.report.measurements import measurement_dict
from holdfast.report.table import aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.errors import HoldfastError
    from holdfast.records import Measurement, MetricCard

    Measured = Sequence[tuple[MetricCard, Sequence[Measurement], HoldfastError | None]]

_HEAD = ("metric", "period", "segment", "value", "95% range", "of", "state")


def overview_text(measured: Measured, *, as_of: date, currency: str | None = None) -> str:
    """One line per metric and segment: its latest final value, else its latest; then what has none."""
    rows = [row for card, series, _ in measured for row in _rows(card, series, currency)]
    reasons = [f"  {card.name}: {error}" for card, _, error in measured if error]
    parts = [
        f"As of {day_text(as_of)}: {sum(error is None for *_, error in measured)} of {len(measured)} metrics."
    ]
    if rows:
        has_segments = any(row[2] for row in rows)
        keep = [number for number in range(len(_HEAD)) if has_segments or number != 2]  # noqa: PLR2004 - the segment
        table = [[row[number] for number in keep] for row in rows]
        parts.append(aligned_table([_HEAD[number] for number in keep], table, ["left"] * len(keep)))
    if reasons:
        parts.append("Cannot be measured here:\n" + "\n".join(reasons))
    return "\n\n".join(parts) + "\n"


def overview_json(measured: Measured, *, as_of: date) -> str:
    """JSON with every value of every metric, or the reason why there is none."""
    metrics = [
        {
            "metric": card.name,
            "title": card.title,
            **({"error": str(error)} if error else {}),
            "measurements": [measurement_dict(one) for one in series],
        }
        for card, series, error in measured
    ]
    return json.dumps({"as_of": as_of.isoformat(), "metrics": metrics}, ensure_ascii=False, indent=2) + "\n"


def _rows(card: MetricCard, series: Sequence[Measurement], currency: str | None) -> list[tuple[str, ...]]:
    latest: dict[tuple[tuple[str, str], ...], Measurement] = {}
    for one in series:
        before = latest.get(one.segment)
        if before is None or (one.is_mature, one.period.start) >= (before.is_mature, before.period.start):
            latest[one.segment] = one
    return [
        (
            card.name,
            period_text(one.period),
            segment_text(segment) if segment else "",
            value_text(one.value, card.unit, currency=currency),
            range_text(one.interval, card.unit, currency=currency),
            counted_texts(one, currency=currency)[1],
            maturity_text(one, card.window_days),
        )
        for segment, one in latest.items()
    ]
