"""One unit beside a mix of others that went the same way before: what would have been, and how sure it is."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.units import Interval
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LEAST_BEFORE = 20
"""Periods before: with fewer a mix of others follows anything, and says nothing of what comes after."""

_SUM_TO_ONE = 1e3
_TINY = 1e-10
_ROUNDING = 1e-13
_GRID = 40
_SPREADS = 6.0


@dataclass(frozen=True, slots=True)
class Beside:
    """The treated unit beside its mix of others, and each other beside its own.

    Attributes:
        effect: Mean distance from the mix after the beginning, in the unit of the series.
        weights: Of the others, at least 0, together 1.
        fit_before: Root mean square distance before the beginning.
        off_before: Mean distance before: far from 0 where no mix reaches the treated unit's level.
        rank: Place of the treated among all units by how much further apart it went after than before; 1 is
            the furthest.
        units: Treated and others together.
        by_change: The same by the plain mean of the others: change of the treated less theirs.
        before_after: Change of the treated alone.
    """

    effect: float
    weights: Reals
    fit_before: float
    off_before: float
    rank: int
    units: int
    by_change: float
    before_after: float


def beside_others(treated: Reals, others: Reals, begins: int) -> Beside:
    """What the treated unit did beside a mix of others with the same course before.

    Args:
        treated: One value for each period.
        others: Periods by units.
        begins: Number of the first period in which something was done: so many lie before.

    Raises:
        InputError: Fewer than 20 periods lie before, none after, there are fewer than two others, or a value
            is infinite or missing.

    Source:
        Abadie, Diamond & Hainmueller 2010, JASA 105, synthetic control methods, with the outcomes before the
        beginning alone; places among placebos as there.
    """
    _refuse_unusable(treated, others, begins)
    weights = simplex_weights(others[:begins], treated[:begins])
    gaps = treated - others @ weights
    ratios = [_ratio(gaps, begins), *_placebos(others, begins)]
    change = treated[begins:].mean() - treated[:begins].mean()
    usual = others[begins:].mean() - others[:begins].mean()
    return Beside(
        effect=float(gaps[begins:].mean()),
        weights=weights,
        fit_before=_size(gaps[:begins]),
        off_before=float(gaps[:begins].mean()),
        rank=1 + sum(one > ratios[0] for one in ratios[1:]),
        units=len(ratios),
        by_change=float(change - usual),
        before_after=float(change),
    )


def effect_range(treated: Reals, others: Reals, begins: int, *, level: float = 0.95) -> Interval:
    """Effects that the distances in time do not speak against: each is taken off and all periods fitted anew.

    If an effect is the true one, the periods after it look like those before. How rarely a stretch of so many
    periods lies as far off as the last one is told by all stretches, wrapped around the end.

    Args:
        treated: As `beside_others`.
        others: Likewise.
        begins: Likewise.
        level: Coverage aimed at, below 1; with n periods in all no more than 1 - 1 / n can be had.

    Raises:
        InputError: As `beside_others`.

    Source:
        Chernozhukov, Wüthrich & Zhu 2021, JASA 116, an exact and robust conformal inference method.
    """
    _refuse_unusable(treated, others, begins)
    centre, spread = _centre(treated, others, begins)
    allowed = 1 - level

    def is_held(effect: float) -> bool:
        return _rarity(treated, others, begins, effect) > allowed

    return Interval(_edge(is_held, centre, -spread), _edge(is_held, centre, spread))


def simplex_weights(columns: Reals, target: Reals) -> Reals:
    """Weights of the columns, at least 0 and together 1, that come nearest to a target.

    >>> simplex_weights(np.array([[1.0, 3.0], [2.0, 6.0], [0.0, 3.0]]), np.array([2.0, 4.0, 1.5])).round(3)
    array([0.5, 0.5])

    Source:
        Lawson & Hanson 1974, Solving Least Squares Problems, chapter 23, with a heavy row for the sum.
    """
    heavy = _SUM_TO_ONE * max(1.0, float(np.abs(columns).max()))
    rows = np.vstack([columns, np.full(columns.shape[1], heavy)])
    weights = _at_least_zero(rows, np.append(target, heavy))
    total = float(weights.sum())
    return weights / total if total > 0 else np.full(columns.shape[1], 1 / columns.shape[1])


def _at_least_zero(rows: Reals, target: Reals) -> Reals:
    """Least squares with coefficients of at least 0, one after the other let off 0."""
    count = rows.shape[1]
    crossed, right = rows.T @ rows, rows.T @ target
    weights, is_free = np.zeros(count), np.zeros(count, dtype=bool)
    scale = _ROUNDING * max(1.0, float(np.abs(right).max()))
    for _ in range(3 * count + 10):
        pull = right - crossed @ weights
        if is_free.all() or float(pull[~is_free].max()) <= scale:
            break
        is_free[int(np.where(is_free, -np.inf, pull).argmax())] = True
        weights = _kept_above(crossed, right, weights, is_free)
    return weights


def _kept_above(crossed: Reals, right: Reals, weights: Reals, is_free: Bools) -> Reals:
    """The solution of the free ones; those that it would put below 0 are held there instead."""
    while True:
        free = np.flatnonzero(is_free)
        solved = np.zeros_like(weights)
        solved[free] = np.linalg.lstsq(crossed[np.ix_(free, free)], right[free], rcond=None)[0]
        wrong = free[solved[free] <= 0]
        if not len(wrong):
            return solved
        steps = weights[wrong] / np.maximum(weights[wrong] - solved[wrong], _TINY)
        weights = weights + float(steps.min()) * (solved - weights)
        is_free[wrong[steps <= steps.min() + _TINY]] = False
        weights[~is_free] = 0.0
        if not is_free.any():
            return weights


def _placebos(others: Reals, begins: int) -> list[float]:
    """For each other, beside a mix of the rest, how much further apart it went after than before."""
    found = []
    for place in range(others.shape[1]):
        rest = np.delete(others, place, axis=1)
        weights = simplex_weights(rest[:begins], others[:begins, place])
        found.append(_ratio(others[:, place] - rest @ weights, begins))
    return found


def _ratio(gaps: Reals, begins: int) -> float:
    return _size(gaps[begins:]) / max(_size(gaps[:begins]), _TINY)


def _size(gaps: Reals) -> float:
    return sqrt(float((gaps**2).mean()))


def _centre(treated: Reals, others: Reals, begins: int) -> tuple[float, float]:
    weights = simplex_weights(others[:begins], treated[:begins])
    gaps = treated - others @ weights
    spread = max(float(gaps[:begins].std()), float(gaps[begins:].std()), _TINY)
    return float(gaps[begins:].mean()), spread


def _rarity(treated: Reals, others: Reals, begins: int, effect: float) -> float:
    """Part of all stretches that lie as far off as that after the beginning, once an effect is taken off."""
    without = treated.copy()
    without[begins:] -= effect
    gaps = without - others @ simplex_weights(others, without)
    length, count = len(gaps) - begins, len(gaps)
    wrapped = np.concatenate([gaps, gaps[: length - 1]])
    sums = np.abs(np.convolve(wrapped, np.ones(length), "valid"))
    return float((sums >= sums[count - length] - _TINY).mean())


def _edge(is_held: object, centre: float, spread: float) -> float:
    """The furthest effect in one direction that is held, to a fortieth of a spread."""
    held, out = centre, centre + _SPREADS * spread
    while is_held(out) and abs(out - centre) < 1e3 * abs(spread):  # type: ignore[operator]
        held, out = out, centre + 2 * (out - centre)
    for _ in range(12):
        middle = (held + out) / 2
        if is_held(middle):  # type: ignore[operator]
            held = middle
        else:
            out = middle
    return held


def _refuse_unusable(treated: Reals, others: Reals, begins: int) -> None:
    if not (np.isfinite(treated).all() and np.isfinite(others).all()):
        raise InputError("series", "a value is infinite or missing", "a value for each period and unit")
    if begins < LEAST_BEFORE:
        raise InputError(
            "periods before",
            f"there are {begins}",
            f"at least {LEAST_BEFORE}",
            "Take shorter periods, or wait",
        )
    if begins >= len(treated):
        raise InputError("periods after", "there are none", "at least one", "Wait for the first")
    if others.shape[1] < 2 or len(others) != len(treated):  # noqa: PLR2004 - a mix of one is none
        raise InputError("others", f"there are {others.shape[1]}", "at least two, over the same periods")
