"""S303: the chain from key results to objective, spelled out as a sentence that one could doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.chain import what_has_to_be_true
from holdfast.review.coverage import unmeasured_ends
from holdfast.review.finding import Target
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    chain = what_has_to_be_true(case) if unmeasured_ends(case) else None
    if chain is not None and chain.is_clear:
        yield RULE.finding(
            "question",
            Target("okr"),
            chain.sentence,
            why="That is the assumption here: it may be a reasonable one, and it is not automatic.",
            question=f"What makes you believe that, when {chain.steps[-1]}, {chain.states[-1]}?",
        )


RULE = Rule(
    code="S303",
    name="unspoken-assumption",
    summary="The objective follows from the key results only by an assumption",
    source="Allan Kelly's review of a customer engagement OKR: “there is an assumption here”; OKR corpus",
    check=_check,
    weight=75,
)
