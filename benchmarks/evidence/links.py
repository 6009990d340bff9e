"""Links in worlds whose truth is known: coverage, bias, false alarms, power; and a published experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated, share_of
from benchmarks.evidence.stata import columns
from benchmarks.evidence.worlds import World, customers

from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor
from holdfast.evidence.link.linking import assess_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUPPORTED, OTHER_WAY, CANNOT = "supported by your data", "points the other way", "cannot tell"
NOTHING = {
    "no link": World(),
    "a hidden motive of 0.5": World(motive=0.5),
    "a hidden motive of 1": World(motive=1.0),
    "a wrong formula": World(bump=0.5),
}
RATES = 0.05
FEW = 500


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line of the simulated worlds."""
    for count in (FEW, 2_000, 8_000):
        for name, world in NOTHING.items():
            found = _verdicts(name, world, count, times, state)
            yield Line(
                f"{name}, {count:,} customers: supported",
                Goal(0, RATES),
                *share_of([one[0] for one in found], SUPPORTED),
                note=f"a range above 0 alone: {100 * np.mean([one[1] for one in found]):.0f} %",
            )
    for count, least in ((2_000, 0.5), (8_000, 0.85)):
        found = _verdicts("six points", World(effect=0.06), count, times, state)
        yield Line(
            f"six points more, {count:,} customers: supported",
            Goal(least, 1),
            *share_of([one[0] for one in found], SUPPORTED),
        )
    for count, least in ((2_000, 0.35), (8_000, 0.9)):
        found = _verdicts("six fewer", World(effect=-0.06), count, times, state)
        verdicts = [one[0] for one in found]
        yield Line(f"six points fewer, {count:,} customers", Goal(least, 1), *share_of(verdicts, OTHER_WAY))
        yield Line(f"the same taken for good, {count:,}", Goal(0, 0), *share_of(verdicts, SUPPORTED))
    for count in (FEW, 2_000, 10_000):
        yield from _coverage(count, times, state)


def _verdicts(
    name: str, world: World, count: int, times: int, state: Path | None
) -> list[tuple[str, bool, float | None, float | None]]:
    def run(number: int) -> tuple[str, bool, float | None, float | None]:
        generator = np.random.default_rng([number, count])
        found = assess_link(customers(world, count, generator), seed=number)
        estimate = found.estimate
        if estimate is None:
            return found.verdict, False, None, None
        above = estimate.estimate - 1.96 * estimate.error > 0
        return found.verdict, above, estimate.estimate, estimate.error

    return repeated(f"{name}-{count}".replace(" ", "-"), times, run, state=state)


def _coverage(count: int, times: int, state: Path | None) -> Iterator[Line]:
    """The effect differs a little from six points where staying is certain already: the truth is computed."""
    found = [one for one in _verdicts("six points", World(effect=0.06), count, times, state) if one[2]]
    truth = true_effect(World(effect=0.06))
    held = [abs((one[2] or 0) - truth) <= 1.96 * (one[3] or 0) for one in found]
    yield Line(f"95 % ranges, {count:,} customers: hold the truth", Goal(0.92, 0.98), sum(held), len(held))
    estimates = np.array([one[2] for one in found], dtype=float)
    noise = 200 * float(estimates.std()) / np.sqrt(len(found))
    name = f"bias, {count:,} customers, points"
    bias = 100 * (float(estimates.mean()) - truth)
    yield Line(name, Goal(-0.3, 0.3), figure=bias, note=f"give or take {noise:.2f}")


def true_effect(world: World) -> float:
    """Of a world with very many customers: the same draws with and without the experience."""
    both = [
        customers(replace(world, everybody=everybody), 400_000, np.random.default_rng(1))
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
