"""Links of existing customers in worlds whose truth is known: looked at on four days, a quarter apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated, share_of

from holdfast.evidence.link.comparison import ControlOutcome, Factor
from holdfast.evidence.link.existing import After, Looks, on_landmarks
from holdfast.evidence.link.landmark import KnownFactor
from holdfast.evidence.link.linking import assess_link
from holdfast.service.demo import make_demo_company
from holdfast.service.linking import LinkQuestion, link_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from holdfast.evidence.link.comparison import Comparison

    Reals = NDArray[np.float64]

SUPPORTED, OTHER_WAY = "supported by your data", "points the other way"
QUARTER, WINDOW, LOOKS = 91, 30, 4
FIRST = 400
"""Day of the first landmark; customers have signed on any day before the last."""

KINDS = np.array(["small", "medium", "large"])
RATES = (0.07, 0.045, 0.03)
"""Of leaving in a quarter, by size."""


@dataclass(frozen=True, slots=True)
class Base:
    """One kind of world.

    Attributes:
        factor: By which the experience multiplies the chance of leaving in a quarter; 1 does nothing.
        motive: How much a hidden motive raises the log odds of the experience and lowers the log hazard.
        saves: Calls are held because somebody is about to leave: their part among the experiences of those.
    """

    factor: float = 1.0
    motive: float = 0.0
    saves: float = 0.0


WORLDS = {
    "no link": Base(),
    "a thermometer (motive 0.5)": Base(motive=0.5),
    "a thermometer (motive 1)": Base(motive=1.0),
    "calls to save who leaves": Base(saves=0.8),
}


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line."""
    for count in (1_000, 4_000):
        for name, base in WORLDS.items():
            found = _verdicts(name, base, count, times, state)
            note = f"a range above 0 alone: {100 * np.mean([one[1] for one in found]):.0f} %"
            verdicts = [one[0] for one in found]
            yield Line(
                f"existing, {name}, {count:,} customers: supported",
                Goal(0, 0.05),
                *share_of(verdicts, SUPPORTED),
                note=note,
            )
            if not base.motive:
                held = [one[2] for one in found if one[2] is not None]
                yield Line(
                    f"existing, {name}, {count:,}: 95 % ranges hold 0", Goal(0.92, 0.98), sum(held), len(held)
                )
    for name, base, wanted in (
        ("half as many leave", Base(factor=0.5), SUPPORTED),
        ("twice as many leave", Base(factor=2.0), OTHER_WAY),
    ):
        found = _verdicts(name, base, 4_000, times, state)
        verdicts = [one[0] for one in found]
        yield Line(f"existing, {name}, 4,000 customers: {wanted}", Goal(0.5, 1), *share_of(verdicts, wanted))
    yield from companies(times, state)


QUESTIONS = {
    "first replies within 4 hours": LinkQuestion(
        "first_response_time", parameters={"limit_hours": 4}, controls=("region",)
    ),
    "satisfied answers": LinkQuestion("csat", controls=("region",)),
}
"""Of company Seed, in which nobody stays for either: whom the product suits is satisfied, and stays."""

MOST_COMPANIES = 100


def companies(times: int, state: Path | None) -> Iterator[Line]:
    """Links of waits and ratings in whole companies, which take half a minute each."""
    found = repeated("existing-companies", min(times, MOST_COMPANIES), _in_company, state=state, chunk=1)
    for place, name in enumerate(QUESTIONS):
        verdicts = [one[place] for one in found]
        words = ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts).most_common())
        yield Line(
            f"{name}, 3,000 customers: supported", Goal(0, 0.05), *share_of(verdicts, SUPPORTED), note=words
        )


def _in_company(number: int) -> list[str]:
    with TemporaryDirectory() as made:
        folder = Path(made) / "company"
        make_demo_company(folder, company="Seed", customers=3_000, seed=1_000 + number)
        with open_workspace(folder) as workspace:
            return [link_in(workspace, question).verdict for question in QUESTIONS.values()]


def _verdicts(
    name: str, base: Base, count: int, times: int, state: Path | None
) -> list[tuple[str, bool, bool | None]]:
    def run(number: int) -> tuple[str, bool, bool | None]:
        comparison = looked_at(base, count, np.random.default_rng([number, count, 7]))
        found = assess_link(comparison, seed=number)
        one = found.estimate
        if one is None:
            return found.verdict, False, None
        return (
            found.verdict,
            one.estimate - 1.96 * one.error > 0,
            bool(abs(one.estimate) <= 1.96 * one.error),
        )

    return repeated(f"existing-{name}-{count}".replace(" ", "-"), times, run, state=state)


def looked_at(base: Base, count: int, generator: np.random.Generator) -> Comparison:
    """Customers on four landmarks, with what was known when each window began."""
    size, hidden = generator.integers(0, 3, count), generator.standard_normal(count)
    habit = generator.standard_normal(count)
    signed = generator.integers(0, FIRST + (LOOKS - 1) * QUARTER, count)
    left = np.full(count, np.inf)
    rows: list[tuple[Reals, Reals, Reals, Reals]] = []
    for look in range(LOOKS):
        began = FIRST + look * QUARTER - WINDOW
        there = np.flatnonzero((signed <= began) & (left > began))
        kind = size[there], base.motive * hidden[there], habit[there]
        experienced, gone, used = _quarter(base, began, kind, generator)
        left[there] = gone
        begun_on = np.full(len(there), began, dtype=np.float64)
        rows.append((there.astype(np.float64), begun_on, experienced, used))
    who, begun, experienced, used = (np.concatenate(one) for one in zip(*rows, strict=True))
    accounts, days = who.astype(np.int64), begun.astype(np.int64)
    looks = Looks(
        accounts=accounts,
        began=days,
        landmark=days + WINDOW,
        experienced=experienced,
        paid_since=signed[accounts].astype(np.float64),
        left=np.floor(left[accounts]),
        factors=(
            KnownFactor(Factor("size", KINDS[size[accounts]]), days),
            KnownFactor(Factor("quarter", days.astype(np.str_)), days),
        ),
        controls=(ControlOutcome("use earlier", used.astype(np.float64)),),
    )
    after_days, today = QUARTER - WINDOW, FIRST + LOOKS * QUARTER
    return on_landmarks(looks, After("had a call", f"stayed {after_days} days", days=after_days, today=today))


def _quarter(
    base: Base, began: int, kind: tuple[NDArray[np.int64], Reals, Reals], generator: np.random.Generator
) -> tuple[Reals, Reals, Reals]:
    """Days of the experience (NaN: none) and of leaving (infinite: not in the quarter), and earlier use."""
    size, pull, habit = kind
    count, landmark = len(size), began + WINDOW
    hazard = np.array(RATES)[size] / QUARTER * np.exp(-pull)
    on_day = began + generator.random(count) * WINDOW
    is_gone = began + generator.exponential(1 / hazard) < landmark
    tends = generator.random(count) < _share(-0.4 + 0.8 * habit + 0.4 * size + pull)
    had = np.where(is_gone, generator.random(count) < base.saves, tends)
    after = landmark + generator.exponential(1 / (hazard * np.where(tends, base.factor, 1.0)))
    later = np.where(after < began + QUARTER, after, np.inf)
    used = generator.random(count) < _share(0.2 + 0.3 * size + pull)
    return np.where(had, np.floor(on_day), np.nan), np.where(is_gone, on_day, later), used.astype(np.float64)


def _share(log_odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
