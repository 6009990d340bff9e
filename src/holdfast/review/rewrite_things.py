"""States of things: done, known, better, at another number, or had by others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.rewrite_deed import clause
from holdfast.review.rewrite_phrases import (
    is_measure,
    is_occasion,
    is_source,
    join,
    lowered,
    one_of,
    phrase_of,
    subject_of,
    whole_of,
)
from holdfast.review.rewrite_words import event_verb, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.rewrite_deed import Deed
    from holdfast.review.rewrite_phrases import Phrase

CONSEQUENCE = ", and ‹what changes for customers because of it›"
FROM_TO = "from ‹today's value› to ‹target›"
COMMON = frozenset({"work", "collaborate", "partner", "coordinate", "liaise", "align"})
_BEFORE_ADJECTIVES = frozenset({"default", "publicly", "more", "fully", "freely"})


def states_of_thing(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What is true of a thing once the deed is done, the best wording first."""
    if (
        deed.people is None
        and not thing.quantifier
        and deed.is_any("giving")
        and event_verb(thing.noun) == "sent"
    ):
        received = (one_of(thing), deed.place, deed.recurrence, deed.tail)
        yield clause("‹share› of customers", "have received", *received)
    yield from _had_by_each(deed, thing)
    if not deed.is_noun and len(deed.verbs) == 1:
        yield from _better(deed, thing)
        yield from _at_another_number(deed, thing)
        yield from _with_a_property(deed, thing)
        yield from _in_use(deed, thing)
        yield from _known(deed, thing)
    yield from passives(deed, thing)


def noticed_with(words: str) -> Iterator[str]:
    """What customers notice once something is there or done, said before it and behind it."""
    noticed = f"‹what customers notice› goes {FROM_TO}"
    yield f"with {words}, {noticed}"
    yield f"{noticed}, with {words}"


def worked_on_with(deed: Deed) -> Iterator[str]:
    """What was worked on with others: account plans have been worked on with sales."""
    found = re.match(r"on\s+(.+)", deed.place)
    if not found or deed.thing is None or not deed.verbs:
        return
    verb, particle = deed.verbs[0]
    if verb in COMMON and particle in {"with", "together with"}:
        what, others = phrase_of(found[1]), f"with {deed.thing.as_written}"
        done = (deed.manner, others, deed.rhythm, deed.tail)
        yield clause(subject_of(what), what.have, "been worked on", *done) + CONSEQUENCE


def _had_by_each(deed: Deed, thing: Phrase) -> Iterator[str]:
    """A share of things that had their occasion: 90% of pull requests have had a code review."""
    found = re.match(r"(?:on|of|for|in|at)\s+(.+)", thing.behind or deed.place)
    of_what = phrase_of(found[1]) if found else None
    if of_what is None or not of_what.quantifier or not of_what.is_share:
        return
    if not thing.quantifier and is_occasion(thing) and (deed.is_noun or deed.is_any("holding")):
        what = one_of(replace(thing, behind=""))
        behind = (deed.recurrence, deed.place if thing.behind else "", deed.tail)
        yield clause(whole_of(of_what), of_what.have_of_people, "had", what, *behind)


def _better(deed: Deed, thing: Phrase) -> Iterator[str]:
    """It has improved, by a measure that is still to be named."""
    if deed.is_any("bettering") and not thing.quantifier:
        named = join(subject_of(thing), deed.with_people)
        yield (
            clause(named, thing.have, "improved", deed.place, deed.rhythm, deed.tail)
            + f": ‹measure› {FROM_TO}"
        )


def _at_another_number(deed: Deed, thing: Phrase) -> Iterator[str]:
    """A number that is watched is the number that should move."""
    if deed.is_any("watching") and is_measure(thing):
        named = join(subject_of(thing), deed.with_people)
        yield clause(named, "go" if thing.is_several else "goes", FROM_TO, deed.place, deed.tail)


def _with_a_property(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What is made something is it: "make information public"."""
    if deed.verbs[0] != ("make", "") or thing.last.lower() not in listed("nouns", "adjectives"):
        return
    words = thing.noun.split()
    leads = (i for i, word in enumerate(words) if word.lower() in _BEFORE_ADJECTIVES)
    at = next(leads, len(words) - 1)
    noun = replace(thing, noun=" ".join(words[:at]), behind="")
    if words[:at]:
        property_ = join(*words[at:], thing.behind)
        yield clause(subject_of(noun), noun.are, property_, deed.place, deed.tail)


def _in_use(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What is released again and again reaches customers as often."""
    if deed.is_any("releasing") and deed.unit and not thing.quantifier:
        behind = (deed.place, deed.rhythm, deed.tail)
        yield clause(subject_of(deed.as_written or thing), thing.have, "reached customers", *behind)
        yield clause("customers", "get new", thing.words, *behind)


def _known(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What is found out is known, and something should follow from it."""
    if not deed.is_any("finding"):
        return
    behind = (deed.with_people, deed.place, deed.rhythm, deed.tail)
    if not thing.quantifier and re.search(r"\d", deed.place):
        named = one_of(thing) if not thing.article and not thing.is_several else subject_of(thing)
        yield clause(named, thing.have, deed.done, *behind)
    elif not is_source(thing):
        yield clause(subject_of(thing), f"{thing.are} known", *behind) + CONSEQUENCE


def passives(deed: Deed, thing: Phrase) -> Iterator[str]:
    """The thing done, with how many of it: 80% of onboarding calls completed."""
    if not deed.done:
        return
    as_written = deed.as_written or thing
    stands_behind = deed.link == "to" or (deed.link == "with" and not is_occasion(thing))
    people = deed.with_people
    named = subject_of(as_written, _gap(deed))
    if named.startswith("the ") and not as_written.article and deed.is_any("counting", "giving"):
        named = one_of(as_written)
    head = named if stands_behind else join(named, people)
    tail = join(people if stands_behind else "", deed.place, deed.rhythm, deed.tail)
    if thing.quantifier and thing.is_share and not thing.is_each and not _has_particle(deed):
        yield clause(head, deed.done.removeprefix("been "), tail)
    have = "have" if named.startswith("‹number›") else thing.have
    yield clause(head, have, deed.done, tail) + _ending(deed, thing)
    if thing.quantifier and (thing.behind or (people and not stands_behind)):
        first = lowered(replace(as_written, behind=""))
        late = people if not stands_behind else ""
        yield clause(first, have, deed.done, thing.behind, late, tail) + _ending(deed, thing)
    if not _has_particle(deed):
        with_thing = clause(head[:1].lower() + head[1:], deed.done.removeprefix("been "), tail)
        yield from noticed_with(with_thing)


def _has_particle(deed: Deed) -> bool:
    return not deed.done.startswith("been ") or any(particle for _, particle in deed.verbs)


def _gap(deed: Deed) -> str:
    """What stands before a thing of which it is not said how many."""
    if deed.people is not None and deed.people.quantifier:
        return ""
    return "‹number›" if deed.is_any("counting") else "‹share› of" if deed.is_any("covering") else ""


def _ending(deed: Deed, thing: Phrase) -> str:
    """What a bare doing lacks: how many more, or what follows from having looked."""
    if thing.asks_for_more:
        return ", up from ‹today's number›"
    said = join(thing.quantifier, thing.behind, deed.with_people, deed.place)
    counted = (
        thing.quantifier or re.search(r"\d", said) or (deed.people is not None and deed.people.quantifier)
    )
    return CONSEQUENCE if deed.is_any("judging") and not counted else ""
