"""What a family of features is: which rows it reads, its values, and how they are told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from holdfast.records.snapshot import Known, SnapshotPanel

    Column = NDArray[np.float64]
    Values = Mapping[str, float]
    Words = Callable[[Values, Values], str]


@dataclass(frozen=True, slots=True)
class Family:
    """Features of one subject, of which one sentence is made.

    Attributes:
        name: In words, as it stands in a report (``use``).
        known: What it reads, each with the instant from which it is known.
        features: From a panel to named columns; not a number where nothing is known.
        words: From a customer's values and those of a typical one to a phrase about the customer.
        needs: Columns of the panel without which the family is left out.
    """

    name: str
    known: tuple[Known, ...]
    features: Callable[[SnapshotPanel], Mapping[str, Column]]
    words: Words
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Every family: one module in ``features``, one family. By name of the module."""
    from holdfast.reasons.risk import features  # noqa: PLC0415 - its modules import this one

    names = sorted(module.name for module in iter_modules(features.__path__))
    return tuple(import_module(f"{features.__name__}.{name}").FAMILY for name in names)


def share_of(part: Column, whole: Column) -> Column:
    """A quotient; not a number where the whole is 0 or not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Column = np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
    return found


def are(count: float) -> str:
    """The verb after a count: 1 ticket is, 3 tickets are."""
    return "is" if count == 1 else "are"


def number_text(value: float) -> str:
    """A number as one says it: 12, 2.5, 0.4."""
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"  # noqa: PLR2004


def plural(count: float, noun: str) -> str:
    """A count with its noun: 1 ticket, 3 tickets."""
    return f"{number_text(count)} {noun}{'' if count == 1 else 's'}"
