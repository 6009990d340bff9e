"""Guards whose truth is known: how often luck raises an alarm, and how often gaming is found.

They share no code with what they test, but for the shape of a frozen guard.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.behind import Known, newly_known
from holdfast.evidence.guards import FALSE_ALARMS, Guard, looks_of, months_within, watch
from holdfast.evidence.history import History, PastValue, first_of
from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

FIRST = 2025 * 12
LEVELS = (0.05, 0.3, 0.7, 0.4, 0.8, 0.2)
PAST = 12
PLACE = 1
"""Of the guard that is gamed."""

CUSTOMERS, DRIFTS = (40, 200, 2000), (0.0, 0.05, 0.15)
GAMED = {0.20: Goal(0.6, 1), 0.30: Goal(0.9, 1)}
COLUMNS = (("size", 3), ("region", 4), ("plan", 5))


def bet_alarms(
    seed: int, *, customers: int, drift: float, gamed: Mapping[int, float], past: int = PAST
) -> tuple[bool, ...]:
    """Which of six guards of one bet raise an alarm.

    Args:
        seed: Of the world.
        customers: A month, for each guard.
        drift: How far log odds wander in a month.
        gamed: Number of a guard to what gaming adds to its share in the three months of the bet.
        past: Months known at the freeze.
    """
    quarter = Period(first_of(FIRST + past), first_of(FIRST + past + 3))
    guards, parts = [], {}
    every = _hits(seed, customers=customers, drift=drift, gamed=gamed, past=past)
    for place, hits in enumerate(every):
        months = [_month(number, int(one), customers) for number, one in enumerate(hits)]
        values = tuple(PastValue(m.period, m.value or 0.0, m.numerator, m.denominator) for m in months[:past])
        history = History("m", str(place), "share", "share", "down", 0, 1, values)
        looks = looks_of(history, quarter, pooled=True, ends=months_within(quarter))
        made = Guard(
            of="Key result",
            name=str(place),
            why="",
            metric="m",
            parameters=(),
            filters=(),
            version="1",
            measure="value",
            bad="up",
            least=0.0,
            history=history,
            pooled=True,
            looks=looks,
            window_days=0,
        )
        guards.append(made)
        parts[made.key] = months[past:]
    return tuple(one.state == "alarm" for one in watch(guards, parts))


def _hits(
    seed: int, *, customers: int, drift: float, gamed: Mapping[int, float], past: int
) -> list[NDArray[np.int64]]:
    """Of each guard the hits by month: those of the past, and three of the bet."""
    generator = np.random.default_rng(seed)
    found = []
    for place, level in enumerate(LEVELS):
        odds = np.log(level / (1 - level)) + np.cumsum(generator.normal(0, drift, past + 3))
        shares = 1 / (1 + np.exp(-odds))
        shares[past:] = np.clip(shares[past:] + gamed.get(place, 0.0), 0.001, 0.999)
        found.append(generator.binomial(customers, shares))
    return found


def told_by_oracle(
    seed: int, *, customers: int, drift: float, gamed: Mapping[int, float], assumed: float
) -> tuple[bool, ...]:
    """The same by a test to which the world's formula is told, and one of six chances of a false alarm.

    It looks once, at the end. What it assumes of the wandering is all that it may have wrong.

    Args:
        seed: Of the world.
        customers: A month.
        drift: How far log odds wander in a month.
        gamed: See `bet_alarms`.
        assumed: How far it is told that they wander.
    """
    line = NormalDist().inv_cdf(1 - FALSE_ALARMS / len(LEVELS))
    found, past = [], PAST
    for hits in _hits(seed, customers=customers, drift=drift, gamed=gamed, past=past):
        level, unsure = _filtered(hits[:past], customers, assumed)
        share = 1 / (1 + np.exp(-level))
        # The mean of the three levels to come: each month's step counts in what is left of the quarter.
        unsure += assumed**2 * (9 + 4 + 1) / 9
        spread = share * (1 - share)
        error = np.sqrt(spread**2 * unsure + spread / (3 * customers))
        found.append(bool((hits[past:].sum() / (3 * customers) - share) / error > line))
    return tuple(found)


def _filtered(hits: NDArray[np.int64], customers: int, wander: float) -> tuple[float, float]:
    """Mean and variance of the last month's log odds (a Kalman filter, told how far they wander)."""
    share = (hits.sum() + 0.5) / (customers * len(hits) + 1)
    noise = 1 / (customers * share * (1 - share))
    seen = np.log((hits + 0.5) / (customers - hits + 0.5))
    level, unsure = float(seen[0]), noise
    for one in seen[1:]:
        unsure += wander**2
        gain = unsure / (unsure + noise)
        level, unsure = level + gain * (float(one) - level), unsure * (1 - gain)
    return level, unsure


