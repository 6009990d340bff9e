"""O107: neither the objective nor a key result is about keeping customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import Target
from holdfast.review.keeping import is_about_keeping
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    if is_about_keeping(case):
        return
    yield RULE.finding(
        "question",
        Target("objective"),
        "Neither the objective nor a key result is about keeping, helping or pleasing customers.",
        why="It may be a good OKR; it is not one that a review of customer retention can say much about.",
        question="Through what would customers notice that this was reached?",
    )


RULE = Rule(
    code="O107",
    name="not-about-keeping",
    summary="An OKR that is not about keeping customers",
    source="OKR corpus (not_retention_related)",
    check=_check,
    by_default=False,
    weight=30,
)
