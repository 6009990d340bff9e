"""An objective is read into its concepts, its scope, its number and whether it is a goal at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun, object_words, read_clause
from holdfast.review.reading.groups import Population, first_qualifier, population_of
from holdfast.review.reading.language import load_language
from holdfast.review.reading.model import ObjectiveReading
from holdfast.review.reading.patterns import find_patterns
from holdfast.review.reading.population import read_population
from holdfast.review.reading.quantity import Frame
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.reading.spans import find_spans

if TYPE_CHECKING:
    from holdfast.review.reading.language import Language
    from holdfast.review.reading.model import Span


def read_objective(text: str, *, language: Language | None = None) -> ObjectiveReading:
    """Reading of one objective; an empty text has no concepts.

    Args:
        text: The objective as written, any text.
        language: Lexicon to read with; English where None.
    """
    sentence = read_sentence(text, language or load_language())
    frame = Frame(sentence, read_clause(sentence), find_spans(sentence), "outcome")
    concepts = _concepts(frame)
    scope, number = _scope(frame), _number(frame)
    return ObjectiveReading(
        text=text,
        has_number=number is not None,
        is_key_result_or_task=_is_task(frame, number),
        concepts=tuple(concepts),
        scope=scope.name if scope else None,
        concept_spans=tuple(concepts.values()),
        scope_span=scope.span if scope else None,
        number_span=None if number is None else sentence.words[number].span,
        means=_means(frame),
    )


def _number(frame: Frame) -> int | None:
    """The first figure that is a target; none is a year, a rank, a version or the size of a group."""
    words = frame.sentence.words
    sizes = {
        index
        for name in ("segment", "deadline", "rolling")
        for m in frame.spans.places[name]
        for index in range(m.start, m.end)
    }
    for index, word in enumerate(words):
        if word.amount is None or word.amount.kind == "ordinal" or index in sizes:
            continue
        if index and "before_rank" in words[index - 1].roles:
            continue
        if _is_segment_size(frame, index) or "one" in word.roles:
            continue
        return index
    multipliers = frame.sentence.language.numbers["multipliers"]
    return next(
        (i for i, word in enumerate(words) if word.verb in multipliers or word.lower in multipliers), None
    )


def _is_segment_size(frame: Frame, index: int) -> bool:
    """The figure only says which customers are meant: $20k ARR customers, 10 largest."""
    words = frame.sentence.words
    following = words[index + 1 : index + 3]
    is_rank = any("superlative" in word.roles for word in following)
    amount = words[index].amount
    is_size = (
        amount is not None and amount.kind == "money" and any(word.tags & {"customer"} for word in following)
    )
    return is_rank or is_size


def _is_task(frame: Frame, number: int | None) -> bool:
    """A metric's target, a deliverable or a to-do stands in place of a goal."""
    if number is not None and _is_metric_target(frame, number):
        return True
    head = frame.clause.head
    if head is None:
        return False
    words, action = frame.sentence.words, frame.clause.action
    if action == "reach":
        return any("goal" in word.tags for word in words[head + 1 : head + 5])
    if action == "serve":
        return any("ticket" in word.tags for word in words[head + 1 : head + 5])
    return _is_deliverable(frame, head) if action == "make" else action == "act" and _is_doing(frame, head)


def _is_metric_target(frame: Frame, number: int) -> bool:
    """The figure is a level or a change of something measured, not an adverb such as "3x"."""
    amount = frame.sentence.words[number].amount
    if amount is None:
        return number == frame.clause.head and bool(frame.sentence.metrics)
    if amount.kind == "duration":
        return frame.clause.action == "up" and _is_artefact(frame)
    if amount.kind == "times":
        return any(first > number for _, first, _ in frame.sentence.metrics)
    return amount.kind in ("percent", "money", "points", "plain", "score", "share") and (
        bool(frame.sentence.metrics)
        or amount.kind != "plain"
        or frame.clause.action in ("up", "down", "reach")
    )


def _is_artefact(frame: Frame) -> bool:
    """A thing of the team's own is improved, no state of customers."""
    thing = object_words(frame.sentence.words, frame.clause.head or 0)
    return not any(word.tags & {"customer", "event"} for word in thing)


def _is_deliverable(frame: Frame, head: int) -> bool:
    """Something is launched or written; building a culture or an experience is a goal."""
    words, goals = frame.sentence.words, frame.sentence.language.goals
    verb, thing = words[head].verb or "", object_words(words, head)
    if verb in goals["concrete"]:
        return True
    if verb in goals["soft"] or any("vague" in word.tags or word.lemma in goals["lofty"] for word in thing):
        return False
    noun = head_noun(thing)
    return (
        noun is not None
        and bool(noun.tags & {"artefact", "won", "event"})
        and noun.lemma not in goals["lofty"]
    )


def _is_doing(frame: Frame, head: int) -> bool:
    """Something to do, unless the verb is one that goals are made of."""
    word = frame.sentence.words[head]
    return word.verb not in frame.sentence.language.goals["soft"]


def _concepts(frame: Frame) -> dict[str, Span]:
    """Concepts in the order of the text, each with the words that name it."""
    words, table = frame.sentence.words, frame.sentence.language.concepts
    found: dict[str, Span] = {}
    for index, word in enumerate(words):
        for key in dict.fromkeys((word.lemma, word.lower, word.verb or "")):
            for parts, name in table.get(key, ()):
                rest = words[index + 1 : index + len(parts)]
                if len(rest) == len(parts) - 1 and all(
                    p in (w.lemma, w.lower) for w, p in zip(rest, parts[1:], strict=True)
                ):
                    last = words[index + len(parts) - 1]
                    found.setdefault(name, (word.start, last.end))
    return found


def _scope(frame: Frame) -> Population | None:
    """The population an objective names: in brackets with "only", or as a key result would name it."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "only" in word.roles and index > 1:
            opening = next(
                (i for i in range(index - 1, max(-1, index - 8), -1) if words[i].lower == "("), None
            )
            if opening is not None and opening + 1 < index:
                span = (words[opening + 1].start, words[index - 1].end)
                return Population(frame.sentence.text[span[0] : span[1]], span)
    return read_population(frame) or _counted_people(frame)


def _counted_people(frame: Frame) -> Population | None:
    """People whom a key result would count ("reach 500 paying customers") and an objective is about."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        start = first_qualifier(words, index) if "customer" in word.tags else index
        covering = frame.sentence.metric_at(index)
        if start < index and covering is not None and covering.name == "active_users":
            return population_of(frame, start, index + 1)
    return None


def _means(frame: Frame) -> Span | None:
    """Words that name a means beside the end: "to improve ...", "by ...", "through ..."."""
    words = frame.sentence.words
    for match in find_patterns(frame.sentence.language.patterns["means"], words):
        if match.start and "before_means" in words[match.start].roles:
            return (words[match.start].start, words[-1].end)
    by = next(
        (i for i, word in enumerate(words[1:-1], 1) if "by" in word.roles and words[i + 1].shape == "ing"),
        None,
    )
    return None if by is None else (words[by].start, words[-1].end)
