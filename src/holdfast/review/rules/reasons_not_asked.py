"""S310: leaving is to be reduced, but nobody asks why customers leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of, is_vague
from holdfast.review.finding import Target
from holdfast.review.ontology import words
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds
from holdfast.review.work import asks_why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    leaving = next(
        (
            span
            for end in ends_of(case.reading)
            for item, span in zip(end.concepts, end.spans, strict=True)
            if item.name == "retention"
            and not holds(case.source.text[slice(*span)], words("compare", "functions"))
        ),
        None,
    )
    if (
        leaving is None
        or not case.key_results
        or is_vague(case.reading)
        or case.of_all("reasons") is not None
        or any(asks_why(text) for text in _texts(case))
    ):
        return
    yield RULE.finding(
        "question",
        Target("objective"),
        "Customers are to stay, and nobody finds out why those who left did so.",
        why="Work on the wrong reason keeps nobody.",
        span=leaving,
        rewrite="Initiative: interview ‹20› customers who left, and note the reason each of them gives",
        question="Why do customers leave, and which key result touches the biggest reason?",
    )


def _texts(case: Case) -> Iterator[str]:
    yield case.source.text
    yield from (initiative.text for initiative in case.source.initiatives)
    for item in case.key_results:
        yield item.source.text
        yield from (initiative.text for initiative in item.source.initiatives)


RULE = Rule(
    code="S310",
    name="reasons-not-asked",
    summary="Customers shall stay, and nobody asks why they leave",
    source="Allan Kelly's review of a customer engagement OKR: “find out why they are leaving?”",
    check=_check,
    weight=65,
)
