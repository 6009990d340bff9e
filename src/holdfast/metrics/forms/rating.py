"""Scores that customers gave in a period: the share of the boxes that count, or their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window

Scale = tuple[int, int]
"""Lowest and highest score, both included."""


@dataclass(frozen=True, slots=True)
class Rating:
    """Every answer of a period counts, and the range takes customers as what is drawn.

    Attributes:
        population: Answers, anchored at the answer.
        score: Column of the score.
        scale: Scores of another scale are left out, and counted.
        boxes: Scores of which the share is taken; None takes the mean of all scores.
        sent: Questions, answered or not, anchored at the sending.
        lag: Days after the sending in which answers still come.
    """

    kind: ClassVar[str] = "rating"
    # Squares are of what a customer has in a period, and those of days do not add up to that of their month.
    is_additive: ClassVar[bool] = False

    population: Population
    score: str
    scale: Scale
    boxes: Scale | None
    sent: Population
    lag: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return (*of_rows(self.population, CUSTOMER, self.score), *of_rows(self.sent))
