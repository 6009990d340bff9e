"""A deliverable reworded as what changes once it is there: it is used, it is read, it is noticed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.rewrite_check import best_of
from holdfast.review.rewrite_command import as_command
from holdfast.review.rewrite_deed import Deed, clause
from holdfast.review.rewrite_effect import effect_of
from holdfast.review.rewrite_parts import take_apart
from holdfast.review.rewrite_phrases import (
    Phrase,
    is_level,
    join,
    lowered,
    one_of,
    phrase_of,
    subject_of,
    tags_of,
    whole_of,
)
from holdfast.review.rewrite_things import FROM_TO, noticed_with
from holdfast.review.rewrite_words import Shape, listed, past_participle, singular, there, with_article
from holdfast.review.words import listed as listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.reading.model import KeyResultReading

_INTERNAL = Shape(r"(?i)\b(?:internal|sales|team|staff|hiring|engineering|interview|support team)\b")
_WITH_LEVEL = Shape(r"(?i)\s+with\s+(?P<article>an?\s+)?(?P<level>\S.*)$")
_SEVERAL = Shape(r"[A-Za-z)\d][.;!?]\s+[A-Z]")
_USES = frozenset({"use", "uses", "is", "are", "was", "were"})
_PLAIN_NUMBER = Shape(r"(?i)(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve)$")
_HIRING = frozenset({"hire", "recruit", "appoint", "staff"})
_MOVING = {
    "reduce": "down",
    "decrease": "down",
    "cut": "down",
    "lower": "down",
    "increase": "up",
    "expand": "up",
    "grow": "up",
}


def as_gain(reading: KeyResultReading) -> str | None:
    """What changes once the deliverable is there, with gaps; None where the sentence is not understood.

    "Launch a help centre by Q2" becomes "‹share› of customers use the help centre by Q2": the thing, its
    number and the deadline stay.
    """
    text = reading.text.strip().rstrip(".;,!: ").strip()
    aimed_at = best_of(reading, _effects(text), unwanted="output")
    return aimed_at or best_of(reading, _wordings(text), unwanted="output")


def as_result_alone(reading: KeyResultReading) -> str | None:
    """The result that a sentence hopes for behind its deliverable, as the only thing it says; None for none.

    "Launch the paid tier with 15% conversion" becomes "The paid tier has reached 15% conversion".
    """
    return best_of(reading, _effects(reading.text.strip().rstrip(".;,!: ").strip()), unwanted="output")


def _effects(text: str) -> Iterator[str]:
    """The effect that the sentence itself names, brought by the thing."""
    yield from _reached(text)
    effect = effect_of(text)
    means = take_apart(effect.means) if effect is not None else None
    if effect is None or means is None or means.deeds[0].thing is None:
        return
    deed, thing = means.deeds[0], means.deeds[0].thing
    around = (deed.with_people, deed.place)
    if effect.is_of_thing:
        brought = join(past_participle(effect.verb), effect.words)
        yield clause(join(subject_of(deed.as_written or thing), *around), thing.have, brought, deed.tail)
    is_named = thing.quantifier or thing.is_several or thing.article.lower() not in {"", "a", "an"}
    named = thing.as_written if is_named else one_of(thing)
    yield join(f"{effect.state}, through", named[:1].lower() + named[1:], *around, deed.time)


def _reached(text: str) -> Iterator[str]:
    """A level that stands behind the thing: "launch the app *with a 4.5 rating*"."""
    for found in _WITH_LEVEL().finditer(text):
        before = take_apart(text[: found.start()])
        level = found["level"].strip(" .,;")
        if before is None or len(before.deeds) > 1 or before.deeds[0].thing is None or not is_level(level):
            continue
        deed, thing = before.deeds[0], before.deeds[0].thing
        if re.search(r"\s[-\u2013:]\s", thing.as_written):
            continue
        needs_article = found["article"] is None and level[:1].isalpha()
        phrase = phrase_of(level)
        named = (
            with_article(level)
            if needs_article and not phrase.is_several
            else join((found["article"] or "").strip(), level)
        )
        around = (deed.with_people, deed.place)
        whole = join(subject_of(_definite(deed.as_written or thing)), *around)
        yield clause(whole, thing.have, "reached", named, deed.tail)


def _wordings(text: str) -> Iterator[str]:
    """Gains of the thing, or of all things that the sentence names."""
    if _SEVERAL().search(text):
        return
    found = take_apart(as_command(text))
    things = [deed for deed in found.deeds if deed.thing is not None] if found is not None else []
    if found is None:
        return
    agreed = found.deeds[0].clause if len(found.deeds) == 1 else ""
    if agreed:
        yield from noticed_with(join("agreement on", agreed, found.deeds[0].place, found.deeds[0].tail))
        return
    if not things or things[0].thing is None:
        where = next((deed for deed in found.deeds if deed.place.lower().startswith("in ")), None)
        if where is not None:
            yield clause("‹number› customers", where.place, "‹do what it makes possible›", where.tail)
        return
    if len(found.deeds) == 1:
        yield from (f"{found.label}{gain}" for gain in _gains(things[0], things[0].thing))
    elif len(things) == len(found.deeds) and not any(deed.is_about_them for deed in things):
        named = listed_words(_named(deed, deed.thing) for deed in things if deed.thing is not None)
        behind = join(*(join(deed.place, deed.rhythm, deed.tail) for deed in things))
        yield from noticed_with(join(named, "in use", behind))


def _gains(deed: Deed, thing: Phrase) -> Iterator[str]:
    """What changes, the wording that fits the sort of thing first."""
    words = join(thing.as_written, deed.place)
    if not thing.noun[:1].isalnum() or not _USES.isdisjoint(words.split()) or ": " in words:
        return
    yield from _moved_itself(deed, thing)
    yield from _used_or_read(deed, thing)
    if thing.last.lower() in listed("nouns", "abstract") and deed.verbs:
        made = join(past_participle(deed.verbs[0][0].split(" ")[0]), deed.place, deed.rhythm, deed.tail)
        yield from noticed_with(f"{lowered(deed.as_written or thing)} {made}")
        yield clause("‹share› of customers", "notice", _named(deed, thing), deed.place, deed.tail)
    elif _kind(deed, thing):
        yield from noticed_with(_with_thing(deed))
        yield from noticed_with(_in_use(deed, thing, join(deed.place, deed.rhythm, deed.tail)))


def _moved_itself(deed: Deed, thing: Phrase) -> Iterator[str]:
    """Markets that are entered have customers; what is made better has improved."""
    if singular(thing.last).lower() in listed("nouns", "markets"):
        named = join(lowered(thing), deed.with_people)
        yield clause("‹number› customers in", named, deed.place, "‹do what it makes possible›", deed.tail)
    if deed.is_any("bettering") and not thing.quantifier:
        better = clause(_subject(deed, thing), thing.have, "improved", deed.place, deed.rhythm, deed.tail)
        yield f"{better}: ‹measure› {FROM_TO}"


def _used_or_read(deed: Deed, thing: Phrase) -> Iterator[str]:
    """Customers, or those to whom it is handed, use it; readers come to it."""
    kind, state = _kind(deed, thing), there(*deed.verbs[0]) if deed.verbs else None
    behind = join(re.sub(r"(?i)^to market$", "on the market", deed.place), deed.rhythm)
    if kind == "used" and state in {None, "under way"}:
        when = (deed.time, deed.purpose) if deed.time else (deed.purpose, "within ‹30› days of launch")
        if deed.link == "to" and deed.people is not None:
            alone = _named(replace(deed, people=None), thing)
            yield clause(whole_of(deed.people), "use", alone, behind, *when)
        yield clause("‹share› of customers", "use", _named(deed, thing), behind, *when)
    if kind == "read" and state in {None, "complete"}:
        brought = "brought ‹number› readers ‹who come back›"
        yield clause(_subject(deed, thing), thing.have, brought, behind, deed.tail)


def _with_thing(deed: Deed) -> str:
    """The thing with how it is there: the plan in use by September, 5 engineers on board."""
    thing = deed.thing or Phrase("", "", "", "")
    named, tail = _named(deed, thing), join(deed.place, deed.rhythm, deed.tail)
    verb = deed.verbs[0][0] if deed.verbs else ""
    state = there(*deed.verbs[0]) if deed.verbs else None
    if state is None and singular(thing.last).lower() in listed("nouns", "burdens"):
        state = "gone"
    if verb == "add" and tail.lower().startswith("to "):
        state = "on"
    if verb in _MOVING:
        behind, _, start = f" {thing.behind}".partition(" from ")
        kept = replace(thing, behind=behind.strip())
        return join(
            _named(replace(deed, as_written=kept), kept), _MOVING[verb], start and f"from {start}", tail
        )
    if state is not None:
        return join(named, _state(state, thing, tail))
    if _kind(deed, thing) == "hired":
        return join(lowered(thing), deed.with_people, "on board", tail)
    return _in_use(deed, thing, tail)


def _state(state: str, thing: Phrase, tail: str) -> str:
    """How the thing is there, as it agrees: on the new plan, running on their own."""
    if state == "on" or (state == "in its new form" and tail.lower().startswith(("into ", "to "))):
        return _moved(tail)
    role = re.sub(r"(?i)^to ", "as ", tail) if state.endswith("role") else tail
    return join(state.replace("its", "their") if thing.is_several else state, role)


def _in_use(deed: Deed, thing: Phrase, tail: str) -> str:
    """The thing in use, in production, or in use with those who were given it."""
    if deed.place.lower().startswith("into "):
        return join(_named(deed, thing), f"in{tail[4:]}")
    if deed.link == "to" and deed.people is not None:
        return join(_named(replace(deed, people=None), thing), "in use with", lowered(deed.people), tail)
    use = "under way" if singular(thing.last).lower() in listed("nouns", "underway") else "in use"
    return join(_named(deed, thing), use, re.sub(r"(?i)^(?:in place|live|to production)\b\s*", "", tail))


def _moved(tail: str) -> str:
    """Where something is once it was moved there: on the new plan, in German, on Kubernetes."""
    found = re.match(r"(?i)(?:in)?to\s+(.+)", tail)
    if found is None:
        return join("in its new place", tail)
    inside = re.search(
        r"(?i)\b(?:cloud|account|section|page|list|portal|library|region|language|german|french|spanish|english|italian)",
        found[1],
    )
    return join("in" if inside or tail.lower().startswith("into") else "on", found[1])


def _kind(deed: Deed, thing: Phrase) -> str:
    """What becomes of the thing: used, read, hired, or something the team works with."""
    last = singular(thing.last).lower()
    if thing.last.lower().endswith("ed"):
        return ""
    if any(verb in _HIRING for verb, _ in deed.verbs) or "staff" in tags_of(last):
        return "hired"
    if last in listed("nouns", "read"):
        return "read"
    is_used = last in listed("nouns", "used") and not _INTERNAL().search(thing.noun)
    return "used" if is_used else "worked with"


def _named(deed: Deed, thing: Phrase) -> str:
    """The thing within a sentence: the help centre, the 3 new landing pages."""
    return join(lowered(_definite(deed.as_written or thing)), deed.with_people)


def _subject(deed: Deed, thing: Phrase) -> str:
    return join(subject_of(deed.as_written or thing), deed.with_people)


def _definite(thing: Phrase) -> Phrase:
    """The same with "the": once it is there, it is this one."""
    if thing.quantifier:
        is_number = _PLAIN_NUMBER().match(thing.quantifier) is not None
        return replace(thing, quantifier=f"the {thing.quantifier.lower()}") if is_number else thing
    if thing.article.lower() in {"a", "an"}:
        return replace(thing, article="the")
    named = subject_of(thing)
    return replace(thing, article="the") if named.startswith("the ") and not thing.article else thing
