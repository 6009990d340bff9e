"""S303: the chain from key results to objective, spelled out as a sentence that one could doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.chain import what_has_to_be_true
from holdfast.review.coverage import ends_of, named_beside, unmeasured_ends
from holdfast.review.finding import Target
from holdfast.review.ontology import known_concepts, words
from holdfast.review.rule import Case, Rule
from holdfast.review.words import without_words
from holdfast.review.work import concepts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


_FAR = frozenset(
    {"trust", "engagement", "loyalty", "retention", "advocacy", "expansion", "clv", "growth", "revenue"}
)
_OWN_PEOPLE = frozenset({"employee", "organisation"})


def _check(case: Case) -> Iterator[Finding]:
    chain = what_has_to_be_true(case) if _is_far(case) else None
    if chain is not None:
        yield RULE.finding(
            "question",
            Target("okr"),
            chain.sentence,
            why="That is the assumption here: it may be a reasonable one, and it is not automatic.",
            question=f"What makes you believe that, when {chain.steps[-1]}, {chain.states[-1]}?",
        )


def _is_far(case: Case) -> bool:
    """An end that is not measured is a state that other states lead to.

    Work beside a near end ("satisfaction", "onboarding") is told by S301 alone: there is no chain to doubt.
    Nor is there where only a function of the company is named ("customer success"), or its own people.
    """
    missing = unmeasured_ends(case)
    if not missing or not _OWN_PEOPLE.isdisjoint(case.reading.concepts):
        return False
    text = without_words(case.source.text, words("compare", "functions"))
    named = {known.name for known in known_concepts((*concepts_in(text), *named_beside(text)))}
    measured = {one.name for end in ends_of(case.reading) if end not in missing for one in end.concepts}
    return not _FAR.isdisjoint(named - measured)


RULE = Rule(
    code="S303",
    name="unspoken-assumption",
    summary="The objective follows from the key results only by an assumption",
    source="Allan Kelly's review of a customer engagement OKR: “there is an assumption here”; OKR corpus",
    check=_check,
    weight=75,
)
