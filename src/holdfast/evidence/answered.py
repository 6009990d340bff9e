"""What answers to a score did between two days: how many promoters and detractors, and who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.records.reason import FEWEST_PERSONS
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers to a score that came between two days.

    Attributes:
        answers: How many.
        promoters: Those of 9 or 10.
        detractors: Those of 0 to 6.
        expected: Points that were to be expected.
        customers: Whose answers moved the score the way it moved, in the order of their names; those from
            which fewer than five answers came are not named.
        is_up: It rose, so that they are promoters.
    """

    answers: int
    promoters: int
    detractors: int
    expected: float
    customers: tuple[str, ...]
    is_up: bool

    @property
    def is_told(self) -> bool:
        """They are of enough persons to say what was answered."""
        return self.answers >= FEWEST_PERSONS

    @property
    def points(self) -> float:
        """Of these answers alone."""
        return 100 * (self.promoters - self.detractors) / self.answers


PROMOTES, DETRACTS = 9, 6


def answered(scores: Sequence[tuple[str, int]], *, expected: float, is_up: bool) -> Answered | None:
    """What answers did to a score; None where none came.

    Args:
        scores: Customer and score of each answer.
        expected: Points that were to be expected.
        is_up: The score rose.
    """
    if not scores:
        return None
    promoters = [who for who, score in scores if score >= PROMOTES]
    detractors = [who for who, score in scores if score <= DETRACTS]
    came = Counter(who for who, _ in scores)
    behind = {who for who in (promoters if is_up else detractors) if came[who] >= FEWEST_PERSONS}
    return Answered(len(scores), len(promoters), len(detractors), expected, tuple(sorted(behind)), is_up)
