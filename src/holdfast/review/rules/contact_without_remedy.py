"""S306: contact and listening without a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.finding import Target
from holdfast.review.ontology import words
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import holds
from holdfast.review.work import asks_why, is_own_work, kinds_of_work, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_CONTACT = frozenset({"contact", "listening"})
_CARE = frozenset(
    {
        "onboarding",
        "activation",
        "support",
        "effort",
        "value",
        "trust",
        "satisfaction",
        "adoption",
        "engagement",
        "loyalty",
    }
    | {"retention", "advocacy"}
)
_REMEDIES = frozenset({"resolution_time", "first_contact_resolution", "backlog"})


def _check(case: Case) -> Iterator[Finding]:
    contact = tuple(item for item in case.key_results if _is_contact(item))
    if not contact or not _is_care(case) or any(_is_remedy(item) for item in case.key_results):
        return
    yield RULE.finding(
        "question",
        Target("okr"),
        f"{numbers_of(contact).capitalize()} {'brings' if len(contact) == 1 else 'bring'} issues to light, "
        "and no key result sees to it that they are resolved.",
        why="Being asked and then left alone with the issue annoys customers more than not being asked.",
        rewrite="‹80%› of the issues that customers raise are resolved within ‹14› days",
        question="Are the issues that customers raise put right, and how would you know?",
    )


def _is_care(case: Case) -> bool:
    """The objective is for customers whom the company has."""
    return any(item.name in _CARE for end in ends_of(case.reading) for item in end.concepts)


def _is_contact(item: KeyResultCase) -> bool:
    """The team talks or listens to customers whom it has."""
    if asks_why(item.reading.text):
        return False
    kinds = _CONTACT.intersection(kinds_of_work(item.reading.text))
    return (
        bool(kinds)
        and is_own_work(item.reading)
        and not holds(item.reading.text, words("leaving", "not_customers"))
    )


def _is_remedy(item: KeyResultCase) -> bool:
    reading = item.reading
    texts = (reading.text, *(initiative.text for initiative in item.source.initiatives))
    if reading.metric in _REMEDIES or (reading.metric == "ticket_volume" and reading.direction == "down"):
        return True
    return any("remedy" in kinds_of_work(text) for text in texts)


RULE = Rule(
    code="S306",
    name="contact-without-remedy",
    summary="Customers are asked, and nothing is put right",
    source="Allan Kelly's review of a customer engagement OKR: “take remedial action?”",
    check=_check,
    weight=60,
)
