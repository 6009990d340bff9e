"""K213: nobody answers for the key result, and it is about to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    if not case.occasion.is_publishing or case.source.owner:
        return
    for key_result in case.key_results:
        if not key_result.source.owner:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "Nobody answers for it: it has no owner.",
                why="What everybody owns is nobody's first thing on Monday; one name is enough.",
                question="Who answers for it?",
            )


RULE = Rule(
    code="K213",
    name="no-owner",
    summary="A key result without an owner, at publishing",
    source="The first seed: assign an owner to every key result; Doerr, Measure What Matters, 2018",
    check=_check,
    once=True,
    weight=45,
)
