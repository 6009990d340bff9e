"""What a refresh must know of the tables behind the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

END_OF_TIME = date(9999, 1, 1)
"""Everybody has signed before it."""
LATE_DAYS = {"append": 3, "mutable": 30, "state": 30}
"""Unless a table declares its own: by what happens to its rows."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a refresh must know of the tables behind the engine.

    Attributes:
        digest: Of where they come from; another mapping begins anew.
        customers: Digest of the segments of the customers who signed before a local date: it changes when
            they do.
        late_days: By table, how many days after an instant its rows may still arrive or be corrected.
    """

    digest: str
    customers: Callable[[Sequence[str], date], str]
    late_days: Mapping[str, int]
