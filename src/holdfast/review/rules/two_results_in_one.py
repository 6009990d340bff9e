"""K209: two results in one sentence; a guardrail beside a result is a strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.clauses import guardrail_in, result_of_deliverable, second_result_in
from holdfast.review.rewrite_deliverable import as_result_alone
from holdfast.review.rewrite_split import as_two
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        second = second_result_in(key_result.reading)
        if second is not None:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "Two results stand in one sentence.",
                why="When one is met and the other missed, the score says neither.",
                span=second,
                rewrite=as_two(key_result.reading, second),
                question="Which of the two matters more, or should they be two key results?",
            )
        hoped_for = result_of_deliverable(key_result.reading)
        if second is None and hoped_for is not None:
            yield RULE.finding(
                "question",
                key_result.target,
                "A deliverable and what it is to bring stand in one sentence.",
                why="Once it is there and the result is not, half of the team says done, half says missed.",
                span=hoped_for,
                rewrite=as_result_alone(key_result.reading),
                question="Is the result alone the key result, and the deliverable one way to it?",
            )
        guard = guardrail_in(key_result.reading)
        if guard is not None:
            yield RULE.finding(
                "strength",
                key_result.target,
                "The result has its guardrail beside it.",
                why="It cannot be won by harming what customers care about.",
                span=guard,
            )


RULE = Rule(
    code="K209",
    name="two-results-in-one",
    summary="Two results in one sentence; with a guardrail, a strength",
    source="Grove, High Output Management, 1983, on paired indicators; OKR corpus (mixed_metrics)",
    check=_check,
    weight=50,
    splits=True,
)
