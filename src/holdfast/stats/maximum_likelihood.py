"""Parameters above 0 at which a likelihood is highest, with standard errors, or an error that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Likelihood = Callable[[Reals], tuple[float, Reals]]
    Curvature = Callable[[Reals], Reals]

# A step of Newton's that would still gain less than this has arrived: far below any digit that is printed.
_GAIN = 1e-12
_STEP = 1e-4
_POLISHES = 30
# BFGS ends where its next step would gain less than this, and Newton's method goes on from there.
_STEPS, _NEAR, _LONGEST = 200, 1e-3, 1.0
_LEAST_PART = 1e-6
_ROUNDING = 1e-12
# Beyond e to the 12th from where it began a parameter is on its way to 0 or to infinity.
_FAR = 12.0


class UndeterminedError(InputError):
    """No maximum was reached at which the parameters are determined.

    Args:
        height: Highest log-likelihood that was reached.
    """

    def __init__(self, where: str, found: str, expected: str, remedy: str, *, height: float) -> None:
        super().__init__(where, found, expected, remedy)
        self.height = height


@dataclass(frozen=True, slots=True)
class Maximum:
    """The highest point of a log-likelihood.

    Attributes:
        values: The parameters.
        standard_errors: From the observed information, one for each parameter.
        covariance: Inverse of the observed information, row by row.
        log_likelihood: At the parameters.
        evaluations: How often the log-likelihood was computed.
    """

    values: tuple[float, ...]
    standard_errors: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    log_likelihood: float
    evaluations: int


def maximise(  # noqa: PLR0913 - each is one thing that a model knows
    likelihood: Likelihood,
    starts: Sequence[Sequence[float]],
    *,
    names: Sequence[str],
    what: str,
    others: Sequence[Sequence[float]] = (),
    curvature: Curvature | None = None,
) -> Maximum:
    """The highest of the maxima that are reached from several starts.

    Works on the logarithms of the parameters, with BFGS and then steps of Newton's until none would gain.

    Args:
        likelihood: Parameters to the log-likelihood and its gradient with respect to them.
        starts: Parameters to begin with, all above 0.
        names: The parameters' names, for the error.
        what: The model, for the error.
        others: Further starts, for where none of the first leads to a maximum.
        curvature: Parameters to the second derivatives; None takes differences of the gradient.

    Raises:
        UndeterminedError: From no start a maximum was reached at which the parameters are determined.

    Source:
        Nocedal & Wright 2006, Numerical Optimization, chapters 3 and 6; Efron & Hinkley 1978 for the observed
        information.
    """
    counted = _Counted(likelihood, curvature)
    ends = [_climbed(counted, np.log(np.asarray(start, float))) for start in starts]
    best = max(ends, key=lambda end: end.height)
    for start in others:
        if best.fault:
            best = max(best, _climbed(counted, np.log(np.asarray(start, float))), key=lambda end: end.height)
    if best.fault:
        raise UndeterminedError(
            what,
            f"the fit did not converge: {best.fault} ({_shown(names, np.exp(best.at))})",
            "data that determine every parameter",
            "Give more customers or a longer calibration",
            height=best.height,
        )
    values = np.exp(best.at)
    covariance = np.linalg.inv(best.information) * np.outer(values, values)
    return Maximum(
        tuple(values.tolist()),
        tuple(np.sqrt(np.diag(covariance)).tolist()),
        tuple(tuple(row) for row in covariance.tolist()),
        best.height,
        counted.evaluations,
    )


class _Counted:
    """A log-likelihood as a function of logarithms, that counts its evaluations."""

    def __init__(self, likelihood: Likelihood, curvature: Curvature | None) -> None:
        self._likelihood, self._curvature = likelihood, curvature
        self.evaluations = 0

    def __call__(self, at: Reals) -> tuple[float, Reals]:
        self.evaluations += 1
        values = np.exp(at)
        with np.errstate(all="ignore"):  # far from the maximum it may overflow, and is refused by its value
            height, slope = self._likelihood(values)
        return (height, slope * values) if np.isfinite(height) else (-np.inf, np.zeros_like(at))

    def information(self, at: Reals, slope: Reals) -> Reals:
        """Minus the second derivatives: as given, or by central differences of the gradient."""
        if self._curvature is not None:
            values = np.exp(at)
            with np.errstate(all="ignore"):
                curved = self._curvature(values)
            return np.asarray(-curved * np.outer(values, values) - np.diag(slope))
        steps = _STEP * np.eye(len(at))
        rows = [(self(at - step)[1] - self(at + step)[1]) / (2 * _STEP) for step in steps]
        matrix = np.array(rows)
        return np.asarray((matrix + matrix.T) / 2)


@dataclass(frozen=True, slots=True)
class _End:
    at: Reals
    height: float
    information: Reals
    fault: str


def _climbed(likelihood: _Counted, start: Reals) -> _End:
    at, height, slope = _near(likelihood, start)
    for _ in range(_POLISHES):
        information = likelihood.information(at, slope)
        fault = _fault(height, information, float(np.max(np.abs(at - start))))
        if fault:
            return _End(at, height if np.isfinite(height) else -np.inf, information, fault)
        step = np.asarray(np.linalg.solve(information, slope), np.float64)
        if float(slope @ step) / 2 < _GAIN * max(1.0, abs(height) * 1e-6):
            return _End(at, height, information, "")
        at, height, slope = _forward(likelihood, at, height, step)
    return _End(at, height, information, "steps still gained after the last one")


def _fault(height: float, information: Reals, moved: float) -> str:
    if not np.isfinite(height) or not np.all(np.isfinite(information)):
        return "the likelihood is not a number there"
    if moved > _FAR:
        return "a parameter runs to 0 or to infinity"
    if float(np.linalg.eigvalsh(information)[0]) <= 0:
        return "the likelihood does not curve down in every direction"
    return ""


def _near(likelihood: _Counted, start: Reals) -> tuple[Reals, float, Reals]:
    """A point near the maximum by BFGS, or far away where there is none; with its height and slope.

    Our own, because SciPy's costs more than the likelihood here: it wakes threads for matrices of 4 by 4.
    """
    at = start
    height, slope = likelihood(at)
    inverse = np.eye(len(at)) / max(1.0, float(np.max(np.abs(slope))))
    for _ in range(_STEPS):
        step = inverse @ slope
        step *= min(1.0, _LONGEST / float(np.max(np.abs(step))))
        if float(slope @ step) < _NEAR or np.max(np.abs(at - start)) > _FAR:
            break
        there, reached, new = _forward(likelihood, at, height, step)
        inverse = _updated(inverse, there - at, slope - new)
        at, height, slope = there, reached, new
    return at, height, slope


def _updated(inverse: Reals, step: Reals, change: Reals) -> Reals:
    """The inverse of the curvature after a step along which the slope fell by a change."""
    curved = float(step @ change)
    if curved <= _LEAST_PART * float(np.linalg.norm(step) * np.linalg.norm(change)):
        return inverse
    left = np.eye(len(step)) - np.outer(step, change) / curved
    return np.asarray(left @ inverse @ left.T + np.outer(step, step) / curved)


def _forward(likelihood: _Counted, at: Reals, height: float, step: Reals) -> tuple[Reals, float, Reals]:
    """The point after a step of Newton's, halved until it gains."""
    part = 1.0
    while True:
        there = at + part * step
        reached, slope = likelihood(there)
        if reached >= height - _ROUNDING * max(1.0, abs(height)) or part < _LEAST_PART:
            return there, reached, slope
        part /= 2


def _shown(names: Sequence[str], values: Reals) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in zip(names, values, strict=True))
