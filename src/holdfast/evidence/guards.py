"""Guards: what gets worse where a key result is reached the wrong way, each with a range that was frozen.

A key result can be met by calling sooner and worse, by asking only those who are pleased, or by counting
fewer. Each has a figure that would show it. Its range is forecast when the bet is frozen, as if nobody did
such a thing; an alarm is raised where it leaves that range, however many guards and looks there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from holdfast.evidence.guard_chances import chance_of_worse, forecast_of
from holdfast.evidence.history import first_of
from holdfast.stats.holm import holm
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.evidence.guard_chances import Bad
    from holdfast.evidence.history import History
    from holdfast.records import Measurement

Measure = Literal["value", "counted", "early leavers", "left out"]
"""What is looked at: a metric's value, how many a metric counts, customers who left soon after signing, or
the part of the customers who signed that a metric does not count."""

State = Literal["alarm", "outside its range", "within its range", "too early", "cannot say"]

FALSE_ALARMS = 0.05
"""Chance of any false alarm among all guards of a bet, over all looks at them."""

WHOLE = 0.8
"""Part of that chance which the look at the whole period has, where looks take in those before them."""

LOW, HIGH = 0.05, 0.95
"""Of the frozen range: 90 of 100 values that are to be expected lie within."""

DRIFT = 0.20
"""A definition drifts where the part that it leaves out changes by at least so much of itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a guard.

    Attributes:
        period: What is looked at: local dates, half-open.
        low: Lower end of the frozen range, in the unit of the guard.
        high: Upper end.
    """

    period: Period
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard as it was frozen.

    Attributes:
        of: The key result that it guards (``Key result 1``).
        name: What is looked at, in words.
        why: What a movement the wrong way would mean.
        metric: Catalogue name.
        parameters: Pairs of name and value.
        filters: Pairs of segment column and the values let through.
        version: Of the metric's definition.
        measure: What of the metric is looked at.
        bad: The direction that is bad.
        least: Least change that counts, as a share of what was usual.
        history: Final values on the day of the freeze, by month.
        pooled: Parts of the period are put together, look by look; else each stands alone.
        looks: In order of time.
        window_days: Until an outcome is known.
        also: Further key results that it guards: those of the same customers share theirs.
    """

    of: str
    name: str
    why: str
    metric: str
    parameters: tuple[tuple[str, Any], ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    version: str
    measure: Measure
    bad: Bad
    least: float
    history: History
    pooled: bool
    looks: tuple[Look, ...]
    window_days: int
    also: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Of the guards of one bet no other has it."""
        return self.of, self.name


@dataclass(frozen=True, slots=True)
class Unguarded:
    """A guard that there should be and cannot: of which key result, what, and why not."""

    of: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at what came.

    Attributes:
        look: As frozen.
        value: In the unit of the guard.
        entities: Customers or cases that it rests on.
        chance: Of a value as bad as this or worse if things had carried on, 0..1.
    """

    look: Look
    value: float
    entities: int
    chance: float


@dataclass(frozen=True, slots=True)
class Watched:
    """What a guard shows.

    Attributes:
        guard: As frozen.
        state: See `State`.
        seen: Looks at what is known, in order of time.
        told: The look that the state rests on, or None where nothing is known.
        reason: Why nothing can be said; empty where something can.
    """

    guard: Guard
    state: State
    seen: tuple[Seen, ...]
    told: Seen | None
    reason: str = ""


def looks_of(history: History, period: Period, *, pooled: bool, ends: Sequence[date]) -> tuple[Look, ...]:
    """The looks at a guard with their frozen ranges; none where the past is too short for a forecast.

    Args:
        history: Final values on the day of the freeze.
        period: Of the bet.
        pooled: Each look takes in those before it.
        ends: Of the looks, in order of time; the last is that of the period.
    """
    looks = []
    known_until = history.values[-1].period.end if history.values else period.start
    start = period.start
    for end in ends:
        span = Period(period.start if pooled else start, end)
        start = end
        if end <= known_until:
            continue
        forecast = forecast_of(history, span, entities=None)
        if forecast is None:
            return ()
        looks.append(Look(span, forecast.quantile(LOW), forecast.quantile(HIGH)))
    return tuple(looks)


def months_within(period: Period) -> tuple[date, ...]:
    """Ends of the months of a period; its own end where it does not begin with one."""
    if period.start.day != 1 or period.end.day != 1:
        return (period.end,)
    first, last = (day.year * 12 + day.month - 1 for day in (period.start, period.end))
    return tuple(first_of(number) for number in range(first + 1, last + 1))


def watch(
    guards: Sequence[Guard], measured: Mapping[tuple[str, str], Sequence[Measurement]]
) -> tuple[Watched, ...]:
    """What the guards of one bet show, in their order.

    Each look has its part of the chance of a false alarm: where looks take in those before them, most of it
    is the last one's, and an earlier one tells what nobody would call luck; else all have the same. Over the
    guards Holm's order of tests keeps it for all together: more guards raise no more alarms of luck.

    Args:
        guards: Of one bet: all of them, also those of which nothing is known yet.
        measured: The key of each guard to what came, part by part; what is not final counts for nothing.

    Source:
        Holm 1979, Scandinavian Journal of Statistics 6; Haybittle 1971, British Journal of Radiology 44, on
        earlier looks.
    """
    seen = [_seen(one, measured.get(one.key, ())) for one in guards]
    placed = [
        [(one.looks.index(look.look), look) for look in looks]
        for one, looks in zip(guards, seen, strict=True)
    ]
    worst = [
        min((seen.chance / _part(one, place) for place, seen in looks), default=1.0)
        for one, looks in zip(guards, placed, strict=True)
    ]
    alarmed = holm(worst, level=FALSE_ALARMS)
    return tuple(
        _watched(one, looks, measured.get(one.key, ()), is_alarmed=rung)
        for one, looks, rung in zip(guards, seen, alarmed, strict=True)
    )


def _part(guard: Guard, place: int) -> float:
    """What a look has of the chance of a false alarm of its guard: together they have all of it."""
    count = len(guard.looks)
    if not guard.pooled or count == 1:
        return 1 / count
    return WHOLE if place == count - 1 else (1 - WHOLE) / (count - 1)


def _watched(
    guard: Guard, seen: tuple[Seen, ...], parts: Sequence[Measurement], *, is_alarmed: bool
) -> Watched:
    if any(one.version != guard.version for one in parts):
        return Watched(guard, "cannot say", (), None, "the metric was defined anew since it was frozen")
    if not seen:
        return Watched(guard, "too early", (), None)
    worst = min(seen, key=lambda one: one.chance / _part(guard, guard.looks.index(one.look)))
    if is_alarmed and _is_outside(guard, worst):
        return Watched(guard, "alarm", seen, worst)
    last = seen[-1]
    return Watched(guard, "outside its range" if _is_outside(guard, last) else "within its range", seen, last)


def _seen(guard: Guard, parts: Sequence[Measurement]) -> tuple[Seen, ...]:
    return tuple(one for look in guard.looks if (one := _one(guard, look, parts)) is not None)


def _one(guard: Guard, look: Look, parts: Sequence[Measurement]) -> Seen | None:
    """A look at what came; None before all of it is final."""
    inside = [
        one for one in parts if look.period.start <= one.period.start and one.period.end <= look.period.end
    ]
    if sum(one.period.days for one in inside) != look.period.days or not all(one.is_mature for one in inside):
        return None
    entities = sum(one.denominator for one in inside)
    if not entities and guard.history.kind != "count":
        return None
    value = _value(guard, inside, entities)
    # By the customers there were: what chance does depends on how many, and how many is another guard's.
    forecast = forecast_of(guard.history, look.period, entities=entities)
    chance = (
        1.0 if forecast is None else chance_of_worse(forecast, value, history=guard.history, bad=guard.bad)
    )
    return Seen(look, value, entities, chance)


def _value(guard: Guard, inside: Sequence[Measurement], entities: int) -> float:
    if guard.history.kind == "share":
        return sum(one.numerator for one in inside) / entities
    if len(inside) == 1:
        return float(inside[0].value or 0.0)
    return sum((one.value or 0.0) * one.denominator for one in inside) / entities


def _is_outside(guard: Guard, seen: Seen) -> bool:
    middle = (seen.look.low + seen.look.high) / 2
    if middle and abs(seen.value / middle - 1) < guard.least:
        return False
    is_above, is_below = seen.value > seen.look.high, seen.value < seen.look.low
    return (guard.bad != "down" and is_above) or (guard.bad != "up" and is_below)
