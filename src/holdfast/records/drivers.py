"""Which experiences go with leaving: each with its difference, its weight, and the command that tests it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class DriverFound:
    """One candidate.

    Attributes:
        name: In words.
        tells: Who had it, after the word "customers".
        kind: ``experience``, or ``sign``: what customers do, which may show that they have decided.
        customers: Customers to whom it could apply.
        with_it: Of them, those who had it on a landmark.
        left_with: Share that left within the horizon after a landmark with it, 0..1.
        left_without: Share after a landmark without it.
        difference: Like for like, a share; None where the groups cannot be compared.
        low: Lower end of its 95 % range.
        high: Upper end.
        verdict: ``goes with leaving``, ``goes with staying`` or ``cannot be told from chance``.
        reason: Why it cannot be told; empty where it can.
        weight: Share of what all candidates explain together, 0..1; None where it was not weighed.
        weight_low: Lower end of the 95 % range of the weight.
        weight_high: Upper end.
        tied_with: Candidates whose weight cannot be told from this one's.
        tested_by: Command that tests it.
    """

    name: str
    tells: str
    kind: str
    customers: int
    with_it: int
    left_with: float | None
    left_without: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    reason: str
    weight: float | None
    weight_low: float | None
    weight_high: float | None
    tied_with: tuple[str, ...]
    tested_by: str


@dataclass(frozen=True, slots=True)
class DriversReport:
    """All candidates, those that go with leaving first.

    Attributes:
        as_of: Day up to whose start data were used.
        horizon_days: Within which leaving counts.
        landmarks: Days on which it was looked who had which experience.
        customers: Customers that were followed.
        left: Of them, those that left.
        explained: Share of the deviance that the candidates explain beyond what was adjusted for, 0..1.
        adjusted_for: In words.
        drivers: The candidates.
        left_out: Candidates whose tables are not there.
        notes: What a reader must know besides.
        segments: Column, value and customers of the segments that can be asked for; empty where one was.
    """

    as_of: date
    horizon_days: int
    landmarks: tuple[date, ...]
    customers: int
    left: int
    explained: float
    adjusted_for: tuple[str, ...]
    drivers: tuple[DriverFound, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    segments: tuple[tuple[str, str, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: dates in ISO 8601."""
        plain = asdict(self)
        plain["as_of"] = self.as_of.isoformat()
        plain["landmarks"] = [day.isoformat() for day in self.landmarks]
        return plain
