"""Direct standardisation: what a share would be, had the mix of segments stayed the same.

A total can fall while every segment rises, when segments with a low share grow (Simpson's paradox).
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.measuring import measure, resolve
from holdfast.records import FixedMix, FixedMixRow, MixWeight
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request
    from holdfast.records import Measurement

POOLED = "pooled"
_MOST_LEFT_OUT = 0.5


def fixed_mix(
    engine: Engine,
    request: Request,
    column: str,
    *,
    base: date | None = None,
    measured: Callable[[Engine, Request], Sequence[Measurement]] = measure,
) -> FixedMix:
    """The series of a share with the mix of segments held fixed, beside the raw one; two queries.

    Args:
        engine: The database.
        request: Without segments; filters apply to both series.
        column: Column of customers, or segment by expression, whose mix is held.
        base: Start of the period whose mix is taken; None pools all final periods.
        measured: Gives a request's series; a segment with entities and no value counts as an empty one.

    Raises:
        InputError: The metric is no share, segments are asked for, the base is no final period, its mix is
            empty, or more than half of it is of segments that are empty in some final period.
        SourceError: The database refused or failed.
    """
    _refuse(request, column)
    request = resolve(engine, request)
    raw = measured(engine, request)
    segments: dict[str, dict[date, Measurement]] = {}
    for one in measured(engine, replace(request, by=(column,))):
        segments.setdefault(one.segment[0][1], {})[one.period.start] = one
    if not any(one.denominator for one in raw):
        return FixedMix(request.metric, column, _name(base), (), (), tuple(_row(one, (), {}) for one in raw))
    counted = _counts(raw, segments, base, where=f"fixed mix of {request.metric}")
    final = [one.period.start for one in raw if one.is_mature and one.denominator]
    kept = [one for one in counted if all(segments[one.segment][day].value is not None for day in final)]
    left_out = tuple(one for one in counted if one not in kept)
    _refuse_thin(request, column, kept, left_out)
    rows = tuple(_row(one, kept, segments) for one in raw)
    return FixedMix(request.metric, column, _name(base), tuple(kept), left_out, rows)


def standardised(shares: Sequence[Measurement], weights: Sequence[int]) -> tuple[float, Interval | None]:
    """The weighted mean of segments' values, and its range from theirs.

    Args:
        shares: One measurement per segment, each with a value.
        weights: As many counts.

    Returns:
        Value, and its 95 % range by the method of variance estimates recovery, which keeps the asymmetry of
        ranges that are good for small counts; None where a segment has no range.

    Source:
        Zou, Huang and Zhang 2009, Computational Statistics and Data Analysis 53, 1080-1085.
    """
    parts = [weight / sum(weights) for weight in weights]
    value = sum(part * (one.value or 0.0) for part, one in zip(parts, shares, strict=True))
    below = above = 0.0
    for part, one in zip(parts, shares, strict=True):
        if one.interval is None or one.value is None:
            return value, None
        below += (part * (one.value - one.interval.low)) ** 2
        above += (part * (one.interval.high - one.value)) ** 2
    return value, Interval(max(value - sqrt(below), 0.0), min(value + sqrt(above), 1.0))


def _row(
    raw: Measurement, weights: Sequence[MixWeight], segments: Mapping[str, Mapping[date, Measurement]]
) -> FixedMixRow:
    shares = [segments[one.segment][raw.period.start] for one in weights]
    empty = tuple(one.segment for one, share in zip(weights, shares, strict=True) if share.value is None)
    if empty or not shares or raw.value is None:
        return FixedMixRow(raw, None, None, is_mature=False, empty=empty)
    value, interval = standardised(shares, [one.count for one in weights])
    is_mature = raw.is_mature and all(share.is_mature for share in shares)
    return FixedMixRow(raw, value, interval, is_mature=is_mature, empty=())


def _counts(
    raw: Iterable[Measurement],
    segments: Mapping[str, Mapping[date, Measurement]],
    base: date | None,
    *,
    where: str,
) -> list[MixWeight]:
    """Entities of each segment in the base; segments without any have no weight."""
    final = [one.period.start for one in raw if one.is_mature and one.denominator]
    days = final if base is None else [day for day in final if day == base]
    if not days:
        found = "no period is final" if base is None else f"no final period starts on {base}"
        starts = ", ".join(str(day) for day in final) or "a period that is over"
        raise InputError(where, found, f"a base of {starts}", "Take another base, or a later as-of date")
    counts = {name: sum(found[day].denominator for day in days) for name, found in segments.items()}
    return [MixWeight(name, count) for name, count in sorted(counts.items()) if count]


def _refuse(request: Request, column: str) -> None:
    where = f"fixed mix of {request.metric}"
    card = request.declared.as_asked(request.parameters).card
    if card.unit != "share" or card.high != 1.0:
        raise InputError(where, f"it is measured in {card.unit}", "a share", "Measure its series instead")
    if request.by:
        raise InputError(
            where, f"it was asked for by {', '.join(request.by)}", "one series", "Filter by a value instead"
        )
    if column in request.filters:
        raise InputError(
            where, f"{column} is filtered", "all values of the column", "Leave out the filter on it"
        )


def _refuse_thin(
    request: Request, column: str, kept: Sequence[MixWeight], left_out: Sequence[MixWeight]
) -> None:
    gone, stay = sum(one.count for one in left_out), sum(one.count for one in kept)
    if gone > _MOST_LEFT_OUT * (gone + stay):
        raise InputError(
            f"fixed mix of {request.metric} by {column}",
            f"{len(left_out)} of {len(left_out) + len(kept)} segments are empty, or too small to be shown, "
            "in some final period",
            "segments with at least half of the base's entities in every final period",
            "Take a longer grain, a later start, or a column with fewer values",
        )


def _name(base: date | None) -> str:
    return POOLED if base is None else base.isoformat()
