"""Links in worlds whose truth is known: coverage, bias, false alarms, power; and a published experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence import other_worlds, worlds
from benchmarks.evidence.rates import Goal, Line, repeated, share_of
from benchmarks.evidence.stata import columns
from benchmarks.evidence.worlds import World

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor
from holdfast.evidence.link.linking import assess_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Made = Callable[[World, int, np.random.Generator], Comparison]

SUPPORTED, OTHER_WAY, CANNOT = "supported by your data", "points the other way", "cannot tell"
NOTHING = {
    "no link": World(),
    "a hidden motive of 0.5": World(motive=0.5),
    "a hidden motive of 1": World(motive=1.0),
    "a wrong formula": World(bump=0.5),
}
RATES = 0.05
POWER, HARM = {2_000: 0.5, 8_000: 0.85}, {2_000: 0.35, 8_000: 0.9}
"""Least shares that are found, of customers so many."""

FEW = 500
KINDS = {"": worlds.customers, "other shapes, ": other_worlds.customers}
"""The worlds that the method was made on, and those that it was then held against."""


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line of the simulated worlds; those that decide first."""
    for kind in KINDS:
        for count in (2_000, 8_000, FEW):
            yield from _nothing(kind, count, times, state)
            yield from _something(kind, count, times, state)
        for count in (FEW, 2_000, 10_000):
            yield from _coverage(kind, count, times, state)


def _nothing(kind: str, count: int, times: int, state: Path | None) -> Iterator[Line]:
    for name, world in NOTHING.items():
        found = _verdicts(kind + name, world, count, times, state)
        yield Line(
            f"{kind}{name}, {count:,} customers: supported",
            Goal(0, RATES),
            *share_of([one[0] for one in found], SUPPORTED),
            note=f"a range above 0 alone: {100 * np.mean([one[1] for one in found]):.0f} %",
        )


def _something(kind: str, count: int, times: int, state: Path | None) -> Iterator[Line]:
    for least, world, wanted in (
        (POWER, World(effect=0.06), SUPPORTED),
        (HARM, World(effect=-0.06), OTHER_WAY),
    ):
        if count not in least:
            continue
        name = "six points more" if world.effect > 0 else "six points fewer"
        found = [one[0] for one in _verdicts(kind + name, world, count, times, state)]
        goal = Goal(least[count], 1)
        yield Line(f"{kind}{name}, {count:,} customers: {wanted}", goal, *share_of(found, wanted))
        if world.effect < 0:
            yield Line(f"{kind}the same taken for good, {count:,}", Goal(0, 0), *share_of(found, SUPPORTED))


def _verdicts(
    name: str, world: World, count: int, times: int, state: Path | None
) -> list[tuple[str, bool, float | None, float | None]]:
    made = KINDS["other shapes, " if name.startswith("other") else ""]

    def run(number: int) -> tuple[str, bool, float | None, float | None]:
        generator = np.random.default_rng([number, count])
        found = assess_link(made(world, count, generator), seed=number)
        estimate = found.estimate
        if estimate is None:
            return found.verdict, False, None, None
        above = estimate.estimate - 1.96 * estimate.error > 0
        return found.verdict, above, estimate.estimate, estimate.error

    return repeated(f"{name}-{count}".replace(",", "").replace(" ", "-"), times, run, state=state)


def _coverage(kind: str, count: int, times: int, state: Path | None) -> Iterator[Line]:
    """The effect differs a little from six points where staying is certain already: the truth is computed."""
    world = World(effect=0.06)
    found = [one for one in _verdicts(f"{kind}six points more", world, count, times, state) if one[2]]
    truth = true_effect(world, KINDS[kind])
    held = [abs((one[2] or 0) - truth) <= 1.96 * (one[3] or 0) for one in found]
    name = f"{kind}95 % ranges, {count:,} customers: hold the truth"
    yield Line(name, Goal(0.92, 0.98), sum(held), len(held))
    estimates = np.array([one[2] for one in found], dtype=float)
    noise = 200 * float(estimates.std()) / np.sqrt(len(found))
    bias = 100 * (float(estimates.mean()) - truth)
    yield Line(
        f"{kind}bias, {count:,} customers, points",
        Goal(-0.3, 0.3),
        figure=bias,
        note=f"give or take {noise:.2f}",
    )


def true_effect(world: World, made: Made = worlds.customers) -> float:
    """Of a world with very many customers: the same draws with and without the experience."""
    both = [
        made(replace(world, everybody=everybody), 400_000, np.random.default_rng(1))
        for everybody in (True, False)
    ]
    return float(both[0].outcome.mean() - both[1].outcome.mean())


def experiment(folder: Path, seeds: int) -> Iterator[Line]:
    """The published job-training data: the lot's groups, and the same with survey controls instead."""
    for name, controls, wanted in (
        ("the experiment", None, SUPPORTED),
        ("its treated against survey CPS", "cps_controls.dta", CANNOT),
        ("its treated against survey PSID", "psid_controls.dta", CANNOT),
    ):
        comparison = _trained(folder, controls)
        found = [assess_link(comparison, seed=seed) for seed in range(seeds)]
        estimate = found[0].estimate
        said = "" if estimate is None else f"{estimate.estimate:,.0f} (error {estimate.error:,.0f})"
        yield Line(
            f"LaLonde, {name}: {wanted}",
            Goal(1, 1),
            *share_of([one.verdict for one in found], wanted),
            note=f"{said} {found[0].reason}".strip(),
        )


def _trained(folder: Path, controls: str | None) -> Comparison:
    table = columns(folder / "nsw_dw.dta")
    if controls is not None:
        survey, treated = columns(folder / controls), table["treat"] == 1
        table = {name: np.concatenate([table[name][treated], survey[name]]) for name in table}
    known = [name for name in table if name not in {"treat", "re75", "re78"}]
    return Comparison(
        experience="were trained",
        wish="earned",
        outcome=table["re78"],
        exposed=table["treat"] == 1,
        factors=tuple(Factor(name, table[name]) for name in known),
        controls=(ControlOutcome("earnings in 1975", table["re75"]),),
        is_randomised=controls is None,
        matters=500,
    )
