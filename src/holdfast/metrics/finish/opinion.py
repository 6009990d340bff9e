"""Net promoter score from a histogram of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.metrics.finish.questions import questions_in
from holdfast.stats.nps_interval import Tally, nps_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.opinion import Opinion
    from holdfast.metrics.plan import Plan

_LEAST_PROMOTER, _MOST_DETRACTOR = 9, 6


def finish(plan: Plan, form: Opinion, counts: Counts) -> Iterator[Finished]:
    """One score for each period, in points from -100 to 100; the numerator is promoters less detractors.

    Pending are questions of the period that an answer may yet come to.
    """
    del form
    for number, _ in enumerate(plan.slots):
        yield _one(counts.get(number, []))


def _one(counts: Sequence[Count]) -> Finished:
    scores = [count for count in counts if count.part == "score"]
    tally = Tally(
        promoters=total([count for count in scores if count.x >= _LEAST_PROMOTER]),
        detractors=total([count for count in scores if count.x <= _MOST_DETRACTOR]),
        answers=total(scores),
    )
    questions = questions_in(counts)
    balance = tally.promoters - tally.detractors
    return Finished(
        value=100 * balance / tally.answers if tally.answers else None,
        numerator=balance,
        denominator=tally.answers,
        interval=nps_interval(*tally) if tally.answers else None,
        pending=questions.pending,
        pending_among=questions.sent,
        details=(
            ("promoters", tally.promoters),
            ("detractors", tally.detractors),
            *questions.details(),
            *_of_everybody_asked(tally, questions.sent - questions.answered),
        ),
    )


def _of_everybody_asked(tally: Tally, silent: int) -> Iterator[tuple[str, float]]:
    """What the silent could make of it, and the range where those asked are all there are."""
    asked = tally.answers + silent
    if not asked:
        return
    yield "lowest", 100 * (tally.promoters - tally.detractors - silent) / asked
    yield "highest", 100 * (tally.promoters - tally.detractors + silent) / asked
    if tally.answers:
        finite = nps_interval(*tally, population=asked)
        yield "low_among_asked", finite.low
        yield "high_among_asked", finite.high
