"""S308: one key result implies or repeats another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.likeness import are_about_the_same, pairs, people_agree, stages_of_one_work, subject_of
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for earlier, later in stages_of_one_work(case):
        yield RULE.finding(
            "suggestion",
            earlier.target,
            f"Key result {later.number} implies key result {earlier.number}: "
            "what is completed has been scheduled.",
            why="The same work is counted twice, and the earlier stage is a means to the later.",
            span=earlier.reading.form_words,
            question=f"Would you miss key result {earlier.number} if key result {later.number} were met?",
        )
    for one, other in pairs(case):
        if _repeats(one, other):
            yield RULE.finding(
                "suggestion",
                other.target,
                f"Key result {other.number} repeats key result {one.number} in other words.",
                why="Two key results that move together are one, and count double.",
                span=other.reading.metric_span,
                question="What does the second tell you that the first does not?",
            )


def _repeats(one: KeyResultCase, other: KeyResultCase) -> bool:
    """The same subject, or the same metric of the same people, with no second number to tell them apart."""
    left, right = one.reading, other.reading
    if subject_of(left.text) and subject_of(left.text) == subject_of(right.text) and left.verb == right.verb:
        return left.quantity.target == right.quantity.target and are_about_the_same(one, other)
    same_metric = left.metric is not None and left.metric != "other" and left.metric == right.metric
    numbers = sum(reading.quantity.kind is not None for reading in (left, right))
    return same_metric and numbers <= 1 and people_agree(one, other) and left.direction == right.direction


RULE = Rule(
    code="S308",
    name="implied-by-another",
    summary="One key result implies or repeats another",
    source="Allan Kelly's review of a customer engagement OKR: key results 1 and 2; OKR corpus",
    check=_check,
    weight=55,
)
