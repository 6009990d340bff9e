"""Ridge regressions whose first column is the constant, which is not drawn to 0: logistic and linear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

RIDGE = 1.0
"""Penalty on the squares of coefficients, in rows: as much as one further row would tell."""

_STEPS = 30
_CLOSE = 1e-4
"""Newton's steps shrink by squares: after one of a ten-thousandth the next is about its square."""

_ROUNDING = 1e-12
_LEAST_WEIGHT = 1e-10
_BLOCK = 1024


def logistic(columns: Reals, outcome: Reals, *, ridge: float = RIDGE, start: Reals | None = None) -> Reals:
    """Coefficients of the log odds of a yes/no outcome, by iterated weighted least squares.

    The penalty makes them finite also where a column separates the outcomes. Cost: one pass over the rows for
    each of about five steps, of two where the start is the fit of a few more rows.

    Args:
        columns: Rows by columns, the first all 1; the others of about unit spread.
        outcome: 0 or 1 (or a share between), one for each row.
        ridge: Penalty, above 0.
        start: Coefficients to begin with; 0 unless given.

    Source:
        le Cessie & van Houwelingen 1992, Applied Statistics 41, ridge estimators in logistic regression.
    """
    coefficients = np.zeros(columns.shape[1]) if start is None else start.copy()
    penalty = _penalty(columns, ridge)
    log_odds = columns @ coefficients
    chance, loss = _read(log_odds, outcome, coefficients, penalty)
    for _ in range(_STEPS):
        step = _step(columns, outcome, chance, penalty * coefficients, penalty)
        moved = columns @ step
        chance, new = _read(log_odds + moved, outcome, coefficients + step, penalty)
        while new > loss * (1 + _ROUNDING):  # far from the end Newton's step overshoots
            step, moved = step / 2, moved / 2
            chance, new = _read(log_odds + moved, outcome, coefficients + step, penalty)
        coefficients, log_odds, loss = coefficients + step, log_odds + moved, new
        if np.abs(step).max() < _CLOSE:
            break
    return coefficients


def linear(columns: Reals, outcome: Reals, *, ridge: float = RIDGE) -> Reals:
    """Coefficients of least squares with the same penalty.

    Source:
        Hoerl & Kennard 1970, Technometrics 12, ridge regression.
    """
    curvature = columns.T @ columns + np.diag(_penalty(columns, ridge) + _LEAST_WEIGHT)
    return _solved(curvature, columns.T @ outcome)


def expit(log_odds: Reals) -> Reals:
    """Shares of log odds, without overflow."""
    shares: Reals = 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
    return shares


def _solved(matrix: Reals, right: Reals) -> Reals:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def _penalty(columns: Reals, ridge: float) -> Reals:
    penalty = np.full(columns.shape[1], ridge)
    penalty[0] = 0.0
    return penalty


def _step(columns: Reals, outcome: Reals, chance: Reals, drawn: Reals, penalty: Reals) -> Reals:
    weights = np.maximum(chance * (1 - chance), _LEAST_WEIGHT)
    curvature = crossed(columns, weights) + np.diag(penalty + _LEAST_WEIGHT)
    return _solved(curvature, columns.T @ (outcome - chance) - drawn)


def crossed(columns: Reals, weights: Reals) -> Reals:
    """Products of each two columns, weighted and added up; by blocks of rows that stay near the processor."""
    total = np.zeros((columns.shape[1], columns.shape[1]))
    for first in range(0, len(columns), _BLOCK):
        block = columns[first : first + _BLOCK]
        total += (block * weights[first : first + _BLOCK, None]).T @ block
    return total


def _read(log_odds: Reals, outcome: Reals, coefficients: Reals, penalty: Reals) -> tuple[Reals, float]:
    """Chances, and minus the penalised log-likelihood; one exponential serves both, and cannot overflow."""
    smaller = np.exp(-np.abs(log_odds))
    whole = 1 + smaller
    chance = np.where(log_odds >= 0, 1.0, smaller) / whole
    fit = np.maximum(log_odds, 0.0).sum() + np.log(whole).sum() - outcome @ log_odds
    return chance, float(fit + (penalty * coefficients**2).sum() / 2)
