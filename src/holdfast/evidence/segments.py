"""Segments: whether one target means the same for all of them, and what would be as hard for each."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.challenge import challenge
from holdfast.stats.spread import Spread, spread_of_shares, spread_of_values
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.evidence.challenge import Bet, Challenge
    from holdfast.evidence.history import History, PastValue

    Reals = NDArray[np.float64]

ONE_FITS, FITS_SOME, UNKNOWN = "one target fits", "fits some, not", "cannot say yet"

APART = 0.30
"""Chances that lie so far apart belong to different bets."""

BY_CHANCE = 0.05
QUARTER_DAYS = 92
LEAST_ENTITIES = 5
WIDTH_80 = 2 * NormalDist().inv_cdf(0.9)
FURTHEST = 30.0


@dataclass(frozen=True, slots=True)
class SegmentFit:
    """One segment before the target of all.

    Attributes:
        name: Value of the column.
        entities: Customers, answers or cases that its value of today rests on.
        now: Its value over the last quarter.
        drawn: The same, drawn towards that of all by how unsure it is: lists are ranked by this alone.
        chance: Of the target if things carry on; None below four final values.
        even: The target that would be as hard as those of the others, or None likewise.
    """

    name: str
    entities: int
    now: float
    drawn: float
    chance: float | None
    even: float | None


@dataclass(frozen=True, slots=True)
class SegmentFits:
    """Whether one target fits.

    Attributes:
        column: What tells the segments apart.
        verdict: `ONE_FITS`, `FITS_SOME` or `UNKNOWN`.
        odd: Names of the segments for which it means something else than for the largest; may be empty.
        chance: That segments which are all the same lie so far apart.
        between: Standard deviation of their true values, in the unit of the metric.
        segments: From the best to the worst, by the drawn values.
        even_chance: Chance of each even target, or None where there are none.
    """

    column: str
    verdict: str
    odd: tuple[str, ...]
    chance: float
    between: float
    segments: tuple[SegmentFit, ...]
    even_chance: float | None


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the segments of one column lie apart.

    Attributes:
        column: What tells them apart.
        today: Each segment's values of the last quarter, of those with five customers.
        spread: How far these lie apart.
    """

    column: str
    today: Mapping[str, tuple[PastValue, ...]]
    spread: Spread

    def is_beyond_chance(self, looks: int) -> bool:
        """They lie further apart than segments that are all the same, in the furthest of so many columns."""
        return self.spread.chance * looks < BY_CHANCE


def apart_of(column: str, pasts: Mapping[str, History], *, seed: int) -> Apart | None:
    """How far the segments of one column lie apart; None where fewer than two have five customers."""
    today = {name: _last_quarter(past) for name, past in pasts.items()}
    kept = {name: one for name, one in today.items() if sum(v.denominator for v in one) >= LEAST_ENTITIES}
    if len(kept) < 2:  # noqa: PLR2004 - one segment is everybody
        return None
    return Apart(column, kept, _spread([pasts[name] for name in kept], list(kept.values()), seed))


def fits_of(
    column: str, pasts: Mapping[str, History], bet: Bet, *, seed: int, looks: int = 1
) -> SegmentFits | None:
    """Whether a target fits the segments of one column; None where fewer than two have five customers.

    Args:
        column: What tells them apart.
        pasts: Each segment's own final values.
        bet: The target of all.
        seed: Of the draws.
        looks: How many columns are looked at: the more, the further apart segments must lie.

    Raises:
        InputError: See `challenge`.
    """
    apart = apart_of(column, pasts, seed=seed)
    return None if apart is None else fits_among(apart, pasts, bet, seed=seed, looks=looks)


def fits_among(
    apart: Apart, pasts: Mapping[str, History], bet: Bet, *, seed: int, looks: int = 1
) -> SegmentFits:
    """The same of segments whose distance is known.

    Raises:
        InputError: See `challenge`.
    """
    kept, spread = apart.today, apart.spread
    held = {name: challenge(pasts[name], _own(bet), seed=seed) for name in kept}
    evens, even_chance = _even(held, pasts, bet)
    fits = [
        SegmentFit(
            name, _entities(one), _value(pasts[name], one), float(drawn), held[name].chance, evens.get(name)
        )
        for (name, one), drawn in zip(kept.items(), spread.drawn, strict=True)
    ]
    verdict, odd = _verdict(fits, is_beyond_chance=apart.is_beyond_chance(looks))
    up = next(iter(pasts.values())).better == "up"
    ranked = tuple(sorted(fits, key=lambda one: one.drawn, reverse=up))
    return SegmentFits(apart.column, verdict, odd, spread.chance, spread.between, ranked, even_chance)


