"""Days from the anchor to an outcome, still waiting where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from holdfast.metrics.forms.journey import Journey
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Duration:
    """Median of the days from an entity's anchor to its outcome.

    Attributes:
        journey: Who waits, and for what.
        window: The limit for the share within it, in days.
    """

    kind: ClassVar[str] = "duration"
    is_additive: ClassVar[bool] = True

    journey: Journey
    window: Window

    @property
    def population(self) -> Population:
        """See `Form`."""
        return self.journey.population

    def columns_read(self) -> Columns:
        """See `Form`."""
        return self.journey.columns_read()
