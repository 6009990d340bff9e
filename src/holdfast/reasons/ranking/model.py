"""Customers and what they said, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Names = NDArray[np.str_]

REMEMBERED_DAYS = 180
"""After which what was said no longer counts: half a year."""
SPELL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Lives:
    """Customers who ever paid, one row each.

    Attributes:
        began: First paid day, an ordinal.
        left: Day it asked to leave or left; nan while it pays.
        paid: What it paid a month at the last, in minor units, where it left; nan where it is not known.
        segments: Column to each customer's value.
        until: The day before whose start all is known.
        sampled_share: Of all customers, 0..1.
    """

    began: Ints
    left: Reals
    paid: Reals
    segments: Mapping[str, Names]
    until: int
    sampled_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """Mentions of themes, one row for each text and theme; texts about none have theme -1.

    Attributes:
        customer: Place in the list of customers.
        theme: Place in the list of themes, or -1.
        day: Local day, an ordinal.
        text: Place in the list of texts.
    """

    customer: Ints
    theme: Ints
    day: Ints
    text: Ints
