"""O104: the objective says who is in scope (a strength)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import Target
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_LONGEST = 5
"""Words of a group with a name; a longer scope is a sentence of which nobody can say whom it leaves out."""


def _check(case: Case) -> Iterator[Finding]:
    if case.reading.scope is not None and len(case.reading.scope.split()) <= _LONGEST:
        yield RULE.finding(
            "strength",
            Target("objective"),
            f"The objective says whom it is about: {case.reading.scope}.",
            why="Who is out of scope is clear too, so that nobody spreads thin.",
            span=case.reading.scope_span,
        )


RULE = Rule(
    code="O104",
    name="scope-stated",
    summary="Who is in scope is stated",
    source="Allan Kelly's review of a customer engagement OKR: “it puts free customers out of scope”",
    check=_check,
)
