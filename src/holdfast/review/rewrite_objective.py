"""Objectives without their number, and tasks as the state that they are worth doing for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.ontology import pattern, words
from holdfast.review.rewrite_parts import take_apart
from holdfast.review.rewrite_phrases import is_of_people, join, lowered, phrase_of, subject_of
from holdfast.review.rewrite_states import states_of
from holdfast.review.rewrite_things import CONSEQUENCE
from holdfast.review.rewrite_words import is_people, plural

if TYPE_CHECKING:
    from holdfast.review.reading.model import Span
    from holdfast.review.rewrite_deed import Deed

_ARTICLES = frozenset({"a", "an", "the", "only", "just", "about", "around", "up"})
_REACHING = frozenset(
    {"hit", "reach", "cross", "exceed", "surpass", "achieve", "attain", "get", "make", "pass"}
)
_CUSTOMERS = "customers"


def without_number(text: str, span: Span) -> str | None:
    """The objective without its number, where what is left is still a sentence.

    "Reduce churn to 3%" becomes "Reduce churn", "Cross $5M ARR" becomes "Grow ARR".
    """
    head, tail = _without_lead(text[: span[0]]), pattern("number_range").sub("", text[span[1] :])
    tail = re.sub(r"^\s*(?:%|x|\+|percent|per cent|points?)(?=\s|$)", "", tail, flags=re.IGNORECASE)
    if not pattern("goes_on").match(tail):
        before = head.split(" ")
        if before[-1].lower() in _REACHING:
            head = " ".join([*before[:-1], "Grow" if len(before) == 1 else "grow"])
        tail = re.sub(r"^\s*(?:of|in)\s+", " ", f" {tail.lstrip()}")
    rest = f"{head}{tail}".strip(" ,;.")
    return rest[:1].upper() + rest[1:] if " " in rest and not re.search(r"\d+\s?%", rest) else None


def _without_lead(head: str) -> str:
    """What stands before a number, without the words and signs that lead to it."""
    parts = head.rstrip("+-<>≤≥~$€£ \t\n").split(" ")
    while parts and parts[-1].lower() in {*words("objective", "leads"), *_ARTICLES}:
        parts.pop()
    return " ".join(parts)


def as_state(text: str) -> str | None:
    """The state that a task is worth doing for, with a gap; None where the task is not understood.

    "Launch the loyalty programme" becomes "Customers ‹get what they could not get before› with the loyalty
    programme".
    """
    found = take_apart(text.strip().rstrip(".;,!"))
    deed = found.deeds[0] if found else None
    if found is None or deed is None or deed.thing is None:
        return None
    who, thing = _whom(deed), deed.as_written or deed.thing
    who = f"{found.label}{who[:1].upper()}{who[1:]}"
    if deed.verbs and deed.verbs[0][0] in _REACHING:
        return None
    if is_of_people(thing):
        return f"{who} ‹reach what they came for›"
    if not deed.is_any("making"):
        state = next(states_of(found.deeds), "").removesuffix(CONSEQUENCE)
        return f"{who} ‹what is better for them›, because {state}" if state else None
    named = thing if thing.quantifier else phrase_of(_definite(deed))
    with_thing = join("with", lowered(named), deed.place)
    return f"{who} ‹can do what they could not do before› {with_thing}"


def _definite(deed: Deed) -> str:
    """The thing with "the" where it had "a" or nothing."""
    thing = deed.as_written or deed.thing
    if thing is None:
        return ""
    if thing.article.lower() in {"a", "an"}:
        return join("the", thing.words)
    return subject_of(thing)


def _whom(deed: Deed) -> str:
    """The customers that the task names, or customers."""
    for people in (deed.people, deed.thing):
        if people is not None and is_people(people.last):
            return join(plural(people.noun), people.behind)
    return _CUSTOMERS
