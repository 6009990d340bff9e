"""Form of what the team makes, does or answers: a deliverable, a doing, or what comes of it for customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun, object_words
from holdfast.review.reading.patterns import find_patterns
from holdfast.review.reading.things import BETTER, has_measure, names_metric, tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.clause import Clause
    from holdfast.review.reading.model import Form
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.spans import Spans
    from holdfast.review.reading.words import Word

_FAR = 9  # words in which a joint work names what it is to make


def made(sentence: Sentence, clause: Clause, thing: Sequence[Word], spans: Spans) -> Form:
    """Made: an output; what customers bring is an outcome, what is only held is a doing."""
    tags, verb = tags_of(sentence, thing), sentence.words[clause.head or 0].verb or ""
    won = "intangible" in tags and verb in sentence.language.words["winning"]
    if _is_level(sentence, thing) or won or _is_done_by_customers(sentence, thing, tags, verb):
        return "outcome"
    if verb in sentence.language.words["finishing"] and names_metric(sentence, thing) and "works" not in tags:
        return "outcome"
    small, is_event = sentence.language.words, bool(tags & {"event"}) and not tags & {"artefact", "authored"}
    held = is_event and (verb in small["hosting"] or (verb in small["preparing"] and "gathering" in tags))
    return "activity" if held or _recurs(spans, thing, tags) else "output"


def _is_level(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """A level of a measure is delivered, and no thing: 99.95% uptime."""
    opens = bool(thing) and "percent" in thing[0].tags
    return opens and names_metric(sentence, thing) and not any("artefact" in word.tags for word in thing)


def _is_done_by_customers(sentence: Sentence, thing: Sequence[Word], tags: frozenset[str], verb: str) -> bool:
    """Customers connect or sign, or they find something easier: their state, although the team's verb."""
    small = sentence.language.words
    if verb in small["customers_too"] and find_patterns(
        sentence.language.patterns["customers_who"], sentence.words
    ):
        return True
    things = tags & {"artefact", "event"}
    eased = verb in small["easing"] and any(word.tags & BETTER for word in thing)
    if eased and (verb in small["plain_easing"] or _is_more(thing, tags)):
        return True
    brought = verb in small["bringing"] and tags & {"won"}
    counted = any(word.amount is not None for word in thing)
    return bool(brought) and not things and (counted or verb not in small["building"])


def _is_more(thing: Sequence[Word], tags: frozenset[str]) -> bool:
    """A state is to be better or more of it: build a better culture, create happier customers."""
    grows = any(word.tags & {"comparative_up", "comparative_down"} for word in thing)
    return grows and not tags & {"artefact", "event"} and not any("artefact" in word.tags for word in thing)


def _recurs(spans: Spans, thing: Sequence[Word], tags: frozenset[str]) -> bool:
    """Something is made again and again: deploy every week."""
    counted = any(word.amount or "cadence" in word.tags for word in thing)
    return spans.has("cadence") and not counted and "artefact" not in tags


