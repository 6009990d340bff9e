"""Features as matrices: centred, scaled and logged for a regression, as they are for trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.reasons.risk.frame import Frame, Texts

    Matrix = NDArray[np.float64]

_FAR = 4.0
"""Spreads beyond which a value tells no more: one customer with a thousand tickets bends no line."""
_LEAST_SPREAD = 0.2
"""Of a kind: that of one customer in 25. Kinds rarer than it do not get the weight of common ones."""
_RARE = 0.01
_LEAST_MISSING = 0.01


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number is centred and scaled, plain and logged.

    Attributes:
        typical: Median, which stands for what is not known.
        plain: Mean and spread.
        logged: Mean and spread of its signed log; spread 0 where it is not used.
        missing: Whether there is a column that says it is not known.
    """

    typical: float
    plain: tuple[float, float]
    logged: tuple[float, float]
    missing: bool


@dataclass(frozen=True, slots=True)
class Encoding:
    """What was learnt of features on the customers a model is fitted on.

    Attributes:
        scales: Number to its scale.
        kinds: Text to its kinds with mean and spread, the commonest first; rarer ones count as none of them.
    """

    scales: Mapping[str, Scale]
    kinds: Mapping[str, tuple[tuple[str, float, float], ...]]

    def regression(self, frame: Frame) -> Matrix:
        """The constant first, then each number plain and logged, then kinds."""
        columns = [np.ones(frame.rows)]
        for name, scale in self.scales.items():
            columns += _scaled(frame.numbers[name], scale)
        for name, kinds in self.kinds.items():
            columns += [_centred(frame.texts[name] == kind, mean, spread) for kind, mean, spread in kinds]
        return np.column_stack(columns)

    def trees(self, frame: Frame) -> Matrix:
        """Numbers as they are, not a number where they are not known, and kinds as 0 and 1."""
        columns = [frame.numbers[name] for name in self.scales]
        for name, kinds in self.kinds.items():
            columns += [(frame.texts[name] == kind).astype(np.float64) for kind, _, _ in kinds]
        return np.column_stack(columns) if columns else np.zeros((frame.rows, 1))

    @property
    def width(self) -> int:
        """Columns of the regression, the constant aside."""
        numbers = sum(1 + (s.logged[1] > 0) + s.missing for s in self.scales.values())
        return numbers + sum(len(kinds) for kinds in self.kinds.values())


def encoding_of(frame: Frame) -> Encoding:
    """The encoding learnt on these rows; features that do not vary are left out."""
    scales = {name: _scale(column) for name, column in frame.numbers.items()}
    kinds = {name: _kinds(column) for name, column in frame.texts.items()}
    return Encoding(
        {name: scale for name, scale in scales.items() if scale is not None},
        {name: found for name, found in kinds.items() if found},
    )


def _scale(column: Matrix) -> Scale | None:
    there = column[np.isfinite(column)]
    share_missing = 1 - len(there) / max(len(column), 1)
    if not len(there) or (there.min() == there.max() and share_missing < _LEAST_MISSING):
        return None
    logged = _logged(there)
    is_wide = len(np.unique(there)) > 2  # noqa: PLR2004 - the log of two values is the same column again
    return Scale(
        typical=float(np.median(there)),
        plain=_moments(there),
        logged=_moments(logged) if is_wide else (0.0, 0.0),
        missing=share_missing >= _LEAST_MISSING,
    )


def _moments(values: Matrix) -> tuple[float, float]:
    return float(values.mean()), float(values.std())


def _logged(values: Matrix) -> Matrix:
    found: Matrix = np.sign(values) * np.log1p(np.abs(values))
    return found


def _scaled(column: Matrix, scale: Scale) -> list[Matrix]:
    there = np.isfinite(column)
    filled = np.where(there, column, scale.typical)
    found = [_far_drawn_in(filled, *scale.plain)] if scale.plain[1] > 0 else [np.zeros(len(column))]
    if scale.logged[1] > 0:
        found.append(_far_drawn_in(_logged(filled), *scale.logged))
    if scale.missing:
        found.append((~there).astype(np.float64) / 0.5)
    return found


def _far_drawn_in(values: Matrix, mean: float, spread: float) -> Matrix:
    drawn: Matrix = np.clip((values - mean) / spread, -_FAR, _FAR)
    return drawn


def _kinds(column: Texts) -> tuple[tuple[str, float, float], ...]:
    names, counts = np.unique(column.astype(str), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    shares = counts[order] / len(column)
    kept = [(str(n), float(s)) for n, s in zip(names[order], shares, strict=True) if _RARE <= s < 1]
    return tuple(
        (name, share, max(float(np.sqrt(share * (1 - share))), _LEAST_SPREAD)) for name, share in kept
    )


def _centred(is_kind: NDArray[np.bool_], mean: float, spread: float) -> Matrix:
    found: Matrix = (is_kind.astype(np.float64) - mean) / spread
    return found
