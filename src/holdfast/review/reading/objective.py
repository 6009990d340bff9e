"""An objective is read into its concepts, its scope, its number and whether it is a goal at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.reading.clause import read_clause
from holdfast.review.reading.goals import is_task
from holdfast.review.reading.language import load_language
from holdfast.review.reading.model import ObjectiveReading
from holdfast.review.reading.objective_scope import read_scope
from holdfast.review.reading.patterns import find_patterns
from holdfast.review.reading.quantity import Frame
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.reading.spans import find_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.groups import Population
    from holdfast.review.reading.language import Language
    from holdfast.review.reading.model import Span
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_FEW = 12
_WINNING = "acquisition"
_PROPER = frozenset({"proper", "region", "month"})
# A label of up to six words before an objective of at least two.
_LABEL = re.compile(r"[^\W\d_][\w&/-]*(?: [\w&/()-]+){0,5}:(?= +\S+ +\S)")


def read_objective(text: str, *, language: Language | None = None) -> ObjectiveReading:
    """Reading of one objective; an empty text has no concepts.

    Args:
        text: The objective as written, any text.
        language: Lexicon to read with; English where None.
    """
    lexicon = language or load_language()
    sentence = read_sentence(_without_label(text), lexicon)
    frame = Frame(sentence, read_clause(sentence), find_spans(sentence), "outcome")
    concepts = _concepts(read_sentence(text, lexicon))
    scope, number = read_scope(frame), _number(frame)
    if scope is not None and concepts.get(_WINNING) == scope.span:
        # "New customers stay": they are whom it is about, and winning them is not its end.
        del concepts[_WINNING]
    return ObjectiveReading(
        text=text,
        has_number=number is not None,
        is_key_result_or_task=is_task(frame, number),
        concepts=tuple(concepts),
        scope=None if scope is None else _in_mid_sentence(scope, sentence),
        concept_spans=tuple(concepts.values()),
        scope_span=scope.span if scope else None,
        number_span=None if number is None else sentence.words[number].span,
        means=_means(frame),
    )


def _in_mid_sentence(scope: Population, sentence: Sentence) -> str:
    """The name of the scope without the capital letter that only opens the objective; Germans keep theirs."""
    first, name = sentence.words[0], scope.name
    is_word = bool(first.tags or first.roles or first.verb) and not first.tags & _PROPER
    opens = scope.span[0] == first.start and name.startswith(first.text)
    return name[:1].lower() + name[1:] if opens and is_word and first.text[1:].islower() else name


def _without_label(text: str) -> str:
    """The text with blanks in place of a label such as "Marketing:", so that every place stays the same."""
    label = _LABEL.match(text)
    return text if label is None else " " * label.end() + text[label.end() :]


def _number(frame: Frame) -> int | None:
    """The first figure that is a target; none is a year, a rank, a version or the size of a group."""
    words = frame.sentence.words
    sizes = {
        index
        for name in ("segment", "deadline", "rolling")
        for m in frame.spans.places[name]
        if not (frame.clause.action == "reach" and "first" in words[m.start].roles)
        for index in range(m.start, m.end)
    }
    for index, word in enumerate(words):
        if word.amount is None or word.amount.kind == "ordinal" or index in sizes:
            continue
        if index and "before_rank" in words[index - 1].roles:
            continue
        if _is_segment_size(frame, index) or "one" in word.roles:
            continue
        if _is_adjective(words, index) or _is_named(frame, index) or _tells_which(frame, index):
            continue
        if _is_beginning(words, index):
            continue
        return index
    multipliers = frame.sentence.language.numbers["multipliers"]
    return next(
        (
            i
            for i, word in enumerate(words)
            if (word.verb in multipliers or word.lower in multipliers)
            and not (i + 1 < len(words) and "up_or_down" in words[i + 1].roles)
        ),
        None,
    )


def _is_named(frame: Frame, index: int) -> bool:
    """The figure belongs to a name: Industry 4.0, 3D printing, a 360 degree view."""
    words, word = frame.sentence.words, frame.sentence.words[index]
    if frame.sentence.text[word.start : word.end].endswith("D"):
        return True
    if word.amount is None or word.amount.kind != "plain":
        return False
    following = words[index + 1] if index + 1 < len(words) else None
    before = words[index - 1] if index > 1 else None
    is_name = before is not None and before.text[0].isupper() and not before.tags & {"measure"}
    is_turn = following is not None and "turn_unit" in following.roles
    return is_turn or (is_name and frame.sentence.metric_at(index - 1) is None)


def _tells_which(frame: Frame, index: int) -> bool:
    """A few things that are known already: between two contracts, our three shops, both."""
    words = frame.sentence.words
    amount = words[index].amount
    is_few = (
        amount is not None and amount.kind == "plain" and amount.value is not None and amount.value <= _FEW
    )
    following = words[index + 1 : index + 2]
    # "They know their next three steps"; but who is told to win the next three customers has a target.
    is_next = index > 1 and frame.clause.head is None and "next_word" in words[index - 1].roles
    return (
        is_few
        and index > 0
        and "telling_of" in words[index - 1 - is_next].roles
        and any(word.text[0].isalpha() for word in following)
    )


def _is_beginning(words: Sequence[Word], index: int) -> bool:
    """The figure only says when, of each customer: in their first two weeks."""
    amount = words[index].amount
    is_time = amount is not None and amount.kind == "duration"
    return is_time and index > 0 and "first" in words[index - 1].roles


def _is_adjective(words: Sequence[Word], index: int) -> bool:
    """The figure belongs to an adjective: a five-star stay, zero-defect work."""
    amount = words[index].amount
    glued = index + 1 < len(words) and words[index + 1].glued
    return glued and amount is not None and amount.kind in ("plain", "slot")


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


def _concepts(sentence: Sentence) -> dict[str, Span]:
    """Concepts in the order of the text, each with the words that name it."""
    words, table = sentence.words, sentence.language.concepts
    found: dict[str, Span] = {}
    for index, word in enumerate(words):
        own = word.lower in table or word.lemma in table
        for key in dict.fromkeys((word.lemma, word.lower, "" if own else word.verb or "")):
            for parts, name in table.get(key, ()):
                rest = words[index + 1 : index + len(parts)]
                if len(rest) == len(parts) - 1 and all(
                    p in (w.lemma, w.lower) for w, p in zip(rest, parts[1:], strict=True)
                ):
                    last = words[index + len(parts) - 1]
                    found.setdefault(name, (word.start, last.end))
    return found


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
