"""S311: only lagging key results, or only leading ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.finding import Target
from holdfast.review.ontology import words
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds
from holdfast.review.work import effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_LAGGING = frozenset(
    {
        "churn_rate",
        "retention_rate",
        "renewal_rate",
        "revenue_churn",
        "nrr",
        "grr",
        "clv",
        "revenue",
        "repeat_purchase_rate",
    }
)
_FEWEST = 2


def _check(case: Case) -> Iterator[Finding]:
    found = effects(case)
    if len(case.key_results) < _FEWEST or len(found) < len(case.key_results) or not ends_of(case.reading):
        return
    if all(item.reading.metric in _LAGGING for item in found) and not any(
        _is_early(item.reading.text) for item in found
    ):
        yield RULE.finding(
            "question",
            Target("okr"),
            "Every key result moves late: it shows what happened after it can no longer be changed.",
            why="By the time that customers have left, the quarter is over and nothing told the team to act.",
            question="What would you see move in the third week if this works?",
        )


def _is_early(text: str) -> bool:
    """The retention of the first days shows within the cycle."""
    return holds(text, words("start", "early"))


RULE = Rule(
    code="S311",
    name="only-lagging",
    summary="Nothing moves early enough to act on",
    source="Kaplan and Norton 1996, on outcome measures and performance drivers",
    check=_check,
    weight=30,
)
