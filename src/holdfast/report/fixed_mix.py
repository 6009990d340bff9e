"""A series with a fixed mix beside the raw one, as aligned text, as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.words import (
    column_words,
    counted_texts,
    day_text,
    is_withheld,
    measured_text,
    period_text,
    range_text,
    value_text,
)
from holdfast.report.measurements import measurement_dict
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records import FixedMix, FixedMixRow, MetricCard, MixWeight

_HEAD = ("period", "raw", "fixed mix", "95% range", "numerator", "denominator", "state")
_ALIGN: tuple[Align, ...] = ("left", "right", "right", "right", "right", "right", "left")
_CSV_COLUMNS = (
    "metric",
    "column",
    "base",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "raw",
    "fixed_mix",
    "low",
    "high",
    "is_mature",
    "empty",
)


def fixed_mix_text(card: MetricCard, mix: FixedMix) -> str:
    """A line per period with both values, then the weights, and what was left out."""
    title = f"{card.title} ({card.name}), raw and with the mix of {column_words(mix.column)} held fixed"
    if not mix.rows:
        return f"{title}\n\nNothing to measure: the data hold no period for this metric.\n"
    table = aligned_table(_HEAD, [_line(row) for row in mix.rows], _ALIGN)
    base = "all final periods" if mix.base == "pooled" else f"the period from {mix.base}"
    notes = [f"Mix of {base}: {_weights(mix.weights)}."]
    if mix.left_out:
        why = "nobody, or too few persons, were there in some final period"
        notes.append(f"Left out, since {why}: {_named(mix.left_out)}.")
    last = mix.rows[-1].raw
    notes.append(f"Data up to {day_text(last.as_of)} (that day not included).")
    notes.append(f"Definition: {last.variant}, version {last.version}.")
    return f"{title}\n\n{table}\n\n" + "\n".join(notes) + "\n"


def fixed_mix_csv(mix: FixedMix) -> str:
    """CSV with a header and one row per period; shares are 0..1, what is undefined is empty."""
    import csv  # noqa: PLC0415  only this form needs it, and start-up time is part of the product
    from io import StringIO  # noqa: PLC0415  the same

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    for row in mix.rows:
        raw, (low, high) = row.raw, _ends(row)
        writer.writerow(
            (
                *(mix.metric, mix.column, mix.base, raw.period.start, raw.period.end),
                *(None if is_withheld(raw) else raw.numerator, raw.denominator, raw.value),
                *(row.value, low, high),
                *(str(row.is_mature).lower(), ";".join(row.empty)),
            )
        )
    return buffer.getvalue()


def fixed_mix_json(card: MetricCard, mix: FixedMix) -> str:
    """JSON with the weights and, for each period, the raw measurement and the value with a fixed mix."""
    document = {
        "metric": mix.metric,
        "title": card.title,
        "column": mix.column,
        "base": mix.base,
        "weights": _weight_dicts(mix.weights),
        "left_out": _weight_dicts(mix.left_out),
        "periods": [_period_dict(row) for row in mix.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _line(row: FixedMixRow) -> tuple[str, ...]:
    raw = row.raw
    state = "final" if row.is_mature else "not final"
    if row.empty:
        state = f"nobody, or too few persons, in {', '.join(row.empty)}"
    return (
        period_text(raw.period),
        measured_text(raw),
        value_text(row.value, raw.unit),
        range_text(row.interval, raw.unit),
        *counted_texts(raw),
        state,
    )


def _weights(weights: Sequence[MixWeight]) -> str:
    whole = sum(one.count for one in weights)
    return ", ".join(f"{one.segment} {100 * one.count / whole:.1f}%" for one in weights) or "nobody"


def _named(weights: Sequence[MixWeight]) -> str:
    return ", ".join(f"{one.segment} ({one.count:,})" for one in weights)


def _ends(row: FixedMixRow) -> tuple[float | None, float | None]:
    return (None, None) if row.interval is None else (row.interval.low, row.interval.high)


def _weight_dicts(weights: Sequence[MixWeight]) -> list[dict[str, Any]]:
    return [{"segment": one.segment, "count": one.count} for one in weights]


def _period_dict(row: FixedMixRow) -> dict[str, Any]:
    low, high = _ends(row)
    return {
        "raw": measurement_dict(row.raw),
        "value": row.value,
        "interval": None if row.interval is None else {"low": low, "high": high},
        "is_mature": row.is_mature,
        "empty": list(row.empty),
    }
