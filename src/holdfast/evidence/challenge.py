"""Challenge: how likely a target is if things carry on as they have been.

The past holds whatever was tried in it, so that "carry on" means with efforts like those, not without any.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.history import middle_of, refuse_disorder
from holdfast.evidence.scales import scale_of
from holdfast.stats.local_level import Mixture, fit_local_level
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.evidence.history import History, PastValue

    Reals = NDArray[np.float64]

Verdict = Literal["already on the way", "business as usual", "challenging", "heroic", "cannot say yet"]

ON_THE_WAY_FROM = 0.80
USUAL_FROM = 0.40
CHALLENGING_FROM = 0.05
ODDS = (0.60, 0.25, 0.05)
"""Chances for which the target that would have them is told."""

LEAST_VALUES = 4
WIDEST = 4.0
"""A forecast whose 80 % range is wider than so many times the way to the target says nothing of it."""

SURPRISING = 4.0
"""Standard deviations of a jump that hints at another definition, or at data filled in later."""

DRAWS = 4000
GAIN_MONTHS = 3.0


@dataclass(frozen=True, slots=True)
class Bet:
    """A target for a metric.

    Attributes:
        target: In the metric's unit; a share is 0..1.
        period: Local dates over which the value that settles it is measured, half-open.
        entities: Customers, answers or cases then expected; None takes as many as there were lately.
    """

    target: float
    period: Period
    entities: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a metric may be in a period if things carry on.

    Attributes:
        values: As it would be measured, each as likely as any other; sorted.
        levels: What it would be of endlessly many customers, likewise, in the metric's unit; not sorted.
    """

    values: Reals
    levels: Reals

    def quantile(self, share: float) -> float:
        """The value that this share of the draws stays at or below."""
        count = len(self.values)
        return float(self.values[min(max(math.ceil(share * count) - 1, 0), count - 1)])


@dataclass(frozen=True, slots=True)
class Gain:
    """The biggest change for the better within three months: its size, above 0, and its two values."""

    size: float
    before: PastValue
    after: PastValue


@dataclass(frozen=True, slots=True)
class Challenge:
    """How hard a target is.

    Attributes:
        verdict: See `Verdict`.
        reason: Why it cannot be said; empty where it can.
        chance: Of reaching the target if things carry on, a share; None below four final values.
        forecast: What the value may be, or None likewise.
        targets: Chance and the target that would have it; empty likewise.
        best: The best value ever, or None where there is none.
        gain: The biggest gain within three months, or None where there was none.
        entities: Customers expected.
        wander: How far the level moves in a month, on the scale without bounds; None likewise.
        wobble: How far one value lies off its level beyond its sampling noise; None likewise.
        jump: The value that lies more than four standard deviations off what came before, or None.
    """

    verdict: Verdict
    reason: str
    chance: float | None
    forecast: Forecast | None
    targets: tuple[tuple[float, float], ...]
    best: PastValue | None
    gain: Gain | None
    entities: int
    wander: float | None = None
    wobble: float | None = None
    jump: PastValue | None = None


def challenge(history: History, bet: Bet, *, seed: int) -> Challenge:
    """Hold a target against the metric's own past; one to four milliseconds.

    Args:
        history: Final values.
        bet: The target and when it is settled.
        seed: Of the draws: the same gives the same answer.

    Raises:
        InputError: The target is outside what the metric can be, its period has passed, or the history is
            out of order.
    """
    refuse_disorder(history)
    refuse_impossible(history, bet)
    if len(history.values) < LEAST_VALUES:
        return _unknown(history, bet)
    scale, generator = scale_of(history), np.random.default_rng(seed)
    readings = scale.readings(history)
    open_part = rest_of(history, bet)
    months = max(0.0, middle_of(open_part) - readings.months[-1])
    level = fit_local_level(readings, horizon=max(1.0, months))
    ahead = level.ahead(months, int(middle_of(open_part)) % 12)
    levels = _over(ahead, level.wobbles, history, open_part).draw(DRAWS, generator, widened=level.widening)
    entities = expected_entities(history, bet)
    known = known_part(history, bet)
    left = max(1, entities - sum(one.denominator for one in known))
    values = _with_known(scale.measured(levels, left, generator), known, left, history)
    forecast = Forecast(np.sort(values), scale.centre(levels))
    chance = chance_of(forecast, bet.target, history)
    verdict, reason = _verdict(history, bet, forecast, chance)
    return Challenge(
        verdict=verdict,
        reason=reason,
        chance=chance,
        forecast=forecast,
        targets=tuple((odds, target_with(forecast, odds, history)) for odds in ODDS),
        best=best_of(history),
        gain=biggest_gain(history),
        entities=entities,
        wander=level.wander,
        wobble=level.wobble,
        jump=_jump(history, level.surprises),
    )


def chance_of(forecast: Forecast, target: float, history: History) -> float:
    """Share of the draws that reach a target, in the direction that is good."""
    reached = forecast.values >= target if history.better == "up" else forecast.values <= target
    return float(np.mean(reached))


def target_with(forecast: Forecast, chance: float, history: History) -> float:
    """The most demanding target that at least this share of the draws reaches."""
    ordered = forecast.values[::-1] if history.better == "up" else forecast.values
    return float(ordered[min(len(ordered) - 1, max(0, int(np.ceil(chance * len(ordered))) - 1))])


