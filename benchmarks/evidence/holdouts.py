"""Holdouts whose truth is known: coverage, false alarms, looking every week, what adjusting gains, power.

They share no code with what they test. Formulas are held against SciPy where it is installed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.holdout.lots import Lot, draw
from holdfast.evidence.holdout.settling import Experiment, Known, settle
from holdfast.stats.power import ArmsDesign, needed_units
from holdfast.stats.two_arms import Arms, difference_of_arms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

MOVED = {"supported by your data", "points the other way"}
DUE = date(2026, 7, 1)
WEEKS = 13
AGAIN, CHEAP = 4, 500
"""Worlds of fewer customers run so many times as often as was asked for."""


@dataclass(frozen=True, slots=True)
class World:
    """One kind of holdout.

    Attributes:
        count: Customers in both arms.
        base: Share that stays when left alone.
        effect: More of the treated.
        share: Part held out.
        known: Correlation with what was known before, about.
        weeks: Weeks of signing that are drawn whole, or 0.
        sick: Weeks or strata differ by so much (standard deviation of the share).
        sizes: The share that stays differs between three sizes, within which the lot is drawn.
    """

    count: int
    base: float = 0.85
    effect: float = 0.0
    share: float = 0.5
    known: float = 0.0
    weeks: int = 0
    sick: float = 0.0
    sizes: bool = False


WORLDS = {
    "120 customers": World(120, base=0.8),
    "400, a fifth held out, adjusted": World(400, share=0.2, known=0.5),
    "2,000, a tenth held out": World(2_000, base=0.93, share=0.1),
    "2,000, adjusted": World(2_000, known=0.6),
    "900 in three unlike sizes": World(900, sizes=True),
    "468 in 26 weeks drawn whole": World(468, weeks=26, sick=0.05),
    "20,000, a twentieth held out": World(20_000, base=0.95, share=0.05, known=0.3),
}


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line, the cheap ones first."""
    for correlation in (0.3, 0.5, 0.7):
        yield _gain(correlation, times * AGAIN, state)
    for held_out, correlation in ((0.5, 0.0), (0.2, 0.0), (0.5, 0.6)):
        yield _power(held_out, correlation, times * AGAIN, state)
    yield from _peers()
    yield from _peeking(times, state)
    for name, world in WORLDS.items():
        found = _settled(name, world, times * (AGAIN if world.count < CHEAP else 1), state)
        yield Line(
            f"{name}: 95 % ranges hold the truth", Goal(0.92, 0.98), sum(one[1] for one in found), len(found)
        )
        moved = sum(one[0] in MOVED for one in found)
        yield Line(f"{name}, no effect: moved", Goal(0, 0.05), moved, len(found))


def experiment(world: World, generator: np.random.Generator) -> tuple[Experiment, float]:
    """Customers of a world in the arms that the lot gives, and what the treatment really does to them."""
    before, unit = generator.standard_normal(world.count), np.arange(world.count)
    kind = generator.integers(0, 3, world.count) if world.sizes else np.zeros(world.count, dtype=np.int64)
    week = unit % world.weeks if world.weeks else None
    chance = world.base + world.known * np.sqrt(world.base * (1 - world.base)) * before
    chance = chance + np.where(kind == 1, -0.3, np.where(kind == 2, 0.1, 0.0))
    if week is not None:
        chance = chance + generator.normal(0, world.sick, world.weeks)[week]
    treated = _drawn(world, kind, week, generator)
    with_it, without = np.clip(chance + world.effect, 0, 1), np.clip(chance, 0, 1)
    outcome = (generator.random(world.count) < np.where(treated, with_it, without)).astype(float)
    made = Experiment(
        treatment="a call",
        wish="stayed 90 days",
        customers=unit.astype(np.str_),
        treated=treated,
        outcome=outcome,
        share=world.share,
        settles_on=DUE,
        as_of=DUE,
        planned=world.count,
        before=(Known("events before", before),),
        adjust=("events before",) if world.known else (),
        strata=np.array(["s", "m", "l"])[kind] if world.sizes else None,
        clusters=week,
    )
    return made, float((with_it - without).mean())


def _drawn(
    world: World,
    kind: NDArray[np.int64],
    week: NDArray[np.int64] | None,
    generator: np.random.Generator,
) -> NDArray[np.bool_]:
    """By the lot that is tested: of customers within sizes, or of weeks."""
    lot = Lot("bench", int(generator.integers(1 << 30)), world.share)
    if week is not None:
        return np.array([lot.arm("weeks", int(one)) == "treated" for one in week])
    pairs = [(f"{number}", f"{one}") for number, one in enumerate(kind)]
    arms = {one.customer: one.arm == "treated" for one in draw(lot, pairs)}
    return np.array([arms[name] for name, _ in pairs])


