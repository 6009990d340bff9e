"""How many questions of a period were answered, and how many still may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions sent in a period.

    Attributes:
        sent: All of them.
        answered: Those with an answer before the as-of date.
        pending: Those without one that are younger than the response lag.
    """

    sent: int
    answered: int
    pending: int

    def details(self) -> Iterator[tuple[str, float]]:
        """``sent``, ``answered``, and ``response_rate`` where anything was sent."""
        yield "sent", self.sent
        yield "answered", self.answered
        if self.sent:
            yield "response_rate", self.answered / self.sent


def questions_in(counts: Sequence[Count]) -> Questions:
    """The questions, from the counts of part ``sent``."""
    sent = [count for count in counts if count.part == "sent"]
    return Questions(
        sent=total(sent),
        answered=total([count for count in sent if count.x]),
        pending=total([count for count in sent if count.y and not count.x]),
    )
