"""On course: the chance of a frozen bet while its period runs, by the model it was frozen with.

What was known on the day of the freeze stays as it was; what of the period is known since comes to it. A
chance that is computed so moves by surprises alone: nobody can tell beforehand in which direction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.challenge import Forecast, challenge, chance_of
from holdfast.evidence.history import past_value
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.evidence.frozen import Wager
    from holdfast.evidence.history import PastValue
    from holdfast.records import Measurement

    Reals = NDArray[np.float64]

KEPT = {"retention_rate": True, "logo_churn": False}
"""Metrics of everybody who was there at the start, whose outcome happens to one after the other: whether the
numerator counts those to whom it has not happened."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a bet stands.

    Attributes:
        chance: Of the target, a share; None where nothing can be foretold.
        forecast: What the value may be at the end, or None likewise.
        known: Customers, answers or cases of the period whose outcome is known.
        so_far: Their value, or None where there are none.
    """

    chance: float | None
    forecast: Forecast | None
    known: int = 0
    so_far: float | None = None


def course_of(wager: Wager, parts: Sequence[Measurement], *, today: date, seed: int) -> Course:
    """Where a bet stands on a day within its period.

    Args:
        wager: As frozen.
        parts: What is measured of the period up to today: by parts where they add up to it, else the one
            value of the whole period so far.
        today: Data before this day are known.
        seed: Of the draws.

    Raises:
        InputError: See `challenge`.
    """
    if wager.adds_up:
        return _with_parts(wager, parts, today, seed)
    found = challenge(wager.history, wager.judged, seed=seed)
    if found.forecast is None:
        return Course(None, None)
    whole = next(iter(parts), None)
    if wager.metric in KEPT and whole is not None and whole.denominator and wager.history.kind == "share":
        return _with_events(wager, found.forecast, whole, today, seed)
    return Course(found.chance, found.forecast)


def known_parts(wager: Wager, parts: Sequence[Measurement], today: date) -> tuple[PastValue, ...]:
    """What of the period is known: values of parts up to where outcomes are known, in order of time."""
    until = today - timedelta(days=wager.window_days)
    known = []
    for one in parts:
        end = min(one.period.end, until)
        if one.period.start >= wager.bet.period.start and end > one.period.start and one.denominator:
            known.append(replace(past_value(one, wager.history.kind), period=Period(one.period.start, end)))
    return tuple(known)


def _with_parts(wager: Wager, parts: Sequence[Measurement], today: date, seed: int) -> Course:
    known = known_parts(wager, parts, today)
    history = replace(wager.history, values=(*_before(wager), *known))
    if known and known[-1].period.end >= wager.bet.period.end:
        value = _together(known)
        certain = Forecast(np.array([value]), np.array([value]))
        return Course(chance_of(certain, wager.judged.target, history), certain, _count(known), value)
    found = challenge(history, wager.judged, seed=seed)
    return Course(found.chance, found.forecast, _count(known), _together(known) if known else None)


def _before(wager: Wager) -> tuple[PastValue, ...]:
    """Values frozen of the time before the period: of the period itself, what is known now replaces them."""
    return tuple(one for one in wager.history.values if one.period.end <= wager.bet.period.start)


def _count(values: Sequence[PastValue]) -> int:
    return sum(one.denominator for one in values)


def _together(values: Sequence[PastValue]) -> float:
    return sum(one.value * one.denominator for one in values) / _count(values)


def _with_events(wager: Wager, forecast: Forecast, whole: Measurement, today: date, seed: int) -> Course:
    """Of everybody at the start, some have left so far: each level is believed by how well it tells that.

    Whoever leaves may do so on any day of the period.
    """
    period, everybody = wager.bet.period, whole.denominator
    elapsed = min(1.0, max(0.0, (today - period.start).days / period.days))
    is_kept = KEPT[wager.metric]
    gone = everybody - whole.numerator if is_kept else whole.numerator
    rates = np.clip(1 - forecast.levels if is_kept else forecast.levels, 1e-9, 1 - 1e-9)
    generator = np.random.default_rng(seed + 1)
    believed = _believed(rates, elapsed, gone, everybody, generator)
    rest = believed * (1 - elapsed) / (1 - believed * elapsed)
    total = gone + generator.binomial(everybody - gone, np.clip(rest, 0, 1))
    values = np.sort((everybody - total if is_kept else total) / everybody)
    updated = Forecast(values, 1 - believed if is_kept else believed)
    return Course(chance_of(updated, wager.judged.target, wager.history), updated, everybody, whole.value)


def _believed(
    rates: Reals, elapsed: float, gone: int, everybody: int, generator: np.random.Generator
) -> Reals:
    """Rates of the whole period drawn anew, each by the chance that it gives to what happened so far."""
    if elapsed <= 0:
        return rates
    soon = rates * elapsed
    told = gone * np.log(soon) + (everybody - gone) * np.log1p(-soon)
    weights = np.exp(told - told.max())
    places = (np.arange(len(rates)) + generator.random()) / len(rates)
    which = np.searchsorted(np.cumsum(weights / weights.sum()), places)
    believed: Reals = rates[np.minimum(which, len(rates) - 1)]
    return believed