def _settled(name: str, world: World, times: int, state: Path | None) -> list[tuple[str, bool]]:
    """The verdict without an effect, and whether the range holds one of five points."""

    def run(number: int) -> tuple[str, bool]:
        nothing, _ = experiment(world, np.random.default_rng([number, world.count, 1]))
        seed = np.random.default_rng([number, world.count, 2])
        moved, truth = experiment(replace(world, effect=0.03), seed)
        found = settle(moved).difference
        return settle(nothing).verdict, found is not None and truth in found.range(0.95)

    return repeated(f"holdout-{name}".replace(" ", "-").replace(",", ""), times, run, state=state)


def _peeking(times: int, state: Path | None) -> Iterator[Line]:
    def run(number: int) -> tuple[bool, bool, bool]:
        generator = np.random.default_rng([number, WEEKS])
        whole, _ = experiment(World(1_300), generator)
        harmed, _ = experiment(World(1_300, effect=-0.12), generator)
        stops = [any(settle(one).verdict != "too early" for one in _weekly(each)) for each in (whole, harmed)]
        return stops[0], stops[1], any(_ordinary(one) for one in _weekly(whole))

    found = repeated("holdout-peeking", times, run, state=state)
    ordinary = 100 * float(np.mean([one[2] for one in found]))
    note = f"an ordinary range that is looked at weekly: {ordinary:.0f} %"
    name = f"{WEEKS} weekly looks, no effect: stopped for harm"
    yield Line(name, Goal(0, 0.05), sum(one[0] for one in found), len(found), note=note)
    name = f"{WEEKS} weekly looks, 12 points fewer stay: stopped for harm"
    yield Line(name, Goal(0.8, 1), sum(one[1] for one in found), len(found))


def _weekly(whole: Experiment) -> Iterator[Experiment]:
    """What was known after each week, in the order in which customers came; before the day."""
    order = np.random.default_rng(1).permutation(len(whole.outcome))
    for week in range(1, WEEKS + 1):
        part = order[: len(order) * week // WEEKS]
        yield replace(
            whole,
            customers=whole.customers[part],
            treated=whole.treated[part],
            outcome=whole.outcome[part],
            before=(),
            as_of=date(2026, 6, 1),
        )


def _ordinary(one: Experiment) -> bool:
    return 0 not in difference_of_arms(Arms(one.outcome, one.treated)).range(0.95)


def _gain(correlation: float, times: int, state: Path | None) -> Line:
    """Errors of the adjusted difference beside the plain one, from one world to the next."""

    def run(number: int) -> tuple[float, float]:
        generator = np.random.default_rng([number, round(100 * correlation)])
        before = generator.standard_normal(400)
        treated = generator.permutation(400) < 200
        rest = generator.standard_normal(400) * np.sqrt(1 - correlation**2)
        outcome = correlation * before + rest + 0.2 * treated
        plain = difference_of_arms(Arms(outcome, treated)).estimate
        return plain, difference_of_arms(Arms(outcome, treated, before[:, None])).estimate

    found = np.array(repeated(f"holdout-gain-{correlation}", times, run, state=state))
    ratio = float(found[:, 1].std() / found[:, 0].std())
    promised = float(np.sqrt(1 - correlation**2))
    name = f"adjusting at a correlation of {correlation}: error off the promised {promised:.3f}"
    return Line(name, Goal(-0.05, 0.05), figure=ratio - promised, note=f"{times} worlds")


def _power(held_out: float, correlation: float, times: int, state: Path | None) -> Line:
    """As many customers as the planner says, and the change that they should show in 80 of 100 cases."""
    needed = needed_units(ArmsDesign(4.0, held_out, correlation), 0.5)
    treated, held = needed or (0, 0)

    def run(number: int) -> bool:
        generator = np.random.default_rng([number, treated, held])
        count = treated + held
        before = generator.standard_normal(count)
        is_treated = generator.permutation(count) < treated
        rest = generator.standard_normal(count) * np.sqrt(1 - correlation**2)
        outcome = 2 * (correlation * before + rest) + 0.5 * is_treated
        found = difference_of_arms(Arms(outcome, is_treated, before[:, None] if correlation else None))
        return found.range(0.95).low > 0

    found = repeated(f"holdout-power-{held_out}-{correlation}", times, run, state=state)
    name = f"{treated:,} and {held:,} customers as planned (correlation {correlation}): seen"
    return Line(name, Goal(0.78, 0.82), sum(found), len(found))


def _peers() -> Iterator[Line]:
    """Welch's range beside SciPy's; nothing where that is not installed."""
    try:
        from scipy import stats  # noqa: PLC0415 - an oracle, which nobody else needs
    except ImportError:
        return
    worst = 0.0
    for number in range(50):
        generator = np.random.default_rng(number)
        treated = generator.random(60) < 0.4
        outcome = generator.normal(10, 3, 60) + treated
        spread = difference_of_arms(Arms(outcome, treated)).range(0.95)
        peer = stats.ttest_ind(outcome[treated], outcome[~treated], equal_var=False).confidence_interval()
        width = peer.high - peer.low
        worst = max(worst, abs(spread.low - peer.low) / width, abs(spread.high - peer.high) / width)
    yield Line("furthest from SciPy's range of Welch's test, in its width", Goal(0, 0.005), figure=worst)
