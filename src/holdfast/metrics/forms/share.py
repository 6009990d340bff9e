"""Of entities of any table, whom an outcome reaches within a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from holdfast.metrics.forms.journey import Journey
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Share:
    """Share of tickets, issues, questions or customers that an outcome reaches within the window of days."""

    kind: ClassVar[str] = "share"
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
