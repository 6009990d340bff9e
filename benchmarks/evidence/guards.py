"""Guards whose truth is known: how often luck raises an alarm, and how often gaming is found.

They share no code with what they test, but for the shape of a frozen guard.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.behind import Known, newly_known
from holdfast.evidence.guards import Guard, looks_of, months_within, watch
from holdfast.evidence.history import History, PastValue, first_of
from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
    generator = np.random.default_rng(seed)
    quarter = Period(first_of(FIRST + past), first_of(FIRST + past + 3))
    guards, parts = [], {}
    for place, level in enumerate(LEVELS):
        odds = np.log(level / (1 - level)) + np.cumsum(generator.normal(0, drift, past + 3))
        shares = 1 / (1 + np.exp(-odds))
        shares[past:] = np.clip(shares[past:] + gamed.get(place, 0.0), 0.001, 0.999)
        hits = generator.binomial(customers, shares)
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
    named = repeated("guards-segments", 4 * times, _segment_named, state=state)
    yield Line(
        "a segment named where all are alike, 60 outcomes, 3 columns", Goal(0, 0.05), sum(named), len(named)
    )


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
