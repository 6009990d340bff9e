"""The ladder below the lot, where nothing was done and where something was: rollouts, mixes of others."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.ladder.rungs import rollout_record
from holdfast.evidence.ladder.series import UnitSeries
from holdfast.stats.synthetic_control import beside_others, effect_range, simplex_weights
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

ROLLOUTS = {
    "4 of 8 units": (8, 4, 16, 0.0),
    "5 of 10 units, noise that lasts": (10, 5, 20, 0.5),
    "all of 12 units": (12, 12, 24, 0.3),
    "8 of 24 units, noise that lasts": (24, 8, 24, 0.7),
}
MIXES = {
    "8 others, 24 periods before": (8, 24, 6, 0.0),
    "8 others, noise that lasts": (8, 24, 6, 0.5),
    "20 others, 30 before": (20, 30, 8, 0.3),
    "5 others, 40 before, noise that lasts": (5, 40, 12, 0.5),
}


def lines(times: int, state: Path | None, smoking: Path) -> Iterator[Line]:
    """Every line; the published study only where its file is."""
    for name, shape in ROLLOUTS.items():
        found = _rolled_out(name, shape, times, state)
        alarms, failed = (sum(one[place] for one in found) for place in (0, 1))
        note = f"moving apart before by chance: {100 * failed / len(found):.1f} %"
        yield Line(f"rollout to {name}, no effect: moved", Goal(0, 0.05), alarms, len(found), note=note)
    yield from _moved(times, state)
    for name, mix in MIXES.items():
        seen = _mixed(name, mix, times, state)
        held = sum(one[0] for one in seen)
        yield Line(f"mix of {name}: 95 % ranges hold nothing", Goal(0.92, 1), held, len(seen))
        first, chance = sum(one[1] for one in seen), round(1 / (mix[0] + 1), 3)
        yield Line(f"mix of {name}: the furthest of all", Goal(0, chance), first, len(seen))
        moved = sum(one[1] and not one[0] for one in seen)
        yield Line(f"mix of {name}: both, as a verdict asks", Goal(0, 0.05), moved, len(seen))
    yield from _peers()
    if smoking.exists():
        yield from _published(smoking)


def _rolled_out(
    name: str, shape: tuple[int, int, int, float], times: int, state: Path | None
) -> list[tuple[bool, bool]]:
    def run(number: int) -> tuple[bool, bool]:
        record = rollout_record(_series(shape, number, effect=0.0, trend=0.0))
        is_moved = record.low is not None and record.high is not None and not record.low <= 0 <= record.high
        return is_moved, not all(one.passed for one in record.controls)

    return repeated(f"rollout-{name}".replace(" ", "-").replace(",", ""), times, run, state=state)


def _moved(times: int, state: Path | None) -> Iterator[Line]:
    """An effect of one and a half spreads in twelve of 24 units; and a rise before the beginning."""
    shape = (24, 12, 24, 0.3)

    def seen(number: int) -> bool:
        return (
            rollout_record(_series(shape, number, effect=1.5, trend=0.0)).verdict == "supported by your data"
        )

    def rising(number: int) -> bool:
        return rollout_record(_series(shape, number, effect=0.0, trend=0.25)).verdict == "cannot tell"

    found = repeated("rollout-effect", times, seen, state=state)
    yield Line("rollout to 12 of 24 units, 1.5 spreads: supported", Goal(0.8, 1), sum(found), len(found))
    found = repeated("rollout-rising", times, rising, state=state)
    name = "rollout to 12 of 24 units that rose before: cannot tell"
    yield Line(name, Goal(0.8, 1), sum(found), len(found))


def _series(shape: tuple[int, int, int, float], number: int, *, effect: float, trend: float) -> UnitSeries:
    units, begin, periods, lasts = shape
    generator = np.random.default_rng([number, units, periods])
    values = generator.normal(0, 2, (units, 1)) + np.cumsum(generator.normal(0, 0.5, periods))
    noise = generator.normal(0, 1, (units, periods))
    noise[:, 0] /= np.sqrt(1 - lasts**2)
    for period in range(1, periods):
        noise[:, period] += lasts * noise[:, period - 1]
    values = values + noise
    first = date(2024, 1, 1)
    starts = {}
    for unit in generator.permutation(units)[:begin]:
        start = int(generator.integers(periods // 3, periods - 2))
        values[unit, start:] += effect
        values[unit] += trend * np.arange(periods)
        starts[f"u{unit}"] = first + timedelta(weeks=start)
    weeks = [first + timedelta(weeks=week) for week in range(periods + 1)]
    return UnitSeries(
        title="a score",
        unit="points",
        treatment="a call",
        names=tuple(f"u{unit}" for unit in range(units)),
        periods=tuple(Period(*pair) for pair in pairwise(weeks)),
        values=values,
        starts=tuple(starts.items()),
        matters=0.2,
    )


def _mixed(
    name: str, shape: tuple[int, int, int, float], times: int, state: Path | None
) -> list[tuple[bool, bool]]:
    def run(number: int) -> tuple[bool, bool]:
        treated, others, begins = _courses(shape, number)
        found = beside_others(treated, others, begins)
        return 0 in effect_range(treated, others, begins), found.rank == 1

    return repeated(f"mix-{name}".replace(" ", "-").replace(",", ""), times, run, state=state)


def _courses(shape: tuple[int, int, int, float], number: int) -> tuple[Reals, Reals, int]:
    """Units that follow two common courses in different measure."""
    others, before, after, lasts = shape
    generator = np.random.default_rng([number, others, before])
    courses = np.cumsum(generator.normal(0, 1, (before + after, 2)), axis=0)
    noise = generator.normal(0, 1, (before + after, others + 1))
    for period in range(1, before + after):
        noise[period] += lasts * noise[period - 1]
    values = 50 + courses @ generator.uniform(0, 1, (2, others + 1)) + noise
    return values[:, 0], values[:, 1:], before


def _peers() -> Iterator[Line]:
    """Weights beside SciPy's, by what both leave; nothing where it is not installed."""
    try:
        from scipy.optimize import nnls  # noqa: PLC0415 - an oracle, which nobody else needs
    except ImportError:
        return
    worst = 0.0
    for number in range(100):
        generator = np.random.default_rng(number)
        columns = generator.normal(100, 20, (25, 38))
        target = columns @ generator.dirichlet(np.full(38, 0.2)) + generator.normal(0, 3, 25)
        heavy = 1e3 * float(columns.max())
        peer, _ = nnls(np.vstack([columns, np.full(38, heavy)]), np.append(target, heavy))
        left = [((columns @ one - target) ** 2).sum() for one in (simplex_weights(columns, target), peer)]
        worst = max(worst, float(left[0] / left[1] - 1))
    yield Line("squares left beyond those of SciPy's weights, a share", Goal(-1, 1e-4), figure=worst)


def _published(path: Path) -> Iterator[Line]:
    """California's tobacco programme of 1989 beside 38 states: packs a head and year, 1970 to 2000."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    states, years = sorted({row["State"] for row in rows}), sorted({row["Year"] for row in rows})
    by_place = {(row["State"], row["Year"]): float(row["PacksPerCapita"]) for row in rows}
    values = np.array([[by_place[state, year] for year in years] for state in states])
    here, begins = states.index("California"), years.index("1989")
    treated, others = values[here], np.delete(values, here, axis=0).T
    # 19 years lie before, one short of what the product asks for: the weights are checked, and no verdict.
    weights = simplex_weights(others[:begins], treated[:begins])
    effect = float((treated - others @ weights)[begins:].mean())
    yield Line("Proposition 99 beside its mix (published -19.6)", Goal(-20.0, -19.0), figure=effect)
    change = float(treated[begins:].mean() - treated[:begins].mean())
    usual = float(others[begins:].mean() - others[:begins].mean())
    yield Line("the same beside all others (published -27.3)", Goal(-27.4, -27.2), figure=change - usual)
    yield Line("the same before and after", Goal(-56.0, -55.8), figure=change)
