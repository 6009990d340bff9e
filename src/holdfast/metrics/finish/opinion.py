"""Net promoter score from a histogram of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.stats.nps_interval import nps_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.opinion import Opinion
    from holdfast.metrics.plan import Plan

_LEAST_PROMOTER, _MOST_DETRACTOR = 9, 6


def finish(plan: Plan, form: Opinion, counts: Counts) -> Iterator[Finished]:
    """One score for each period, in points from -100 to 100; the numerator is promoters less detractors."""
    del form
    for number, _ in enumerate(plan.slots):
        yield _one(counts.get(number, []))


def _one(counts: Sequence[Count]) -> Finished:
    scores = [count for count in counts if count.part == "score"]
    sent = [count for count in counts if count.part == "sent"]
    persons = total(scores)
    promoters = total([count for count in scores if count.x >= _LEAST_PROMOTER])
    detractors = total([count for count in scores if count.x <= _MOST_DETRACTOR])
    return Finished(
        value=100 * (promoters - detractors) / persons if persons else None,
        numerator=promoters - detractors,
        denominator=persons,
        interval=nps_interval(promoters, detractors, persons) if persons else None,
        pending=0,
        details=(("promoters", promoters), ("detractors", detractors), *_response(sent)),
    )


def _response(sent: Sequence[Count]) -> Iterator[tuple[str, float]]:
    """Questions sent in the period, and how many of them have an answer by now."""
    answered = total([count for count in sent if count.x])
    yield "sent", total(sent)
    yield "answered", answered
    if sent:
        yield "response_rate", answered / total(sent)