def acted(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """Done by the team: an activity, but for what it finishes and what customers give."""
    small, head = sentence.language.words, clause.head or 0
    verb, noun = sentence.words[head].verb, head_noun(thing)
    if verb in small["completing"]:
        return _completed(sentence, clause, thing)
    if _leads_to_making(sentence, head):
        return "output"
    if verb in small["bearing"] and _is_load(thing):
        return "outcome"
    held = verb in small["holding"] and (
        any(w.amount and w.amount.kind in ("money", "score") for w in thing) or has_measure(sentence, thing)
    )
    if held or (verb in small["pushing"] and names_metric(sentence, thing)):
        return "outcome"
    answered = (
        noun is not None
        and noun.lemma in small["answers"]
        and any("percent" in w.tags for w in sentence.words)
    )
    of_customers = noun is not None and noun.lemma in small["of_customers"]
    given = verb in small["gathering"] and (of_customers or answered)
    joined = verb in small["joining_in"] and clause.actor != "team"
    return "outcome" if given or joined else "activity"


def _leads_to_making(sentence: Sentence, head: int) -> bool:
    """The doing is joined to a making: "design and build", "work with legal to publish"."""
    words, small = sentence.words, sentence.language.words
    behind = words[head + 1 : head + 3]
    if len(behind) > 1 and behind[0].lower in small["and_words"] and behind[1].action == "make":
        tags = tags_of(sentence, object_words(words, head + 2))
        return "event" not in tags or "artefact" in tags
    if words[head].verb not in small["joint"]:
        return False
    for at in range(head + 1, min(len(words) - 1, head + _FAR)):
        if words[at].lower in small["to_word"]:
            thing = object_words(words, at + 1)
            return words[at + 1].action == "make" and "event" not in tags_of(sentence, thing)
    return False


def _is_load(thing: Sequence[Word]) -> bool:
    """A number of users or requests, or a multiple of today's traffic, that a system bears."""
    counted = bool(thing) and thing[0].amount is not None and thing[0].amount.kind != "percent"
    return counted and any("load" in word.tags for word in thing)


def _completed(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """Finished: customers finish their setup, the team finishes its artefacts, all else is a doing."""
    words, tags = sentence.words, tags_of(sentence, thing)
    share_of_customers = any("customer" in w.tags for w in words) and any("percent" in w.tags for w in words)
    if share_of_customers and any(word.lemma in sentence.language.words["setup_ways"] for word in thing):
        return "outcome"
    if tags & {"works"}:
        return "output"
    if clause.actor == "staff" and any("percent" in word.tags for word in thing):
        return "outcome"
    noun = head_noun(thing)
    if noun is not None and noun.shape == "ing" and "artefact" not in tags:
        return "activity"
    # "Complete 1:1" is read as a proportion, and is a talk.
    talk = noun is None and any("ratio" in word.tags for word in thing)
    if talk or any(word.tags & {"event", "learning"} for word in thing):
        return "activity"
    return "activity" if tags & {"customer", "won", "ticket", "staff"} else "output"


def served(sentence: Sentence, clause: Clause, thing: Sequence[Word], spans: Spans) -> Form:
    """Requests answered: an outcome where customers feel it, by time, share or number."""
    words = sentence.words
    timed = any(word.amount is not None for word in words) or spans.has("window")
    if not timed and any("public_voice" in word.roles for word in thing):
        return "activity"
    if any("ticket" in word.tags or "customer" in word.tags for word in thing) or spans.has("window"):
        return "outcome"
    if clause.head is not None and "artefact" in tags_of(sentence, thing):
        return "output"
    faster = sentence.language.words["faster"]
    if any("measure" in word.tags or word.lemma in faster for word in words):
        return "outcome"
    return "outcome" if any(word.amount for word in thing) else "activity"


def other(sentence: Sentence, clause: Clause, thing: Sequence[Word]) -> Form:
    """A state of the team, or a command with a verb of customers."""
    small, word = sentence.language.words, sentence.words[clause.head or 0]
    has = word.verb in small["having"]
    if clause.actor == "team" and word.verb in small["team_uses"]:
        return "activity"
    counted = any(w.amount is not None and w.amount.kind in ("percent", "share") for w in sentence.words)
    if clause.actor == "staff" and "artefact" in tags_of(sentence, thing) and has and not counted:
        return "output"
    if clause.actor == "team" and _joins_in(sentence, word):
        return "activity"
    ready = any(w.lower in small["states"] | small["place"] for w in sentence.words)
    if clause.actor == "team" and has and ready:
        return "output" if not names_metric(sentence, thing) else "outcome"
    return "outcome"


def _joins_in(sentence: Sentence, word: Word) -> bool:
    """The team takes part in something."""
    return word.verb in sentence.language.words["taking_part"] and (
        word.length > 1 or word.verb in sentence.language.words["joining_in"]
    )
