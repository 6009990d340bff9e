"""Features of many customers: numbers and texts by name, each of a family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import families

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.risk.family import Column
    from holdfast.records.snapshot import Known, SnapshotPanel

    Texts = NDArray[np.object_]
    Rows = NDArray[np.bool_] | NDArray[np.int64]

_MOST_VALUES = 40
_NUMERIC = 0.95
_LEAST_NUMBERS = 7
"""A column of fewer different numbers is a kind, not a quantity."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One row per customer, or per customer and snapshot.

    Attributes:
        numbers: Feature to values; not a number where nothing is known.
        texts: Feature to kinds.
        family: Feature to its family's name.
    """

    numbers: Mapping[str, Column]
    texts: Mapping[str, Texts]
    family: Mapping[str, str]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        column = next(iter({**self.numbers, **self.texts}.values()), ())
        return len(column)

    def take(self, rows: Rows) -> Frame:
        """Some of the rows."""
        return Frame(
            {name: column[rows] for name, column in self.numbers.items()},
            {name: column[rows] for name, column in self.texts.items()},
            self.family,
        )

    def of_family(self, family: str) -> tuple[str, ...]:
        """The family's features."""
        return tuple(name for name, own in self.family.items() if own == family)


OF_SUBSCRIPTIONS = ("contract", "price")
"""Families that mean something where customers pay by subscription."""
OF_SHOPS = ("buying",)
"""Those that do where each order is all there is."""


def known_figures(without: Sequence[str] = OF_SHOPS) -> tuple[Known, ...]:
    """What all families read but those that are left out."""
    return tuple(one for family in families() if family.name not in without for one in family.known)


def frame_of(panel: SnapshotPanel, *, without: Sequence[str] = ()) -> Frame:
    """The features of a panel; a family is left out where its table is not there.

    Args:
        panel: With what `known_figures` gave, as far as there is.
        without: Segments and families to leave out.
    """
    numbers: dict[str, Column] = {}
    texts: dict[str, Texts] = {}
    family: dict[str, str] = {}
    for one in families():
        if one.name not in without and all(name in panel.columns for name in one.needs):
            found = one.features(panel)
            numbers |= found
            family |= dict.fromkeys(found, one.name)
    for name, values in panel.segments.items():
        if name not in without and name not in family:
            family[name] = name
            add_column(name, values, numbers=numbers, texts=texts)
    return Frame(numbers, texts, family)


def add_column(name: str, values: Texts, *, numbers: dict[str, Column], texts: dict[str, Texts]) -> None:
    """A column of text as a quantity or a kind, whichever it is; none where every row has its own value."""
    kinds = set(values.tolist())
    as_number = _as_numbers(values) if len(kinds) >= _LEAST_NUMBERS else None
    if as_number is not None:
        numbers[name] = as_number
    elif len(kinds) <= max(_MOST_VALUES, len(values) // 20):
        texts[name] = values


def _as_numbers(values: Texts) -> Column | None:
    """The values as numbers where nearly all that are filled are."""
    found = np.array([_number(value) for value in values.tolist()])
    filled = np.array([bool(str(value).strip()) and value != "(none)" for value in values.tolist()])
    if not filled.any() or np.isfinite(found[filled]).mean() < _NUMERIC:
        return None
    return found


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return float("nan")
    return number if np.isfinite(number) else float("nan")
