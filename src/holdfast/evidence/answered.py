"""What answers to a score did between two days: how many promoters and detractors, and who."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        customers: Whose answers moved the score the way it moved, in the order of their names.
        is_up: It rose, so that they are promoters.
    """

    answers: int
    promoters: int
    detractors: int
    expected: float
    customers: tuple[str, ...]
    is_up: bool

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
    moved = tuple(sorted(set(promoters if is_up else detractors)))
    return Answered(len(scores), len(promoters), len(detractors), expected, moved, is_up)
