"""What a score rests on: how much lower it were, were a family of features that of a typical customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import families
from holdfast.reasons.risk.frame import Frame
from holdfast.records.words import column_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.risk.models import Fitted

    Reals = NDArray[np.float64]

MOST = 3
_LITTLE = 0.10
"""Log odds: what moves a chance by less than a tenth of itself is not worth telling."""


def typical_values(frame: Frame) -> Mapping[str, float | str]:
    """The median of each number, the commonest of each kind."""
    numbers = {name: _median(column) for name, column in frame.numbers.items()}
    return {**numbers, **{name: _commonest(column) for name, column in frame.texts.items()}}


def _median(column: Reals) -> float:
    there = column[np.isfinite(column)]
    return float(np.median(there)) if len(there) else float("nan")


def _commonest(column: NDArray[np.object_]) -> str:
    names, counts = np.unique(column.astype(str), return_counts=True)
    return str(names[counts.argmax()]) if len(names) else ""


def weights(model: Fitted, frame: Frame, typical: Mapping[str, float | str]) -> Mapping[str, Reals]:
    """Log odds that each family adds to each row, beside the family being typical."""
    whole = model.log_odds(frame)
    names = dict.fromkeys(frame.family.values())
    return {name: whole - model.log_odds(_made_typical(frame, name, typical)) for name in names}


def _made_typical(frame: Frame, family: str, typical: Mapping[str, float | str]) -> Frame:
    own = frame.of_family(family)
    numbers = {
        name: np.full(frame.rows, typical[name], dtype=np.float64) for name in own if name in frame.numbers
    }
    texts = {name: np.full(frame.rows, typical[name], dtype=object) for name in own if name in frame.texts}
    return Frame({**frame.numbers, **numbers}, {**frame.texts, **texts}, frame.family)


def because(model: Fitted, frame: Frame, typical: Mapping[str, float | str]) -> list[tuple[str, ...]]:
    """For each row what raises its score, in words, the strongest first; empty where nothing stands out."""
    added = weights(model, frame, typical)
    return [_phrases(frame, row, added, typical) for row in range(frame.rows)]


def _phrases(
    frame: Frame, row: int, added: Mapping[str, Reals], typical: Mapping[str, float | str]
) -> tuple[str, ...]:
    order = sorted(added, key=lambda name: -float(added[name][row]))
    return tuple(phrase(frame, row, name, typical) for name in order[:MOST] if added[name][row] >= _LITTLE)


def phrase(frame: Frame, row: int, family: str, typical: Mapping[str, float | str]) -> str:
    """What a family says of a customer."""
    own = frame.of_family(family)
    declared = next((one for one in families() if one.name == family), None)
    if declared is None:
        return f"{column_words(family)} is {_plain(frame, row, family)}"
    values = {name: float(frame.numbers[name][row]) for name in own}
    return declared.words(values, {name: float(typical[name]) for name in own})


def _plain(frame: Frame, row: int, name: str) -> str:
    if name in frame.texts:
        return str(frame.texts[name][row])
    value = float(frame.numbers[name][row])
    return "not known" if np.isnan(value) else f"{value:g}"


def rests_on(added: Mapping[str, Reals]) -> tuple[tuple[str, float], ...]:
    """Families by the spread of log odds that they make among customers, the widest first."""
    spread: Sequence[tuple[str, float]] = [(name, float(values.std())) for name, values in added.items()]
    return tuple(sorted((one for one in spread if one[1] > _LITTLE / 10), key=lambda one: -one[1]))
