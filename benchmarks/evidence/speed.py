"""What checks cost, in seconds of processor, and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.forecasts import _month
from benchmarks.evidence.rates import Goal, Line

from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.history import History, PastValue
from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor
from holdfast.evidence.link.linking import assess_link
from holdfast.service.check import check_workspace
from holdfast.service.demo import OKR_FILES, make_demo_company
from holdfast.service.reviewing_data import review_in_workspace
from holdfast.service.workspace import open_workspace
from holdfast.stats.aipw import Rows, cross_fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FACTORS = 10


def lines() -> Iterator[Line]:
    """Every line; the reference is a fit of one linear formula on as many rows in the same run."""
    for months in (12, 24, 36):
        yield _challenge(months)
    for count, one, whole in ((100_000, 0.5, 3.0), (1_000_000, 10.0, 40.0)):
        yield from _link(count, one, whole)
    yield _imports()
    yield _review()


def _review() -> Line:
    """The seed's OKR in company Seed, with everything that a review does; the best of four."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "company"
        make_demo_company(folder, company="Seed", customers=2_000, seed=1)
        file = folder / "okrs" / OKR_FILES[0]
        with open_workspace(folder) as workspace:
            check = check_workspace(workspace)

            def review() -> None:
                review_in_workspace(
                    file.read_bytes(), name=file.name, workspace=workspace, check=check, tell=lambda _: None
                )

            costs = [_seconds(review) for _ in range(4)]
    found = f"the first {costs[0]:.1f}"
    return Line(
        "draft review of 4 key results, 2,000 customers, s", Goal(0, 3), figure=min(costs), note=found
    )


def _challenge(months: int) -> Line:
    generator = np.random.default_rng(1)
    hits = generator.binomial(200, 0.6, months)
    past = tuple(PastValue(_month(n), hit / 200, int(hit), 200) for n, hit in enumerate(hits))
    history = History("share", "share", "share", "share", "up", 0, 1, past)
    bet = Bet(0.65, _month(months + 2), 200)
    cost = min(_seconds(lambda: challenge(history, bet, seed=1)) for _ in range(50))
    return Line(f"challenge of {months} months, ms", Goal(0, 5), figure=1000 * cost)


def _link(count: int, one: float, whole: float) -> Iterator[Line]:
    comparison = _customers(count)
    known = np.column_stack([factor.values for factor in comparison.factors]).astype(np.float64)
    columns = np.column_stack([np.ones(count), known])
    rows = Rows(comparison.outcome, comparison.exposed, columns)
    reference = _seconds(lambda: np.linalg.lstsq(columns, comparison.outcome, rcond=None))
    cost = _seconds(lambda: cross_fitted(rows, np.random.default_rng(1)))
    name = f"{count:,} customers, {FACTORS} factors"
    yield Line(
        f"one estimate, {name}, s", Goal(0, one), figure=cost, note=f"{cost / reference:.0f} least squares"
    )
    cost = _seconds(lambda: assess_link(comparison, seed=1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Line(
        f"whole verdict, {name}, s", Goal(0, whole), figure=cost, note=f"{cost / reference:.0f} least squares"
    )
    yield Line(f"peak of the process, {name}, MB", Goal(0, 1500), figure=peak)


def _customers(count: int) -> Comparison:
    generator = np.random.default_rng(1)
    known = generator.standard_normal((count, FACTORS))
    exposed = generator.random(count) < 1 / (1 + np.exp(-(0.3 + 0.6 * known[:, 0] - 0.4 * known[:, 1])))
    stays = 0.1 + 0.8 / (1 + np.exp(-(1 + 0.7 * known[:, 0] + 0.3 * known[:, 2]))) + 0.03 * exposed
    return Comparison(
        experience="were onboarded",
        wish="stayed",
        outcome=(generator.random(count) < stays).astype(float),
        exposed=exposed,
        factors=tuple(Factor(f"factor {n}", known[:, n].copy()) for n in range(FACTORS)),
        controls=(ControlOutcome("invoice failed", (generator.random(count) < 0.2).astype(float)),),
    )


def _imports() -> Line:
    timed = "import time, numpy; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
    code = timed.format("import holdfast.evidence.answers, holdfast.evidence.link.answers")
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    return Line("import beyond NumPy, s", Goal(0, 0.3), figure=min(float(one.stdout) for one in runs))


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
