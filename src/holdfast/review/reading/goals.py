"""Whether an objective states a goal, or a metric's target, a deliverable or a to-do in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun, object_words
from holdfast.review.reading.subjects import subject_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Amount, Word

_COMMAND = 3  # words in which an unknown verb comes to its thing: "spruce up the"
_NEAR = 5  # words in which an object says what it is
_REACTION = 5  # words between "that" and what people do
_DELIVERABLES = frozenset({"artefact", "event", "won"})
_TELLING = frozenset({"goal_relative", "as_word"})
_SERVED = frozenset({"serve", "down"})


def is_task(frame: Frame, number: int | None) -> bool:
    """A metric's target, a deliverable or a to-do stands in place of a goal.

    Args:
        frame: The objective, without a label before it.
        number: The word of its target figure, or None.
    """
    if number is not None and not _describes(frame, number) and _is_target(frame, number):
        return True
    head, action = frame.clause.head, frame.clause.action
    if head is None:
        return _is_handed_over(frame)
    if frame.clause.actor == "staff":
        return False
    if action == "make":
        return _is_deliverable(frame, head)
    if action == "act":
        return _is_doing(frame, head)
    return _is_won(frame, head)


def _describes(frame: Frame, number: int) -> bool:
    """The figure only says what is built, and no artefact: "a team that wins three new accounts"."""
    head, words = frame.clause.head, frame.sentence.words
    if head is None or frame.clause.action != "make":
        return False
    noun = head_noun(object_words(words, head))
    if noun is None or ("artefact" in noun.tags and noun.lemma not in frame.sentence.language.goals["lofty"]):
        return False
    return any("goal_relative" in word.roles for word in words[head + 1 : number])


def _is_handed_over(frame: Frame) -> bool:
    """The team's own thing is there, or an unknown verb acts on it: "the flow is live", "tidy the docs"."""
    words = frame.sentence.words
    if any(word.tags & {"customer"} or word.roles & _TELLING or is_praise(frame, word) for word in words):
        return False
    form, span = subject_form(frame.sentence, frame.clause)
    told = next((word for word in words if span and word.start == span[0]), None)
    is_thing = any(word.tags & _DELIVERABLES for word in words)
    if form != "output" or told is None or not is_thing or told.tags & _DELIVERABLES:
        return False
    is_command = any("determiner" in word.tags for word in words[1:_COMMAND])
    return told is not words[0] or is_command


def _is_won(frame: Frame, head: int) -> bool:
    """A quota is met, tickets are closed, a round is raised, a certificate is won: each is over at once."""
    words, goals = frame.sentence.words, frame.sentence.language.goals
    near = words[head + 1 : head + _NEAR]
    if "raising" in words[head].roles and not any(w.roles & _TELLING for w in near):
        return any(word.lemma in goals["funding"] for word in near)
    wanted = {"reach": {"goal", "threshold"}, "serve": {"ticket"}}.get(frame.clause.action, set())
    is_praised = any(is_praise(frame, word) for word in near)
    return any(word.tags & wanted and not (is_praised and "threshold" in word.tags) for word in near)


def _is_target(frame: Frame, number: int) -> bool:
    """The figure is a level or a change of something measured, not an adverb such as "3x"."""
    amount = frame.sentence.words[number].amount
    if amount is None:
        return number == frame.clause.head and bool(frame.sentence.metrics)
    if amount.kind == "duration":
        if _is_lead_time(frame, number):
            return False
        is_state = frame.clause.head is None or frame.clause.action in _SERVED
        return is_state or (frame.clause.action == "up" and _is_own_thing(frame))
    if amount.kind == "times":
        return any(first > number for _, first, _ in frame.sentence.metrics) or _closes_metric(frame, number)
    return _is_level(frame, number, amount)


def _is_lead_time(frame: Frame, number: int) -> bool:
    """Only how early something is known: "60 days before renewal"."""
    words = frame.sentence.words
    after = number + max(1, words[number].length)
    return frame.clause.head is None and any("ahead_of" in word.roles for word in words[after : after + 2])