def _month(number: int, hits: int, of: int) -> Measurement:
    period = Period(first_of(FIRST + number), first_of(FIRST + number + 1))
    return Measurement(
        metric="m",
        variant="standard",
        version="1",
        period=period,
        segment=(),
        unit="share",
        value=hits / of,
        numerator=hits,
        denominator=of,
        interval=None,
        pending=0,
        is_mature=True,
        as_of=date(2027, 1, 1),
    )


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """A line for each world: how often luck raises any alarm of a bet, and how often gaming is found.

    Args:
        times: Bets of each world.
        state: Folder of results so far, or None.
    """
    for customers in CUSTOMERS:
        for drift in DRIFTS:
            name = f"guards-{customers}-{drift}"
            run = partial(_bet, customers=customers, drift=drift, gamed=None)
            found = repeated(name, times, run, state=state)
            said = f"any alarm of six guards, {customers:,} a month, wandering {drift} a month, nothing gamed"
            yield Line(said, Goal(0, 0.05), sum(map(any, found)), len(found))
    for gain, goal in GAMED.items():
        run = partial(_bet, customers=80, drift=0.05, gamed=gain)
        found = repeated(f"guards-gamed-{gain}", times, run, state=state)
        said = f"the gamed one of six found, 80 a month, from 30 to {100 * (0.3 + gain):.0f} in 100"
        yield Line(said, goal, sum(one[PLACE] for one in found), len(found))
    yield from _limit(times, state)
    named = repeated("guards-segments", 4 * times, _segment_named, state=state)
    yield Line(
        "a segment named where all are alike, 60 outcomes, 3 columns", Goal(0, 0.05), sum(named), len(named)
    )


def _limit(times: int, state: Path | None) -> Iterator[Line]:
    """Ten points more: found by the guards, and by a test that is told what nobody can know from a year."""
    told = {"nothing": None, "how far they wander": 0.05, "that they may wander by 0.15": 0.15}
    for name, assumed in told.items():
        found = repeated(f"guards-limit-{assumed}", times, partial(_ten_points, assumed=assumed), state=state)
        said = f"10 points, 80 a month, from 30 to 40 in 100: found by who is told {name}"
        note = ""
        if assumed is not None:
            false = repeated(
                f"guards-false-{assumed}", times, partial(_any_false, assumed=assumed), state=state
            )
            note = f"any false alarm where they wander by 0.15: {100 * sum(false) / len(false):.0f} %"
        yield Line(said, Goal(0, 1), sum(found), len(found), note=note)


def _any_false(number: int, *, assumed: float) -> bool:
    """In a world that wanders by 0.15, with nothing gamed."""
    return any(told_by_oracle(9_000_000 + number, customers=80, drift=0.15, gamed={}, assumed=assumed))


def _ten_points(number: int, *, assumed: float | None) -> bool:
    seed = 8_000_000 + number
    if assumed is None:
        return bet_alarms(seed, customers=80, drift=0.05, gamed={PLACE: 0.1})[PLACE]
    return told_by_oracle(seed, customers=80, drift=0.05, gamed={PLACE: 0.1}, assumed=assumed)[PLACE]


def _bet(number: int, *, customers: int, drift: float, gamed: float | None) -> list[bool]:
    seed = 100_000 * customers + number
    return list(
        bet_alarms(seed, customers=customers, drift=drift, gamed={} if gamed is None else {PLACE: gamed})
    )


def _segment_named(number: int) -> bool:
    generator = np.random.default_rng(number)
    found = [
        Known(str(n), tuple(f"{column}{generator.integers(size)}" for column, size in COLUMNS), bool(one))
        for n, one in enumerate(generator.random(60) < 0.6)
    ]
    columns = tuple(column for column, _ in COLUMNS)
    return bool(newly_known(found, columns, expected=0.6, is_up=False, seed=number).odd)
