"""States that deeds aim at, as sentences to choose from, the best first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.rewrite_deed import clause
from holdfast.review.rewrite_phrases import (
    Phrase,
    is_clause,
    is_occasion,
    is_of_people,
    join,
    lowered,
    one_of,
    subject_of,
    whole_of,
)
from holdfast.review.rewrite_things import CONSEQUENCE, passives, states_of_thing, worked_on_with
from holdfast.review.rewrite_words import (
    event_verb,
    is_class,
    is_people,
    is_plural,
    nominal,
    past_participle,
    plural,
    singular,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.rewrite_deed import Deed

_ALSO_GIVEN = frozenset({("share", "with"), ("provide", "for"), ("offer", "for"), ("deliver", "for")})
_OWN = frozenset({"our", "the", "its", "their", "these", "those"})


def states_of(deeds: tuple[Deed, ...]) -> Iterator[str]:
    """Wordings of all deeds of a sentence, each a whole sentence but for its capital letter and full stop."""
    if not deeds:
        return
    if deeds[0].subject:
        yield from _by_whom(deeds)
    rest = [_predicate_of(deed) if deed.is_about_them else next(_clauses(deed), "") for deed in deeds[1:]]
    if all(rest):
        for first in _clauses(deeds[0]):
            yield _joined(first, deeds[1:], rest)


def _joined(first: str, deeds: tuple[Deed, ...], clauses: list[str]) -> str:
    """Clauses behind each other; what is done to "them" goes on about those before."""
    text = first
    for deed, said in zip(deeds, clauses, strict=True):
        text = f"{text} and {said}" if deed.is_about_them else f"{text}, and {said}"
    return text


def _predicate_of(deed: Deed) -> str:
    """What else has been done to those named before: invited to join the community."""
    done = replace(deed, thing=None).done.removeprefix("been ")
    return join(done, deed.place, deed.rhythm, deed.tail)


def _clauses(deed: Deed) -> Iterator[str]:
    """The states that one deed aims at."""
    if (
        deed.verbs
        and deed.verbs[0][0] in {"ensure", "guarantee"}
        and deed.thing
        and is_clause(deed.thing.as_written)
    ):
        yield join(deed.thing.as_written, deed.with_people, deed.place, deed.rhythm, deed.tail)
        return
    if deed.clause:
        if deed.is_any("finding", "judging", "watching"):
            yield clause("it", "is known", deed.clause, deed.place, deed.tail) + CONSEQUENCE
        return
    if deed.thing is None and deed.people is None:
        yield from _intransitive(deed)
    if deed.people is not None:
        yield from _with_people(deed, deed.people)
    if deed.thing is not None:
        yield from _of_thing(deed, deed.thing)


def _intransitive(deed: Deed) -> Iterator[str]:
    """What there has been where nothing was done to anything: a talk has been given at 3 conferences."""
    said = nominal(deed.verbs[0][0]) if deed.verbs and deed.place else None
    if said is not None:
        yield join(said, deed.place, deed.cadence, deed.tail)


def _with_people(deed: Deed, people: Phrase) -> Iterator[str]:
    """What people have had, received, or have a date for."""
    thing = deed.thing
    if thing is None:
        yield clause(
            whole_of(people), people.have_of_people, deed.done, deed.place, deed.recurrence, deed.tail
        )
        return
    gives = any(_gives(verb, deed.link) for verb in deed.verbs)
    holds = deed.is_noun or deed.is_any("holding")
    if not gives and not (holds and is_occasion(thing) and deed.link not in {"from", "between"}):
        return
    if thing.is_count and not people.quantifier:
        yield from _counted(deed, thing, people)
    elif people.quantifier or not thing.quantifier:
        yield from _had(deed, thing, people, gives=gives)


def _gives(verb: tuple[str, str], link: str) -> bool:
    """Those behind "to" receive it, and so do those with whom it is shared or for whom it is provided."""
    return is_class(*verb, "giving") and (link == "to" or (verb[0], link) in _ALSO_GIVEN)


def _counted(deed: Deed, thing: Phrase, people: Phrase) -> Iterator[str]:
    """A number of occasions with people, of whom it is not said how many."""
    yield from passives(deed, thing)
    booked = "booked" if deed.is_any("arranging") else "been offered" if deed.link == "for" else "had"
    had = "given" if event_verb(thing.noun) == "conducted" else booked
    what = lowered(replace(thing, article=""))
    yield clause(join(people.article, people.words), "have", had, what, deed.place, deed.rhythm, deed.tail)


def _had(deed: Deed, thing: Phrase, people: Phrase, *, gives: bool) -> Iterator[str]:
    """People with their occasion: a date for it, had, received, been given; or it has reached them."""
    whole, have, behind = whole_of(people), people.have_of_people, (deed.place, deed.recurrence, deed.tail)
    if deed.is_any("arranging") and not thing.is_count:
        yield clause(whole, have, "a date for their", singular(thing.noun), thing.behind, *behind)
    what = lowered(replace(thing, article="")) if thing.is_count else _what(thing)
    had = "received" if gives or event_verb(thing.noun) == "sent" else "had"
    yield clause(whole, have, deed.manner, had, what, *behind)
    yield clause(whole, have, deed.manner, "been given", what, *behind)
    after = (deed.place, deed.rhythm, deed.tail)
    if thing.is_count:
        yield clause(what, "have", "been attended by", lowered(people), *after)
    reaching = deed.as_written or thing
    yield clause(subject_of(reaching), reaching.have, "reached", lowered(people), *after)


def _what(thing: Phrase) -> str:
    """The thing that people have had: one of it, or as it was written."""
    if thing.article.lower() in _OWN and not is_occasion(thing):
        return join(thing.article, thing.words)
    return one_of(thing)


def _of_thing(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What has been done to a thing or to people, or what is true of them then."""
    owners = _owners(thing)
    if owners and deed.people is None and not deed.is_noun and deed.is_any("arranging") and thing.is_share:
        people, occasion = owners
        dated = join("a date for their", singular(occasion.noun), occasion.behind)
        yield clause(whole_of(people), "have", dated, deed.place, deed.recurrence, deed.tail)
    yield from worked_on_with(deed)
    if is_of_people(thing):
        behind = (deed.with_people, deed.place, deed.recurrence, deed.tail)
        yield clause(whole_of(thing), thing.have_of_people, deed.done, *behind) if deed.done else ""
    else:
        yield from states_of_thing(deed, thing)


