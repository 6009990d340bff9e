"""Chances from one plain table with a flag of who left: no days, so nothing can be checked over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.reasons.risk.choosing import Sample, chosen_across
from holdfast.reasons.risk.frame import Frame, add_column
from holdfast.reasons.risk.models import fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.reasons.risk.models import Fitted, Recipe
    from holdfast.records.risk import Tried

    Reals = NDArray[np.float64]
    Texts = NDArray[np.object_]

YES = frozenset(
    {"yes", "y", "true", "t", "1", "1.0", "churned", "churn", "left", "lost", "cancelled", "canceled"}
)
NO = frozenset(
    {"no", "n", "false", "f", "0", "0.0", "stayed", "active", "retained", "customer", "current", "kept"}
)
_SHOWN = 5


def table_frame(columns: Mapping[str, Texts]) -> Frame:
    """Columns of text as features, each a family of its own; without those that differ in every row."""
    numbers: dict[str, Reals] = {}
    texts: dict[str, Texts] = {}
    for name, values in columns.items():
        add_column(name, values, numbers=numbers, texts=texts)
    kept = [name for name in columns if name in numbers or name in texts]
    return Frame(numbers, texts, {name: name for name in kept})


def flag_values(column: str, values: Texts) -> Reals:
    """1 where a flag says that the customer left, 0 where not.

    Raises:
        InputError: A value is neither yes nor no.
    """
    found = np.array([_flag(value) for value in values.tolist()])
    if np.isnan(found).any():
        strange = sorted({str(v) for v, one in zip(values.tolist(), found, strict=True) if np.isnan(one)})
        raise InputError(
            f"column {column}",
            f"{int(np.isnan(found).sum()):,} rows say {', '.join(map(repr, strange[:_SHOWN]))}",
            "yes or no in every row (also true and false, 1 and 0, churned and active)",
            "Correct the values, or name another column by --flag",
        )
    return found


def _flag(value: object) -> float:
    text = str(value).strip().lower()
    return 1.0 if text in YES else 0.0 if text in NO else float("nan")


@dataclass(frozen=True, slots=True)
class CrossSection:
    """A model of one table.

    Attributes:
        recipe: Of the model.
        model: Fitted on all rows.
        tried: Which models were tried.
        sample: What it was fitted on.
    """

    recipe: Recipe
    model: Fitted
    tried: tuple[Tried, ...]
    sample: Sample


def fit_table(frame: Frame, left: Reals) -> CrossSection:
    """The model that does best on customers left out in turn; with few that left, the ridge regression.

    Args:
        frame: Of `table_frame`.
        left: Of `flag_values`.
    """
    sample = Sample(frame, left, np.arange(len(left)))
    recipe, tried = chosen_across(sample)
    return CrossSection(recipe, fit(recipe, frame, left, sample.groups), tried, sample)
