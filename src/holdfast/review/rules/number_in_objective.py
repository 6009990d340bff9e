"""O101: a number in the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import Target
from holdfast.review.rewrite_objective import without_number
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    span = case.reading.number_span
    if case.reading.has_number and span is not None:
        figure = case.source.text[slice(*span)]
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            f"“{figure}” is a number: it makes the objective a key result.",
            why="An objective says which state is worth reaching; opinions differ, but a number there leaves "
            "the key results nothing to say.",
            span=span,
            rewrite=without_number(case.source.text, span),
            alternatives=(f"As a key result: {case.source.text.strip().rstrip('.')}",),
            question="What is the state worth reaching, of which this number would be the sign?",
        )


RULE = Rule(
    code="O101",
    name="number-in-objective",
    summary="A number in the objective: it is a key result",
    source="Allan Kelly's review of a customer engagement OKR: “doesn't need numbers - in my book at least”",
    check=_check,
    weight=40,
)
