"""What the metrics engine hands to everyone else: the card of a metric and one measurement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from holdfast.units import Interval, Period

Unit = Literal["share", "points", "hours", "days", "count", "money", "ratio"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class MetricCard:
    """What a reader or a rule must know of a metric without computing it.

    Attributes:
        name: Catalogue name, the one that is the truth (``onboarding_scheduled``).
        title: The name as people write it.
        reading_metric: Coarse name that the reading of a sentence uses (``onboarding_completion``), or None.
        unit: Unit of the value. A share is 0..1.
        low: Least possible value, or None.
        high: Greatest possible value, or None.
        better: The direction that is good for the company.
        population: The population in plain words.
        outcome: The outcome in plain words.
        window_days: Days after the anchor until an entity is mature; None where there is no window.
        tables: Canonical tables the metric reads.
        of_money: What the value rests on is money in minor units, and not a number of entities.
    """

    name: str
    title: str
    reading_metric: str | None
    unit: Unit
    low: float | None
    high: float | None
    better: Direction
    population: str
    outcome: str
    window_days: int | None
    tables: tuple[str, ...]
    of_money: bool = False


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value of one metric for one period and one segment, with all that is needed to judge it.

    Attributes:
        metric: Catalogue name.
        variant: Which of the metric's definitions (``standard``).
        version: Hash of what determines the number (definition, parameters, time zone).
        period: Local dates, half-open.
        segment: Pairs of segment column and value; empty for everybody.
        unit: Unit of value and interval; a share is 0..1.
        value: None where the denominator is 0: undefined, not 0.
        numerator: Integer count (for NPS promoters less detractors).
        denominator: Integer count of mature entities the value rests on.
        interval: 95 % range in the unit of the value; None where it cannot be given.
        pending: Entities of the period whose outcome is not known yet.
        is_mature: The period has ended and nothing is pending: the value is final.
        as_of: Local date up to which the data are complete (exclusive: data before this date's start).
        details: Further named figures (``response_rate``), each in its own stated unit.
        pending_among: All entities of which the pending are a part, where that is not the pending and the
            denominator together: they are in the denominator already, or it counts something else, such as
            money or answers. Says nothing of the value, and values that differ in it alone are equal.
        of_money: Numerator and denominator are money in minor units; for words, as the one before.
    """

    metric: str
    variant: str
    version: str
    period: Period
    segment: tuple[tuple[str, str], ...]
    unit: Unit
    value: float | None
    numerator: int
    denominator: int
    interval: Interval | None
    pending: int
    is_mature: bool
    as_of: date
    details: tuple[tuple[str, float], ...] = ()
    pending_among: int | None = field(default=None, compare=False)
    of_money: bool = field(default=False, compare=False)

    @property
    def entities(self) -> int:
        """All entities of which the pending are a part."""
        return self.pending + self.denominator if self.pending_among is None else self.pending_among
