"""The customer-level table behind a share, as the metrics engine hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One entity.

    Attributes:
        customer_id: The account.
        anchored_on: Local date of the anchor; for a metric of two instants the first day of the period.
        outcome: Whether the outcome came within the window; None while it may still come.
        days: Days to the outcome, or the days that the entity was followed without one, the window at most.
        segment: Values of the panel's segments, ``(none)`` for null.
        covariates: Counts known at the landmark.
    """

    customer_id: str
    anchored_on: date
    outcome: bool | None
    days: int
    segment: tuple[str, ...]
    covariates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One row per entity, or of a sample of the customers.

    Attributes:
        metric: Name in the catalogue.
        variant: Which of the metric's definitions.
        version: Hash of what determines the outcome.
        as_of: Local date up to whose start the data are complete.
        segments: Names of the segment columns.
        covariates: Names of the counts.
        landmark_days: Counts are of what happened before so many days after the anchor's.
        entities: How many there are before any sampling.
        sampled_share: Share of the customers that was drawn, 0..1; 1 where all are in.
        rows: By anchor, then customer, then the rest.
    """

    metric: str
    variant: str
    version: str
    as_of: date
    segments: tuple[str, ...]
    covariates: tuple[str, ...]
    landmark_days: int
    entities: int
    sampled_share: float
    rows: tuple[PanelRow, ...]
