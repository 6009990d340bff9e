"""The comparison like for like beside DoubleML, scikit-learn and statsmodels, which no run of Holdfast needs.

They are not among the project's packages. A folder of their own holds them, and reads Holdfast's source:

    python -m venv .venv-oracles
    .venv-oracles/bin/pip install doubleml statsmodels
    PYTHONPATH=src:. OPENBLAS_NUM_THREADS=1 .venv-oracles/bin/python benchmarks/evidence/oracles.py

Prints a Markdown table. Exits 1 where a goal is missed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.evidence.rates import Goal, Line
from benchmarks.evidence.worlds import World, customers

from holdfast.evidence.link.comparison import encoded
from holdfast.stats.aipw import (
    Rows,
    adjusted_by_line,
    cross_fitted,
    difference_of_means,
    models_for,
    split,
    summarised,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.stats.aipw import Difference

    Splits = list[tuple[np.ndarray, np.ndarray]]

COUNTS = (500, 2_000, 10_000, 100_000)
FOLDS, SPLITS = 5, 5
WORLDS = {"six points": World(effect=0.06), "a hidden motive": World(motive=0.5), "a rule": World(bump=0.5)}


def main() -> int:
    """Print every line; 0 where all goals hold."""
    print("| what | found | repetitions | goal | holds | note |\n|---|---|---|---|---|---|", flush=True)
    missed = 0
    for name, world in WORLDS.items():
        for count in COUNTS:
            for line in _lines(f"{name}, {count:,} customers", _rows(world, count)):
                print(line.row(), flush=True)
                missed += not line.holds
    return 1 if missed else 0


def _rows(world: World, count: int) -> Rows:
    made = customers(world, count, np.random.default_rng([11, count]))
    return Rows(made.outcome, made.exposed, encoded(made.factors, count).columns)


def _lines(name: str, rows: Rows) -> Iterator[Line]:
    fold = split(rows.exposed, FOLDS, np.random.default_rng(12))
    ours = summarised(rows, [models_for(rows, fold)])
    estimate, error = by_hand(rows, fold)
    apart = max(abs(ours.everyone.estimate - estimate), abs(ours.everyone.error - error))
    yield _figure(f"{name}: from scikit-learn's fits, same folds", apart, 1e-6)
    splits = [
        (np.flatnonzero(fold != part), np.flatnonzero(fold == part)) for part in range(int(fold.max()) + 1)
    ]
    for what, found, peer in (
        ("all, same folds", ours.everyone, double_ml(rows, splits)),
        ("all, five splits of each one's own", _five_splits(rows), double_ml(rows, None)),
        ("not yet exposed, same folds", ours.unexposed, double_ml(rows, splits, of_unexposed=True)),
    ):
        off = abs(found.estimate - peer[0]) / found.error
        note = f"{_points(found.estimate, found.error)}, DoubleML {_points(*peer)}"
        yield _figure(f"{name}: from DoubleML, {what}, in standard errors", off, 0.2, note)
    by_line, peer = adjusted_by_line(rows), line_of(rows)
    yield _figure(f"{name}: from statsmodels' line with HC3", _apart(by_line, peer), 1e-8)
    yield _figure(f"{name}: from statsmodels' means", _apart(difference_of_means(rows), means_of(rows)), 1e-8)


def _five_splits(rows: Rows) -> Difference:
    return cross_fitted(rows, np.random.default_rng(14), repeats=SPLITS).everyone


def _points(estimate: float, error: float) -> str:
    return f"{100 * estimate:.3f} ({100 * error:.3f})"


def _figure(name: str, figure: float, most: float, note: str = "") -> Line:
    return Line(name, Goal(0, most), figure=figure, note=note)


def _apart(ours: Difference, peer: tuple[float, float]) -> float:
    return max(abs(ours.estimate - peer[0]), abs(ours.error - peer[1]))


def by_hand(rows: Rows, fold: np.ndarray) -> tuple[float, float]:
    """The published formula with scikit-learn's fits on the same folds, and chances kept as ours are."""
    psi = np.empty(len(fold))
    for part in range(int(fold.max()) + 1):
        inside, outside = fold == part, fold != part
        chance = np.clip(
            _chance(rows.columns[outside], rows.exposed[outside], rows.columns[inside]), 1e-3, 0.999
        )
        without, with_it = (
            _chance(rows.columns[outside & group], rows.outcome[outside & group], rows.columns[inside])
            for group in (~rows.exposed, rows.exposed)
        )
        had, came = rows.exposed[inside], rows.outcome[inside]
        psi[inside] = (
            with_it - without + had * (came - with_it) / chance - ~had * (came - without) / (1 - chance)
        )
    return float(psi.mean()), float(psi.std() / np.sqrt(len(psi)))


def _chance(columns: np.ndarray, outcome: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    fit = learner().fit(columns[:, 1:], outcome.astype(int))
    return np.asarray(fit.predict_proba(wanted[:, 1:])[:, 1])


def learner() -> Any:  # noqa: ANN401 - a class of a peer
    """Logistic regression with a penalty of 1 on all but the constant."""
    peer = import_module("sklearn.linear_model")
    return peer.LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12, max_iter=200)


def double_ml(rows: Rows, splits: Splits | None, *, of_unexposed: bool = False) -> tuple[float, float]:
    """DoubleML's interactive model with these learners: estimate and standard error."""
    peer = import_module("doubleml")
    # Its effect on the exposed, with the groups' names swapped, is minus the effect on the others.
    had = ~rows.exposed if of_unexposed else rows.exposed
    data = peer.DoubleMLData.from_arrays(rows.columns[:, 1:], rows.outcome, had.astype(int))
    np.random.seed(13)  # noqa: NPY002 - its own splits know no other way
    score = "ATTE" if of_unexposed else "ATE"
    repeats = SPLITS if splits is None else 1
    model = peer.DoubleMLIRM(data, learner(), learner(), n_folds=FOLDS, n_rep=repeats, score=score)
    if splits is not None:
        model.set_sample_splitting([splits])
    model.fit()
    sign = -1 if of_unexposed else 1
    return sign * float(model.coef[0]), float(model.se[0])


def line_of(rows: Rows) -> tuple[float, float]:
    """Statsmodels' least squares with HC3 errors."""
    sm = import_module("statsmodels.api")
    columns = np.column_stack([rows.columns, rows.exposed.astype(float)])
    found = sm.OLS(rows.outcome, columns).fit(cov_type="HC3")
    return float(found.params[-1]), float(found.bse[-1])


def means_of(rows: Rows) -> tuple[float, float]:
    """Statsmodels' difference of two means with errors that allow unequal spreads."""
    sm = import_module("statsmodels.api")
    columns = np.column_stack([np.ones(len(rows.outcome)), rows.exposed.astype(float)])
    found = sm.OLS(rows.outcome, columns).fit(cov_type="HC0")
    return float(found.params[-1]), float(found.bse[-1])


if __name__ == "__main__":
    sys.exit(main())
