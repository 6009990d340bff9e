"""Activity, output or outcome: who acts, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import Clause, object_words, skip_openers
from holdfast.review.reading.deeds import acted, made, other, served
from holdfast.review.reading.occasions import is_occasion
from holdfast.review.reading.subjects import FormReading, subject_form
from holdfast.review.reading.things import BETTER, has_measure, names_metric, tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.model import Form
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.spans import Spans
    from holdfast.review.reading.words import Word

_MOVES = frozenset({"up", "down", "keep", "reach"})
_MAKE_SURE = 2  # words of "make sure"
_OF_OTHERS = frozenset({"won", "customer"})
_MEASURED = frozenset({"customer", "won", "measure", "ticket"})


def read_form(sentence: Sentence, clause: Clause, spans: Spans) -> FormReading:
    """Form of a key result: by its head verb and what the verb acts on, else by its subject."""
    if clause.head is None:
        return subject_form(sentence, clause)
    words = sentence.words
    thing = object_words(words, clause.head)
    form = _assured(sentence, clause) or _verb_form(sentence, clause, thing, spans)
    last = clause.head + max(1, words[clause.head].length) - 1
    return FormReading(form, (words[clause.head].start, words[last].end))


def _verb_form(sentence: Sentence, clause: Clause, thing: Sequence[Word], spans: Spans) -> Form:
    """Form of a sentence with a head verb."""
    if is_occasion(sentence, sentence.words[clause.head or 0].verb, thing):
        return "activity"
    if clause.action in _MOVES:
        return _moved(sentence, clause, thing)
    if clause.action == "make":
        return made(sentence, clause, thing, spans)
    if clause.action == "act":
        return acted(sentence, clause, thing)
    if clause.action == "serve":
        return served(sentence, clause, thing, spans)
    return other(sentence, clause, thing)


def _assured(sentence: Sentence, clause: Clause) -> Form | None:
    """Form of what is made sure: "ensure every page is documented" hands over documents."""
    words, small, head = sentence.words, sentence.language.words, clause.head or 0
    word = words[head]
    if word.verb not in small["assuring"] and not (
        word.verb in small["making_sure"] and words[min(head + 1, len(words) - 1)].lower in small["sure"]
    ):
        return None
    after = head + max(1, words[head].length)
    while after < len(words) and words[after].lower in small["relative"]:
        after += 1
    after = skip_openers(words, after)
    if after >= len(words):
        return None
    if words[after - 1].verb in small["having"]:
        after -= 1
    if words[after].verb in small["having"]:
        return "output" if "artefact" in tags_of(sentence, object_words(words, after)) else None
    inner = subject_form(sentence, Clause(after, None, "", "subject")).form
    return inner if inner == "output" or words[head].action == "act" else None


def _moved(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """A number or state is moved, kept or reached; the team's own things and doings are not an outcome."""
    tags, verb = tags_of(sentence, thing), sentence.words[clause.head or 0].verb
    if clause.action == "reach" and _gets_done(sentence, thing, verb or ""):
        return "output"
    if names_metric(sentence, thing) or has_measure(sentence, thing):
        return "outcome"
    if clause.action == "reach":
        return _reached(sentence, thing, tags, verb or "")
    return _pushed(sentence, thing, tags)


def _pushed(sentence: Sentence, thing: Sequence[Word], tags: frozenset[str]) -> Form:
    """Improved, reduced, kept: an outcome, unless it is a thing of the team's own."""
    if "internal" in tags:
        return "activity"
    is_artefact = "artefact" in tags and "customer" not in tags and not _is_process(sentence, thing)
    if is_artefact and _says_what_for(sentence, thing):
        return "output"
    if any(w.amount and w.amount.kind == "percent" for w in sentence.words) or tags & {"won", "ticket"}:
        return "outcome"
    if "artefact" in tags and "customer" not in tags:
        return "output"
    return "activity" if "event" in tags and "measure" not in tags else "outcome"


def _is_process(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """The thing is a way of working, which is judged by what comes of it."""
    return bool(thing) and any(word.lemma in sentence.language.words["processes"] for word in thing)


def _says_what_for(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """Behind the thing stands what it is changed for: "rework the menu to double usage"."""
    words = sentence.words
    at = next((i for i, word in enumerate(words) if thing and word.start == thing[-1].start), -1) + 1
    return (
        0 < at < len(words) - 1
        and words[at].lower in sentence.language.words["to_word"]
        and words[at + 1].shape == "base"
        and words[at + 1].action in ("up", "down", "reach", "keep")
    )


def _reached(sentence: Sentence, thing: Sequence[Word], tags: frozenset[str], verb: str) -> Form:
    """Won, reached, got: an outcome, unless the thing is the team's own doing."""
    small = sentence.language.words
    if verb in small["onboarding"] and "staff" in tags:
        return "output"
    if verb in small["shifting"] and tags and not tags & _MEASURED:
        return "output"
    if verb in small["gaining"] and not tags & _OF_OTHERS:
        if "event" in tags:
            return "activity"
        if "artefact" in tags or (verb in small["adding"] and _is_plain_thing(thing, tags)):
            return "output"
    if "feedback" in tags and not any(word.tags & {"percent", "share"} for word in thing):
        return "activity"
    return "outcome"


def _is_plain_thing(thing: Sequence[Word], tags: frozenset[str]) -> bool:
    """No money, no share, no customers and nothing better: a thing of the team's own that no list knows."""
    figures = [word for word in thing if word.amount is not None]
    plain = all(word.amount is not None and word.amount.kind in ("plain", "slot") for word in figures)
    return plain and not tags & BETTER and not any(word.tags & _OF_OTHERS for word in thing)


def _gets_done(sentence: Sentence, thing: Sequence[Word], verb: str) -> bool:
    """Something is brought to its end: get certified, pass SOC 2, have the contract template approved."""
    small = sentence.language.words
    if verb not in small["ending"] or any("percent" in word.tags for word in thing):
        return False
    return any(
        word.lemma in small["ended"]
        or word.lemma in small["standards"]
        or (
            verb in small["getting"]
            and word.shape == "ed"
            and word.action == "make"
            and not word.tags & {"qualifier"}
        )
        for word in thing
    )
