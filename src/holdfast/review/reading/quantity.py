"""The quantity of a key result: which figure is the target, where it starts, what sort of number it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.change import find_change
from holdfast.review.reading.comparators import approach_of
from holdfast.review.reading.kinds import kind_of
from holdfast.review.reading.model import Quantity
from holdfast.review.reading.patterns import match_at
from holdfast.review.reading.wordings import forbids, quantity_in_words

if TYPE_CHECKING:
    from holdfast.review.reading.clause import Clause
    from holdfast.review.reading.model import Form
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.spans import Spans
    from holdfast.review.reading.words import Amount

_SIGNS = frozenset({"<", "≤", "<=", ">", "≥", ">="})
_TIMES = frozenset({"first_response_time", "resolution_time", "time_to_value"})


class Frame(NamedTuple):
    """What is known of a sentence when its quantity is read."""

    sentence: Sentence
    clause: Clause
    spans: Spans
    form: Form


def read_quantity(frame: Frame) -> Quantity:
    """Quantity of a key result; its kind is None where the sentence holds none."""
    figures = value_figures(frame)
    if forbids(frame):
        return quantity_in_words(frame)
    change = find_change(frame.sentence, figures)
    if change is not None:
        return change
    main = _main_figure(frame, figures)
    if main is None or _is_one_for_each(frame, main):
        return quantity_in_words(frame)
    kind, word = kind_of(frame, main), frame.sentence.words[main]
    value, unit = _sized(word.amount, kind)
    return Quantity(kind=kind, target=value, unit=unit or _thing(frame, main), span=word.span)


def value_figures(frame: Frame) -> list[int]:
    """Words that may be the target: figures that are no date, no limit of time and no size of a group."""
    words = frame.sentence.words
    found = [
        index
        for index, word in enumerate(words)
        if word.amount is not None
        and index not in frame.spans.taken
        and not _names_a_kind(frame.sentence, index)
    ]
    # A gap of a rewrite (‹today's value›) is a figure only where none is written.
    return [index for index in found if words[index].text[0] != "‹"] or found


def _names_a_kind(sentence: Sentence, index: int) -> bool:
    """A span of time that only says which metric is meant: 30-day retention."""
    word = sentence.words[index]
    is_rate = bool(index) and "per" in sentence.words[index - 1].roles
    if word.amount is None or word.amount.kind == "ordinal" or (is_rate and word.amount.kind == "plain"):
        return True
    if word.amount.kind == "plain" and index + 1 < len(sentence.words):
        joined = sentence.words[index + 1]
        return joined.glued and joined.text[0].isalpha() and "star" not in joined.roles
    if word.amount.kind != "duration" or index + 1 >= len(sentence.words):
        return False
    if approach_of(sentence, index).limit == "ceiling" and sentence.words[index - 1].lower in _SIGNS:
        return False
    following = sentence.words[index + 1]
    plural = sentence.text[word.start : word.end].endswith("s") and not word.text.endswith("s")
    is_noun = (
        not following.tags & {"preposition", "conjunction", "adverb", "amount", "timed"}
        and following.text[0].isalpha()
    )
    return is_noun and not plural


def _is_one_for_each(frame: Frame, index: int) -> bool:
    """One for each, or at least one by everyone: it is the whole group that counts."""
    amount = frame.sentence.words[index].amount
    if amount is None or amount.value != 1 or amount.kind != "plain":
        return False
    return quantity_in_words(frame).kind == "ratio"


def _main_figure(frame: Frame, figures: list[int]) -> int | None:
    """The figure a sentence is about: a share of the time, else the first outside brackets, else a limit."""
    words, patterns = frame.sentence.words, frame.sentence.language.patterns
    for index in figures:
        if index + 1 < len(words) and match_at(patterns["of_the_time"], words, index + 1):
            return index
    outside = [index for index in figures if index >= frame.clause.start and not _in_aside(frame, index)]
    outside = _from_its_end(frame, outside)
    aside = next(iter(figures), None) if frame.form == "outcome" else None
    main = next(iter(outside), aside)
    if main is not None or covers_all(frame):
        return main
    serves = frame.clause.action == "serve" or any(named.name in _TIMES for named in frame.sentence.metrics)
    measures = any("measure" in word.tags for word in words)
    if frame.form == "outcome" and (serves or measures or not _is_told(frame)):
        limits = [i for m in frame.spans.places["window"] for i in range(m.start, m.end) if words[i].amount]
        return next((i for i in limits if not _names_a_kind(frame.sentence, i)), None)
    return None


def _from_its_end(frame: Frame, figures: list[int]) -> list[int]:
    """The figures from the end of the movement on: 50 in "reduce latency of 3 endpoints to 50 ms"."""
    if frame.clause.action not in ("up", "down") or not figures[1:]:
        return figures
    words = frame.sentence.words
    before = [approach_of(frame.sentence, index).before for index in figures]
    is_scope = "scope_lead" in words[figures[0] - 1].roles or "scope_lead" in words[before[0]].roles
    if not is_scope or before[0] < 0:
        return figures
    ends = [place for place, at in enumerate(before) if at >= 0 and "by_or_to" in words[at].roles]
    return figures[ends[0] :] if ends and ends[0] else figures


def _is_told(frame: Frame) -> bool:
    """A verb of moving or winning leads the sentence: a limit of time is not what it is about."""
    return frame.clause.action in ("up", "down", "keep", "reach", "make", "act")


def covers_all(frame: Frame) -> bool:
    """The sentence speaks of all, every or each of a group."""
    return any("all" in w.tags for w in frame.sentence.words)


def _in_aside(frame: Frame, index: int) -> bool:
    """The figure stands in brackets."""
    depth = 0
    for word in frame.sentence.words[max(0, index - 30) : index]:
        depth += (word.lower == "(") - (word.lower == ")")
    return depth > 0


def _sized(amount: Amount | None, kind: str) -> tuple[float | None, str]:
    """Value and unit of a target; a multiple is stated as the change it makes."""
    if amount is None:
        return None, ""
    if amount.kind == "times" and kind == "relative_change" and amount.value is not None:
        return (amount.value - 1) * 100, "%"
    return amount.value, amount.unit


def _thing(frame: Frame, index: int) -> str | None:
    """The thing counted: the noun behind the figure."""
    for word in frame.sentence.words[index + 1 : index + 5]:
        if word.tags & {"preposition", "conjunction"} or not word.text[0].isalpha():
            return None
        if word.tags & {"customer", "event", "artefact", "won", "ticket", "measure"}:
            return word.lower
    return None
