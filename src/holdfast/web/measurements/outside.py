"""Figures that a program sends for a key result that is otherwise typed in."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.records import Measurement
from holdfast.stats.wilson import wilson_interval
from holdfast.units import Interval, Period
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.measurements.actions import outside_series, record_values
from holdfast.web.measurements.values import OUTSIDE, typed_measurements
from holdfast.web.objectives.actions import allow, locked, refuse_unwritable
from holdfast.web.objectives.models import KeyResult
from holdfast.web.objectives.writing import keep_revision

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.audit.actions import Actor

_LONGEST = timedelta(days=400)
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Figure:
    """What was sent for one period.

    Attributes:
        start: First local date; `end` is the date after the last one.
        value: In the unit of the key result, or None where a share follows from its counts.
        numerator: Of a share, with its denominator.
    """

    start: date
    end: date
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    is_final: bool = True


def record_figure(actor: Actor, pk: int, figure: Figure, *, today: date) -> bool:
    """Record a figure from outside; False where the same was recorded already.

    The first one makes the key result fed from outside: what was typed in before stays, as its first values.

    Raises:
        InputError: It is measured from data or made of steps, is closed, or the figure makes no sense.
        PermissionDenied: They may not check in on it.
    """
    with transaction.atomic():
        objective = locked(KeyResult.objects.values_list("objective_id", flat=True).get(pk=pk))
        row = KeyResult.objects.select_related("objective", "series").get(pk=pk)
        allow(actor, "check in", row)
        refuse_unwritable(objective)
        _refuse_kind(row)
        measured = _measurement(row, figure, today)
        if row.series is None:
            keep_revision(objective, actor)
            _begin(row, actor)
        if row.series is None:
            return False
        is_new = record_values(row.series, [measured], sql="", at=actor.at) > 0
        if is_new:
            record(actor, "recorded figure", row, {str(figure.start): (None, measured.value)})
    return is_new


def _begin(row: KeyResult, actor: Actor) -> None:
    series = outside_series(f"key result {row.pk}", title=row.text[:200], unit=row.unit, better=_better(row))
    typed = {one.period.start: one for one in typed_measurements(row.check_ins.all(), row.unit)}
    record_values(series, list(typed.values()), sql="", at=actor.at)
    row.series = series
    row.save(update_fields=["series"])
    record(actor, "fed from outside", row, {"series": (None, series.pk)})


def _better(row: KeyResult) -> str:
    falls = row.baseline is not None and row.target is not None and row.target < row.baseline
    return "down" if falls or (row.at_least is None and row.at_most is not None) else "up"


def _refuse_kind(row: KeyResult) -> None:
    where = f"key result {row.pk}"
    if row.dropped_at is not None:
        raise InputError(where, "it was dropped", "one that is pursued", "Send nothing more for it")
    if row.kind == "milestone":
        raise InputError(where, "it is made of steps", "one with a number", "Tick its steps off instead")
    if row.series is not None and row.series.metric:
        raise InputError(
            where,
            f"it is measured from data as {row.series.metric}",
            "one that is typed in",
            "Take the metric off it first, or send nothing for it",
        )


def _measurement(row: KeyResult, figure: Figure, today: date) -> Measurement:
    _refuse_period(figure, today)
    value, interval = _value(row, figure)
    return Measurement(
        metric="",
        variant="",
        version=OUTSIDE,
        period=Period(figure.start, figure.end),
        segment=(),
        unit=row.unit,  # type: ignore[arg-type]  # choices of the model
        value=value,
        numerator=figure.numerator or 0,
        denominator=figure.denominator or 0,
        interval=interval,
        pending=0,
        is_mature=figure.is_final and figure.end <= today,
        as_of=min(figure.end, today),
    )


def _refuse_period(figure: Figure, today: date) -> None:
    if not timedelta() < figure.end - figure.start <= _LONGEST:
        raise InputError(
            "the period",
            f"from {figure.start} to {figure.end}",
            f"an end after the start, at most {_LONGEST.days} days later",
            "The end is the day after the last one",
        )
    if figure.start > today:
        raise InputError("the period", f"it begins on {figure.start}", f"not after {today}", "Send it later")


def _value(row: KeyResult, figure: Figure) -> tuple[float, Interval | None]:
    counts = (figure.numerator, figure.denominator)
    if (counts[0] is None) != (counts[1] is None):
        raise InputError("the counts", "one without the other", "numerator and denominator", "Send both")
    if row.unit == "share":
        return _share(figure)
    if figure.value is None or not math.isfinite(figure.value):
        raise InputError("the value", "there is none", f"a number in {row.unit}", "Send it")
    return figure.value, None


def _share(figure: Figure) -> tuple[float, Interval | None]:
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None:
        raise InputError(
            "the share", "no counts", "numerator and denominator", "A share without counts has no range"
        )
    if denominator < 1 or not 0 <= numerator <= denominator:
        raise InputError("the counts", f"{numerator} of {denominator}", "0 to all of at least one", "Mend it")
    share = numerator / denominator
    if figure.value is not None and not math.isclose(figure.value, share, abs_tol=_ROUNDING):
        raise InputError(
            "the value", f"{figure.value}", f"{share:.6f}, as its counts say", "Leave the value out"
        )
    return share, wilson_interval(numerator, denominator)
