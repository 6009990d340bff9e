"""What a doing is for, as a state of the customers it is for, with gaps to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.language import load_language
from holdfast.review.rewrite_parts import take_apart
from holdfast.review.rewrite_phrases import phrase_of
from holdfast.review.rewrite_words import goals, is_people, plural

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading


def as_customer_state(reading: KeyResultReading) -> str:
    """What the activity is for, as a state of the customers it is for, with gaps to fill.

    Calls with new customers are for "‹share› of new customers use ‹core action› by day ‹30›", interviews for
    "‹share› of the issues that customers raised are resolved by ‹date›".
    """
    people = _whom(reading)
    said = f"{people} {reading.text}".lower()
    goal = next(goal for signs, goal in goals() if signs().search(said))
    return goal.replace("{people}", people)


def _whom(reading: KeyResultReading) -> str:
    """Those whom the activity is for, as the sentence names them."""
    found = take_apart(reading.text.strip().rstrip(".;,!").strip())
    for deed in found.deeds if found else ():
        people = deed.people
        is_sought = deed.is_any("finding")  # reasons why customers leave are no customers
        if people is None and deed.thing is not None and is_people(deed.thing.last) and not is_sought:
            people = deed.thing
        if people is not None and any(is_people(word) for word in people.noun.split()):
            behind = "" if any(sign in people.behind for sign in ",.;(") else people.behind
            return f"{plural(people.noun)} {behind}".strip()
        owners = None if deed.thing is None else _owners(deed.thing.noun)
        if owners is not None:
            return owners
    named = reading.population
    if named and any(is_people(word) for word in named.split()):
        return phrase_of(named).words
    return "customers"


def _owners(noun: str) -> str | None:
    """Whose occasion it is: the new customers of "new customer onboarding calls"."""
    words = noun.split()
    ends = [place for place, word in enumerate(_before_occasion(words), start=1) if is_people(word)]
    return plural(" ".join(words[: ends[0]])) if ends else None


def _before_occasion(words: list[str]) -> list[str]:
    """The words before the occasion's own: a "business review" is none of businesses."""
    lower = [word.lower() for word in words]
    for at, word in enumerate(lower):
        for phrase, tag in load_language().phrases.get(word, ()):
            found = lower[at : at + len(phrase)]
            if tag == "checkup" and (*found[:-1], found[-1].removesuffix("s")) == phrase:
                return words[:at]
    return words[:-1]
