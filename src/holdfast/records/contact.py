"""What contacting customers changed in holdouts, and whether a list may be ordered by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ContactVerdict = Literal["no holdout", "cannot be told", "helps", "helps some", "does harm"]


@dataclass(frozen=True, slots=True)
class ContactBand:
    """Customers of holdouts with chances of leaving near each other.

    Attributes:
        name: ``low``, ``middle`` or ``high``.
        above: Chance from which on it begins, 0..1.
        below: Chance at which it ends; above 1 in the highest.
        contacted: Customers whom the lot gave the contact.
        left_alone: Customers whom it held out.
        points: How many more stay of those contacted, a share -1..1, drawn towards what all have together.
        low: Lower end of its 95 % range.
        high: Upper end.
        kept: The same for each customer expected to leave: chance times this is what contact keeps.
    """

    name: str
    above: float
    below: float
    contacted: int
    left_alone: int
    points: float
    low: float
    high: float
    kept: float


@dataclass(frozen=True, slots=True)
class ContactEffect:
    """What holdouts say that contact changes.

    Attributes:
        verdict: See `ContactVerdict`; ``helps some`` where it differs between bands.
        sentence: The same in words, made of the figures below.
        holdouts: Ids of those it rests on; empty where there are none.
        days: Days after the lot up to which staying counts; None without holdouts.
        contacted: Customers whom the lot gave the contact.
        left_alone: Customers whom it held out.
        stayed_contacted: Share of the contacted that stayed, 0..1.
        stayed_alone: The same of those left alone.
        points: How many more stay of those contacted, a share; None where there are too few to compare.
        low: Lower end of its 95 % range.
        high: Upper end.
        kept: The same for each customer expected to leave.
        more_needed: Further customers with whom the smallest difference that matters would be seen in 80 of
            100 cases; 0 where there are as many, None without holdouts.
        differs: What contact keeps differs between bands beyond noise.
        bands: By chance of leaving, from low to high; empty where they are too small.
        notes: What a reader must know besides.
    """

    verdict: ContactVerdict
    sentence: str
    holdouts: tuple[str, ...] = ()
    days: int | None = None
    contacted: int = 0
    left_alone: int = 0
    stayed_contacted: float | None = None
    stayed_alone: float | None = None
    points: float | None = None
    low: float | None = None
    high: float | None = None
    kept: float | None = None
    more_needed: int | None = None
    differs: bool = False
    bands: tuple[ContactBand, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Contact changes something beyond noise, so that it is said of each customer what it keeps."""
        return self.verdict in {"helps", "helps some", "does harm"}

    @property
    def orders(self) -> bool:
        """The list is in another order than it would be by the chance alone."""
        return self.verdict == "helps some"