def _owners(thing: Phrase) -> tuple[Phrase, Phrase] | None:
    """Whose occasion it is: "new customer" and "onboarding calls"."""
    words = thing.noun.split()
    for position, word in enumerate(words[:-1]):
        if is_people(word):
            people = plural(" ".join(words[: position + 1]))
            occasion = Phrase("", "", " ".join(words[position + 1 :]), thing.behind)
            return Phrase(thing.quantifier, "", people, ""), occasion
    return None


def _by_whom(deeds: tuple[Deed, ...]) -> Iterator[str]:
    """What the staff that the sentence names have done, and what has been done by them."""
    subject = deeds[0].subject
    several = is_plural(subject.rpartition(" ")[2]) or re.search(r"(?i)\b(?:all|we|and)\b", subject)
    said = [join(_participles(deed), _object(deed), deed.place, deed.rhythm, deed.tail) for deed in deeds]
    yield clause(subject, "have" if several else "has", deeds[0].manner, " and ".join(said))
    if len(deeds) == 1 and deeds[0].thing is not None:
        place = join(f"by {subject[:1].lower()}{subject[1:]}", deeds[0].place)
        yield from passives(replace(deeds[0], place=place), deeds[0].thing)


def _participles(deed: Deed) -> str:
    """The verbs as participles with what belongs to them: checked in with."""
    said = []
    for verb, particle in deed.verbs:
        head, _, further = verb.partition(" ")
        said.append(join(past_participle(head), further, particle))
    return " and ".join(said)


def _object(deed: Deed) -> str:
    """The thing and the people as they were written."""
    thing = deed.as_written or deed.thing
    return join(thing.as_written if thing else deed.clause, deed.with_people)