def _own(bet: Bet) -> Bet:
    """The bet with as many customers as come: those expected are of all segments."""
    from dataclasses import replace  # noqa: PLC0415 - 10 ms that a review does not pay

    return replace(bet, entities=None)


def _verdict(fits: Sequence[SegmentFit], *, is_beyond_chance: bool) -> tuple[str, tuple[str, ...]]:
    known = [(one, one.chance) for one in fits if one.chance is not None]
    if len(known) < 2:  # noqa: PLR2004
        return UNKNOWN, ()
    _, usual = max(known, key=lambda pair: pair[0].entities)
    odd = tuple(one.name for one, own in known if abs(own - usual) >= APART)
    if is_beyond_chance and odd:
        return FITS_SOME, odd
    return ONE_FITS, ()


def _last_quarter(past: History) -> tuple[PastValue, ...]:
    if not past.values:
        return ()
    end = past.values[-1].period.end
    return tuple(one for one in past.values if (end - one.period.start).days <= QUARTER_DAYS)


def _entities(values: Sequence[PastValue]) -> int:
    return sum(one.denominator for one in values)


def _value(past: History, values: Sequence[PastValue]) -> float:
    if past.kind == "share":
        return sum(one.numerator for one in values) / _entities(values)
    return sum(one.value * one.denominator for one in values) / _entities(values)


def _spread(pasts: Sequence[History], today: Sequence[Sequence[PastValue]], seed: int) -> Spread:
    generator = np.random.default_rng(seed)
    if all(past.kind == "share" for past in pasts):
        hits = np.array([sum(one.numerator for one in values) for values in today])
        return spread_of_shares(hits, np.array([_entities(one) for one in today]), generator=generator)
    values = np.array([_value(past, one) for past, one in zip(pasts, today, strict=True)])
    errors = np.array([_error(one) for one in today])
    if not errors.all():
        return Spread(1.0, 0.0, values)  # nothing is known of their noise, so that nothing is claimed
    return spread_of_values(values, errors, generator=generator)


def _error(values: Sequence[PastValue]) -> float:
    """Standard error of their mean; 0 where one is not known."""
    if any(not one.error for one in values):
        return 0.0
    squares = sum(((one.error or 0.0) * one.denominator) ** 2 for one in values)
    return float(np.sqrt(squares)) / _entities(values)


def _even(
    held: Mapping[str, Challenge], pasts: Mapping[str, History], bet: Bet
) -> tuple[dict[str, float], float | None]:
    """Targets of equal chance that give the target of all together, and that chance.

    A target beyond every draw still has its place: forecasts are taken as bell-shaped where they have no
    bounds, and each is asked for the same number of its own standard deviations.
    """
    known = {name: one.forecast for name, one in held.items() if one.forecast is not None}
    if not known:
        return {}, None
    is_share = all(pasts[name].kind == "share" for name in known)
    shapes = {name: _shape(forecast.values, is_share=is_share) for name, forecast in known.items()}
    sizes = np.array([held[name].entities for name in known], dtype=float)
    middle, width = (np.array(one) for one in zip(*shapes.values(), strict=True))
    low, high = -FURTHEST, FURTHEST
    for _ in range(60):
        between = (low + high) / 2
        together = float((sizes * _back(middle + between * width, is_share=is_share)).sum() / sizes.sum())
        low, high = (between, high) if together < bet.target else (low, between)
    targets = _back(middle + low * width, is_share=is_share)
    is_up = next(iter(pasts.values())).better == "up"
    chance = NormalDist().cdf(-low if is_up else low)
    return dict(zip(known, targets.tolist(), strict=True)), chance


def _shape(values: Reals, *, is_share: bool) -> tuple[float, float]:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    if is_share:
        low, middle, high = (_odds(one, len(values)) for one in (low, middle, high))
    return float(middle), max(1e-9, float(high - low) / WIDTH_80)


def _odds(share: float, draws: int) -> float:
    kept = min(1 - 0.5 / draws, max(0.5 / draws, share))
    return float(np.log(kept / (1 - kept)))


def _back(values: Reals, *, is_share: bool) -> Reals:
    return 1 / (1 + np.exp(-np.clip(values, -40, 40))) if is_share else values
