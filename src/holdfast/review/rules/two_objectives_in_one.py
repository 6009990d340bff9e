"""O105: two objectives in one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.review.coverage import End, ends_of, is_measured
from holdfast.review.finding import Target
from holdfast.review.ontology import carries
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for one, other in pairwise(ends_of(case.reading)):
        cause, effect = _in_order(one, other)
        is_chain = carries(cause.concept.name, effect.concept.name)
        if is_chain and is_measured(one, case) and is_measured(other, case):
            continue
        yield RULE.finding(
            "question",
            Target("objective"),
            f"Two objectives stand in one: {one.concept.noun} and {other.concept.noun}.",
            why="When one moves and the other does not, nobody can say whether the objective was reached.",
            span=(one.spans[0][0], other.spans[-1][1]),
            question=f"Is {cause.concept.noun} the way to {effect.concept.noun}, or an end of its own?"
            if is_chain
            else "Which of the two would you keep if you could have only one?",
        )


def _in_order(one: End, other: End) -> tuple[End, End]:
    """The cause first, where the ontology knows which it is."""
    return (other, one) if carries(other.concept.name, one.concept.name) else (one, other)


RULE = Rule(
    code="O105",
    name="two-objectives-in-one",
    summary="Two objectives stand in one sentence",
    source="Allan Kelly's review of a customer engagement OKR: “what is the real focus of this OKR?”",
    check=_check,
    weight=35,
)
