"""S302: key results about other people than the objective."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of, unmeasured_ends
from holdfast.review.finding import Target
from holdfast.review.ontology import vocabulary, words
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import MEMORY, first_span, holds, listed
from holdfast.review.work import is_measured_by, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_LEAST_SHARE = 1 / 3
_CONTRARY = ("size", "plan", "tier")


def _check(case: Case) -> Iterator[Finding]:
    yield from _new_under_existing(case)
    yield from _other_segment(case)
    yield from _own_people(case)


def _new_under_existing(case: Case) -> Iterator[Finding]:
    """New customers' first weeks under an objective about existing customers that nothing else measures."""
    existing = [item for end in unmeasured_ends(case) for item in end.concepts if item.about == "existing"]
    ends = [item for end in ends_of(case.reading) for item in end.concepts]
    is_about_new = holds(case.source.text, words("people", "life", "new")) or any(
        item.about == "new" for item in ends
    )
    others = _about(case, words("people", "life", "new"))
    own = tuple(item for item in others if not any(is_measured_by(one, item.reading) for one in ends))
    if not existing or is_about_new or len(own) < _LEAST_SHARE * len(case.key_results):
        return
    nouns = listed(dict.fromkeys(item.noun for item in existing))
    verb = "is" if len(own) == 1 else "are"
    yield RULE.finding(
        "question",
        Target("okr"),
        f"{_capital(numbers_of(own))} {verb} about new customers, while {nouns} by definition "
        f"{'is' if len(existing) == 1 else 'are'} about existing ones.",
        why="New customers become existing ones, but those who leave may have been customers for years.",
        question="Of the customers who left, what share did so early? Is that what this OKR is really about?",
    )


def _other_segment(case: Case) -> Iterator[Finding]:
    """A key result about small customers under an objective about large ones, and the like."""
    for dimension in _CONTRARY:
        wanted = _values(case.source.text, dimension)
        for item in case.key_results:
            named = _values(item.reading.text, dimension)
            if len(wanted) == 1 and named and not named & wanted:
                value = next(iter(named))
                yield RULE.finding(
                    "question",
                    item.target,
                    f"Key result {item.number} is about other customers than the objective.",
                    why="It can be met while nothing changes for those whom the objective names.",
                    span=first_span(item.source.text, words("people", dimension, value)),
                    question="Which of the two groups is this OKR about?",
                )


def _own_people(case: Case) -> Iterator[Finding]:
    """Key results about the company's own people under an objective about customers."""
    staff = words("people", "side", "staff")
    about = _about(case, staff)
    promised = any(
        item.about == "existing" or item.name in {"satisfaction", "effort"}
        for e in ends_of(case.reading)
        for item in e.concepts
    )
    if promised and not holds(case.source.text, staff) and 2 * len(about) > len(case.key_results):
        yield RULE.finding(
            "question",
            Target("okr"),
            f"{_capital(numbers_of(about))} {'is' if len(about) == 1 else 'are'} about the team, "
            "while the objective is about customers.",
            why="What is good for the team may be good for customers, but it has to be shown.",
            question="What would customers notice?",
        )


def _about(case: Case, people: tuple[str, ...]) -> tuple[KeyResultCase, ...]:
    return tuple(
        item
        for item in case.key_results
        if holds(item.reading.text, people) or holds(item.reading.population or "", people)
    )


@lru_cache(maxsize=MEMORY)
def _values(text: str, dimension: str) -> frozenset[str]:
    values = vocabulary()["people"][dimension]
    return frozenset(value for value in values if holds(text, words("people", dimension, value)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


RULE = Rule(
    code="S302",
    name="key-results-about-others",
    summary="The key results are about other people than the objective",
    source="Allan Kelly's review of a customer engagement OKR: on the objective; OKR corpus",
    check=_check,
    weight=70,
)
