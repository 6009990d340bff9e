"""A score from answers, the latest of each person in the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.forms.model import Columns, Condition, Population, Window


@dataclass(frozen=True, slots=True)
class Opinion:
    """A score from the latest answer of each person in the period.

    Attributes:
        population: Answers, anchored at the answer.
        score: Column of the score.
        sent: Column of the instant at which the question was sent, for the response rate.
        survey: Condition that picks the survey, answered or not.
        lag: Days after the sending in which answers still come.
        edition: Of the arithmetic: raised where it changes and nothing else does, so that versions differ.
            2: cut by customers after each person's latest answer is chosen.
    """

    kind: ClassVar[str] = "opinion"
    is_additive: ClassVar[bool] = False

    population: Population
    score: str
    sent: str
    survey: Condition | Expression
    lag: Window
    edition: int = 2

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.score, self.sent, *self.survey.columns, "person_id")
