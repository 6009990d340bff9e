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
_CLOSE = 1e-8
_ROUNDING = 1e-12
_LEAST_WEIGHT = 1e-10


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
    loss = _loss(log_odds, outcome, coefficients, penalty)
    for _ in range(_STEPS):
        step = _step(columns, outcome, log_odds, penalty * coefficients, penalty)
        moved = columns @ step
        new = _loss(log_odds + moved, outcome, coefficients + step, penalty)
        while new > loss * (1 + _ROUNDING):  # far from the end Newton's step overshoots
            step, moved = step / 2, moved / 2
            new = _loss(log_odds + moved, outcome, coefficients + step, penalty)
        coefficients, log_odds, loss = coefficients + step, log_odds + moved, new
        if np.abs(step).max() < _CLOSE:
            break
    return coefficients


def linear(columns: Reals, outcome: Reals, *, ridge: float = RIDGE) -> Reals:
    """Coefficients of least squares with the same penalty.

    Source:
        Hoerl & Kennard 1970, Technometrics 12, ridge regression.
    """
    crossed = columns.T @ columns + np.diag(_penalty(columns, ridge) + _LEAST_WEIGHT)
    return _solved(crossed, columns.T @ outcome)


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


def _step(columns: Reals, outcome: Reals, log_odds: Reals, drawn: Reals, penalty: Reals) -> Reals:
    chance = expit(log_odds)
    weights = np.maximum(chance * (1 - chance), _LEAST_WEIGHT)
    curvature = (columns * weights[:, None]).T @ columns + np.diag(penalty + _LEAST_WEIGHT)
    return _solved(curvature, columns.T @ (outcome - chance) - drawn)


def _loss(log_odds: Reals, outcome: Reals, coefficients: Reals, penalty: Reals) -> float:
    """Minus the penalised log-likelihood."""
    fit = np.logaddexp(0.0, log_odds).sum() - outcome @ log_odds
    return float(fit + (penalty * coefficients**2).sum() / 2)