def expected_entities(history: History, bet: Bet) -> int:
    """Customers in the period that settles the bet: as given, or at the pace of the last three values."""
    if bet.entities is not None:
        return bet.entities
    last = history.values[-3:]
    days = sum(one.period.days for one in last)
    if history.kind in {"share", "points", "amount", "number"} and days:
        return max(1, round(sum(one.denominator for one in last) * bet.period.days / days))
    return max(1, last[-1].denominator if last else 1)


def known_part(history: History, bet: Bet) -> tuple[PastValue, ...]:
    """Final values that lie inside the period which settles the bet: what it is partly made of already."""
    return tuple(one for one in history.values if one.period.start >= bet.period.start)


def rest_of(history: History, bet: Bet) -> Period:
    """What of the period which settles the bet still lies ahead."""
    last = history.values[-1].period.end
    return Period(max(bet.period.start, last), bet.period.end)


def best_of(history: History) -> PastValue | None:
    """The best value ever, the latest of equals, or None."""
    sign = 1 if history.better == "up" else -1
    return max(history.values, key=lambda one: (sign * one.value, one.period.start), default=None)


def biggest_gain(history: History) -> Gain | None:
    """The biggest change for the better between two values at most three months apart, or None."""
    sign = 1 if history.better == "up" else -1
    values, middles = history.values, [middle_of(one.period) for one in history.values]
    pairs = [
        Gain(sign * (after.value - before.value), before, after)
        for place, before in enumerate(values)
        for after in values[place + 1 : bisect_right(middles, middles[place] + GAIN_MONTHS + 0.1)]
    ]
    best = max(pairs, key=lambda one: one.size, default=None)
    return best if best is not None and best.size > 0 else None


def refuse_impossible(history: History, bet: Bet) -> None:
    """Refuses a target that the metric can never have, and a period that the history already holds.

    Raises:
        InputError: One of these.
    """
    if not _lies_within(bet.target, history):
        raise InputError(
            "target",
            f"{bet.target:g} was given, which {history.title} can never be",
            _bounds(history),
            "Was a change meant, or points instead of percent?",
        )
    if bet.entities is not None and bet.entities < 1:
        raise InputError("expected customers", f"{bet.entities} were given", "at least 1")
    if history.values and bet.period.end <= history.values[-1].period.end:
        raise InputError(
            "period",
            f"it ends on {bet.period.end}, and the data are final up to {history.values[-1].period.end}",
            "a period that lies ahead",
            "Settle this one instead",
        )


def _lies_within(target: float, history: History) -> bool:
    above = history.low is None or target >= history.low
    return above and (history.high is None or target <= history.high)


def _bounds(history: History) -> str:
    low = f"at least {history.low:g}" if history.low is not None else ""
    high = f"at most {history.high:g}" if history.high is not None else ""
    return " and ".join(one for one in (low, high) if one)


def _verdict(history: History, bet: Bet, forecast: Forecast, chance: float) -> tuple[Verdict, str]:
    width = forecast.quantile(0.9) - forecast.quantile(0.1)
    way = abs(bet.target - (history.now or 0.0))
    if CHALLENGING_FROM <= chance < ON_THE_WAY_FROM and width > WIDEST * way:
        return "cannot say yet", "too few customers for a step of this size"
    if chance >= ON_THE_WAY_FROM:
        return "already on the way", ""
    if chance >= USUAL_FROM:
        return "business as usual", ""
    return ("challenging" if chance >= CHALLENGING_FROM else "heroic"), ""


def _unknown(history: History, bet: Bet) -> Challenge:
    count = len(history.values)
    values = "1 final value" if count == 1 else f"{count or 'no'} final values"
    return Challenge(
        verdict="cannot say yet",
        reason=f"{values}, of at least {LEAST_VALUES}",
        chance=None,
        forecast=None,
        targets=(),
        best=best_of(history),
        gain=biggest_gain(history),
        entities=expected_entities(history, bet),
    )


def _over(ahead: Mixture, wobbles: Reals, history: History, period: Period) -> Mixture:
    """The same for a period longer than those of the past: their wobbles cancel in part."""
    usual = np.median([one.period.days for one in history.values])
    periods = max(1.0, period.days / usual)
    return Mixture(ahead.weights, ahead.means, ahead.variances - wobbles**2 * (1 - 1 / periods))


def _with_known(draws: Reals, known: Sequence[PastValue], left: int, history: History) -> Reals:
    """The value of the whole period: draws of what is left together with what is known of it."""
    if not known:
        return draws
    done = sum(one.denominator for one in known)
    if history.kind == "share":
        return (np.rint(draws * left) + sum(one.numerator for one in known)) / (left + done)
    value = sum(one.value * one.denominator for one in known)
    return (draws * left + value) / (left + done)


def _jump(history: History, surprises: Reals) -> PastValue | None:
    if not len(surprises) or np.abs(surprises).max() < SURPRISING:
        return None
    # Surprises begin with the fourth value: before, nothing is surprising.
    return history.values[len(history.values) - len(surprises) + int(np.abs(surprises).argmax())]
