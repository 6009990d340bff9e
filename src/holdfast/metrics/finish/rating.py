"""The share of the boxes that count, or the mean score, with the range that customers allow for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.metrics.finish.questions import questions_in
from holdfast.metrics.finish.ratio import interval_of, moments_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.rating import Rating
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Rating, counts: Counts) -> Iterator[Finished]:
    """One value for each period. Pending are its questions that an answer may yet come to."""
    for number, _ in enumerate(plan.slots):
        yield _one(plan, form, counts.get(number, []))


def _one(plan: Plan, form: Rating, counts: Sequence[Count]) -> Finished:
    moments, questions = moments_in(counts), questions_in(counts)
    outside = total([count for count in counts if count.part == "outside"])
    return Finished(
        value=moments.x / moments.y if moments.y else None,
        numerator=moments.x,
        denominator=moments.y,
        interval=interval_of(plan, moments, per=1, is_share=form.boxes is not None),
        pending=questions.pending,
        pending_among=questions.sent,
        details=(("customers", moments.customers), ("outside_scale", outside), *questions.details()),
    )
