"""Measurements of one metric as an aligned table, as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.words import (
    counted_texts,
    day_text,
    is_withheld,
    maturity_text,
    measured_text,
    period_text,
    range_text,
    segment_text,
)
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records import Measurement, MetricCard

_CSV_COLUMNS = (
    "metric",
    "variant",
    "version",
    "period_start",
    "period_end",
    "segment",
    "unit",
    "value",
    "low",
    "high",
    "numerator",
    "denominator",
    "pending",
    "is_mature",
    "as_of",
)
_HEAD = ("period", "segment", "value", "95% range", "numerator", "denominator", "state")
_ALIGN: tuple[Align, ...] = ("left", "left", "right", "right", "right", "right", "left")


def measurements_text(
    card: MetricCard,
    measurements: Sequence[Measurement],
    *,
    currency: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """A metric's definition in words, then one line per measurement, then the date the data are complete to.

    An undefined value reads "no value (nobody to count)"; without measurements the table is a sentence.
    """
    title = f"{card.title} ({card.name})\n{definition_text(card)}"
    if not measurements:
        return f"{title}\n\nNothing to measure: the data hold no period for this metric.\n"
    rows = [_row(card, measurement, currency) for measurement in measurements]
    table = _without_empty_segment(measurements, rows)
    said = "".join(f"{note}\n" for note in notes)
    return f"{title}\n\n{table}\n\n{_provenance(measurements[-1])}\n{said}"


def definition_text(card: MetricCard) -> str:
    """Population, outcome and window in one line of plain words."""
    window = "" if card.window_days is None else f", within {card.window_days} days"
    return f"Of {card.population}: {card.outcome}{window}. {card.better.capitalize()} is better."


def measurements_csv(measurements: Sequence[Measurement]) -> str:
    """CSV with a header, one row per measurement; shares are 0..1 and undefined values are empty.

    Each named further figure is a column of its own after the fixed ones, ``details.response_rate``.
    """
    import csv  # noqa: PLC0415  only this form needs it, and start-up time is part of the product
    from io import StringIO  # noqa: PLC0415  the same

    names = sorted({name for measurement in measurements for name, _ in measurement.details})
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow((*_CSV_COLUMNS, *(f"details.{name}" for name in names)))
    for measurement in measurements:
        details = dict(measurement.details)
        writer.writerow((*_csv_cells(measurement), *(details.get(name, "") for name in names)))
    return buffer.getvalue()


def measurements_json(
    card: MetricCard, measurements: Sequence[Measurement], *, notes: Sequence[str] = ()
) -> str:
    """JSON with the metric's card, its measurements as by `measurement_dict`, and notes on them."""
    document = {
        "metric": _card_dict(card),
        "measurements": [measurement_dict(m) for m in measurements],
        "notes": list(notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def measurement_dict(measurement: Measurement) -> dict[str, Any]:
    """One measurement with stable keys: dates as ISO text, shares 0..1, undefined values null."""
    interval, period = measurement.interval, measurement.period
    return {
        "metric": measurement.metric,
        "variant": measurement.variant,
        "version": measurement.version,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "segment": dict(measurement.segment),
        "unit": measurement.unit,
        "value": measurement.value,
        "interval": None if interval is None else {"low": interval.low, "high": interval.high},
        "numerator": None if is_withheld(measurement) else measurement.numerator,
        "denominator": measurement.denominator,
        "pending": measurement.pending,
        "is_mature": measurement.is_mature,
        "as_of": measurement.as_of.isoformat(),
        "details": dict(measurement.details),
    }


def _row(card: MetricCard, measurement: Measurement, currency: str | None) -> tuple[str, ...]:
    return (
        period_text(measurement.period),
        segment_text(measurement.segment),
        measured_text(measurement, currency=currency),
        range_text(measurement.interval, measurement.unit, currency=currency),
        *counted_texts(measurement, currency=currency),
        maturity_text(measurement, card.window_days),
    )


def _without_empty_segment(measurements: Sequence[Measurement], rows: list[tuple[str, ...]]) -> str:
    """The table, without its column of segments where every row is about everybody."""
    if any(measurement.segment for measurement in measurements):
        return aligned_table(_HEAD, rows, _ALIGN)
    kept = (0, *range(2, len(_HEAD)))
    head, align = [_HEAD[i] for i in kept], [_ALIGN[i] for i in kept]
    return aligned_table(head, [[row[i] for i in kept] for row in rows], align)


def _provenance(last: Measurement) -> str:
    return (
        f"Data up to {day_text(last.as_of)} (that day not included). "
        f"Definition: {last.variant}, version {last.version}."
    )


def _csv_cells(measurement: Measurement) -> tuple[object, ...]:
    interval = measurement.interval
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    return (
        measurement.metric,
        measurement.variant,
        measurement.version,
        measurement.period.start,
        measurement.period.end,
        ";".join(f"{column}={value}" for column, value in measurement.segment),
        measurement.unit,
        measurement.value,
        low,
        high,
        None if is_withheld(measurement) else measurement.numerator,
        measurement.denominator,
        measurement.pending,
        str(measurement.is_mature).lower(),
        measurement.as_of,
    )


def _card_dict(card: MetricCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "title": card.title,
        "unit": card.unit,
        "range": [card.low, card.high],
        "better": card.better,
        "population": card.population,
        "outcome": card.outcome,
        "window_days": card.window_days,
        "tables": list(card.tables),
    }