def _is_level(frame: Frame, number: int, amount: Amount) -> bool:
    """The figure is a level, a share, a sum, or counts what is won or made."""
    if amount.kind == "plain":
        counted = number == frame.clause.start or frame.clause.action in (
            "up",
            "down",
            "reach",
            "make",
            "act",
        )
        return counted or bool(frame.sentence.metrics)
    return amount.kind in ("percent", "money", "points", "score", "share", "slot")


def _closes_metric(frame: Frame, number: int) -> bool:
    """A multiple stands behind the measure that is to grow: "grow revenue by 3x"."""
    words = frame.sentence.words
    by = number and "multiple_lead" in words[number - 1].roles
    return bool(by) and any(last <= number for _, _, last in frame.sentence.metrics)


def _is_own_thing(frame: Frame) -> bool:
    """A thing of the team's own is improved, no state of customers."""
    thing = object_words(frame.sentence.words, frame.clause.head or 0)
    return not any(word.tags & {"customer", "event"} for word in thing)


def _is_deliverable(frame: Frame, head: int) -> bool:
    """Something is launched or written; building a culture or a great product is a goal."""
    words, goals = frame.sentence.words, frame.sentence.language.goals
    thing, verb = object_words(words, head), _verb(words, head)
    noun = head_noun(thing)
    if "hiring" in words[head].roles and any(is_praise(frame, word) for word in words[head:]):
        return False
    if verb in goals["concrete"] and not (noun is not None and noun.lemma in goals["grown"]):
        return not _moves_people(frame, head) and not any("quicker" in w.roles for w in words[head + 1 :])
    if verb in goals["soft"] or _is_aspired(frame, head, thing):
        return False
    if noun is None or noun.lemma in goals["lofty"]:
        return False
    is_won = "won" in noun.tags and not noun.tags & {"customer", "artefact", "event"}
    is_thing = bool(noun.tags & _DELIVERABLES) or noun.lemma in goals["thing"]
    return is_won or (is_thing and not noun.tags & {"customer"})


def _verb(words: Sequence[Word], head: int) -> str:
    """The head verb with the words that belong to it: roll out."""
    further = [word.lower for word in words[head + 1 : head + words[head].length]]
    return " ".join([words[head].verb or "", *further])


def _is_aspired(frame: Frame, head: int, thing: Sequence[Word]) -> bool:
    """The thing is praised or said to bring something about: goals are worded so."""
    words = frame.sentence.words
    if any(is_praise(frame, word) for word in thing):
        return True
    behind = words[head + 1 :]
    return any(word.roles & _TELLING for word in behind)


def is_praise(frame: Frame, word: Word) -> bool:
    """The word says how good a thing shall be: world-class, scalable, stellar."""
    if "added" in word.roles:
        return False
    return (
        bool(word.tags & {"vague", "comparative_up"}) or word.lower in frame.sentence.language.goals["praise"]
    )


def _moves_people(frame: Frame, head: int) -> bool:
    """People's own feeling is what counts: "ship a product that customers love"."""
    words, reactions = frame.sentence.words, frame.sentence.language.goals["reaction"]
    for at in range(head + 1, len(words)):
        if "goal_relative" in words[at].roles or words[at].tags & {"customer"}:
            return any(w.lemma in reactions or w.verb in reactions for w in words[at + 1 : at + _REACTION])
    return False


def _is_doing(frame: Frame, head: int) -> bool:
    """Something to do, unless the verb is one that goals are made of."""
    words, goals = frame.sentence.words, frame.sentence.language.goals
    verb, thing = words[head].verb, object_words(words, head)
    if thing and "for" in thing[0].roles:
        return False  # "plan for growth"
    if "employing" in words[head].roles:
        return any("artefact" in word.tags for word in thing)
    if "starting" in words[head].roles and head + 1 < len(words) and words[head + 1].shape == "ing":
        return True
    if any(is_praise(frame, word) for word in thing):
        return False
    return verb not in goals["soft"] or (verb in goals["performing"] and _is_chore(frame, thing))


def _is_chore(frame: Frame, thing: Sequence[Word]) -> bool:
    """What is done is work by its name: an audit, research, a podcast."""
    noun, goals = head_noun(thing), frame.sentence.language.goals
    if noun is None or noun.lemma in goals["lofty"]:
        return False
    return bool(noun.tags & {"artefact", "event"}) or noun.lemma in goals["chore"]
