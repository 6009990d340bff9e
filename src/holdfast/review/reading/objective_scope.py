"""Whom an objective is about: as a key result would name them, or people and teams as its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    first_qualifier,
    in_brackets,
    modifiers_before,
    plural,
    population_of,
)
from holdfast.review.reading.people import is_part_of_name
from holdfast.review.reading.population import read_population

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_OPENING = 8  # words from a bracket to "only"
_NEAR = 5


def read_scope(frame: Frame) -> Population | None:
    """The population an objective names, or None where everybody is meant."""
    found = _in_brackets_only(frame) or _base(frame) or _named(frame)
    return (
        found
        or _counted_people(frame)
        or _people_first(frame)
        or _every_firm(frame)
        or _own_team(frame)
        or _place(frame)
        or _early_users(frame)
    )


def _in_brackets_only(frame: Frame) -> Population | None:
    """A group in brackets with "only": (paying accounts only)."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "only" not in word.roles or index <= 1:
            continue
        span = range(index - 1, max(-1, index - _OPENING), -1)
        opening = next((i for i in span if words[i].lower == "("), None)
        if opening is not None and opening + 1 < index:
            return population_of(frame, opening + 1, index)
    return None


def _named(frame: Frame) -> Population | None:
    """As a key result would name it; an organisation that is built is none."""
    found = read_population(frame)
    if found is None or frame.clause.action != "make":
        return found
    opening = next(word for word in frame.sentence.words if word.start >= found.span[0])
    return None if "own_firm" in opening.roles else found


def _counted_people(frame: Frame) -> Population | None:
    """People whom a key result would count ("reach 500 paying customers") and an objective is about."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        start = first_qualifier(words, index) if "customer" in word.tags else index
        covering = frame.sentence.metric_at(index)
        if start < index and covering is not None and covering.name == "active_users":
            return population_of(frame, start, index + 1)
    return None


def _base(frame: Frame) -> Population | None:
    """The base or list of some people: existing customer base, subscriber list."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        if "people_base" not in words[index + 1].roles or not word.tags & {"customer", "specific"}:
            continue
        start = first_qualifier(words, index)
        if "specific" in word.tags:
            start = modifiers_before(frame, index)
        if start < index or "specific" in word.tags:
            return population_of(frame, start, index + 1)
    return None


def _people_first(frame: Frame) -> Population | None:
    """People whose state is the goal, whatever it is called: donor engagement, patient care."""
    words = frame.sentence.words
    if frame.clause.action == "make" and not _has_state(words) and not _is_made_so(frame):
        return None
    for index, word in enumerate(words):
        if "specific" not in word.tags or index == frame.clause.head or "anybody" in word.roles:
            continue
        start = modifiers_before(frame, index)
        is_one = any(before.tags & {"article"} for before in words[max(0, start - 2) : start])
        if not is_one and not in_brackets(words, index) and not is_part_of_name(words, index):
            return population_of(frame, start, index + 1)
    return None


def _is_made_so(frame: Frame) -> bool:
    """Nothing is built: people are made proud, or enabled to do something."""
    head = frame.clause.head or 0
    return frame.sentence.words[head].verb in frame.sentence.language.goals["soft"]


def _has_state(words: Sequence[Word]) -> bool:
    """What is made is a state of people."""
    return any(word.tags & {"state", "measure"} or "care" in word.roles for word in words)


def _every_firm(frame: Frame) -> Population | None:
    """Every firm of the world, where customers are meant: "accessible to every company"."""
    words = frame.sentence.words
    for index in range(1, len(words)):
        word = words[index]
        is_firm = "customer" in word.tags and "plain_people" not in word.roles
        if is_firm and words[index - 1].tags & {"all"}:
            return Population(plural(word.text), word.span)
    return None


def _own_team(frame: Frame) -> Population | None:
    """A team by its field, or the teams that something is made possible for."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "team_unit" not in word.roles:
            continue
        if index and "team_field" in words[index - 1].roles:
            start = modifiers_before(frame, index - 1)
            return population_of(frame, start, index + ("team_culture" not in word.roles))
        near = words[max(0, index - _NEAR) : index]
        if "teams" in word.roles and any("enabling" in w.roles for w in near):
            return population_of(frame, index, index + 1)
    return None


def _place(frame: Frame) -> Population | None:
    """A place behind its preposition: in the region, outside of our current footprint."""
    words = frame.sentence.words
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].text[0].isalnum()), len(words))
    for index, word in enumerate(words[last:], start=last):
        if "place_noun" not in word.roles or word.lower != word.lemma:
            continue
        lead = next(
            (i for i in range(index - 1, max(-1, index - _NEAR), -1) if "place_lead" in words[i].roles), None
        )
        if lead is not None:
            start = next(i for i in range(lead + 1, index + 1) if "determiner" not in words[i].tags)
            return population_of(frame, start, index + 1)
    return None


def _early_users(frame: Frame) -> Population | None:
    """Those in a first span of time: "first-week activation"."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-2]):
        if "first_word" in word.roles and words[index + 1].glued and "span_noun" in words[index + 1].roles:
            return Population(
                f"{word.lower}-{words[index + 1].lower} users", (word.start, words[index + 1].end)
            )
    return None
