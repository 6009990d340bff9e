"""O103: no customer in the objective and no concept that one could measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import is_vague
from holdfast.review.finding import Target
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    if is_vague(case.reading):
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            "The objective names no customer and nothing that one could measure.",
            why="Words that fit every company tell a team nothing about what to leave undone.",
            rewrite="‹Which customers› ‹do or feel what, that they do not today›",
            question="Who would notice that it was reached, and by what?",
        )


RULE = Rule(
    code="O103",
    name="vague-objective",
    summary="No customer and no concept that one could measure",
    source="OKR corpus (objective_vague)",
    check=_check,
    weight=55,
)
