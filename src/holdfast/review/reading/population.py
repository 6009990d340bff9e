"""Whom a key result is about, where it names some customers and not all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.model import Span
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_BACK = 5
_TAIL = 12
_LEADS = frozenset({"for", "among", "amongst", "in", "from", "across", "with", "to", "by", "of", "on"})
_TAIL_OPENERS = frozenset({"who", "that", "with", "over", "above", "under", "below", "due", "up", "whose", "in", "within", "of", ">", "<", "("})
_STOPS = frozenset({",", ";", ".", ")", ":", "—", "–", "->", "→"})


class Population(NamedTuple):
    """The named group and where it stands."""

    name: str
    span: Span


def read_population(frame: Frame) -> Population | None:
    """The named group of customers (or of their accounts and tickets), or None where everybody is meant."""
    return _anchored(frame) or _named_group(frame) or _segment(frame) or _region(frame)


def _is_group(word: Word) -> bool:
    """The word names customers, tickets or contracts."""
    return bool(word.tags & {"customer", "group", "ticket"}) and word.amount is None


def _named_group(frame: Frame) -> Population | None:
    """Customers with a word before them that narrows them, or with a clause behind."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if not _is_group(word) or _is_inside_metric(frame, index):
            continue
        start = _first_qualifier(words, index)
        end = _clause_end(frame, index)
        if (start < index or end > index + 1) and not _is_target(frame, start, index):
            return _population(frame, start, end)
    return None


def _is_inside_metric(frame: Frame, index: int) -> bool:
    """The noun is part of a metric's name: customer satisfaction, active users, new customers won."""
    return any(first <= index < last and last > index + 1 for _, first, last in frame.sentence.metrics)


def _first_qualifier(words: Sequence[Word], index: int) -> int:
    """First of the words before a noun that say which customers are meant."""
    start, at, seen = index, index - 1, 0
    while at >= 0 and seen < _BACK:
        word = words[at]
        if word.tags & {"qualifier", "region", "rank", "cadence", "number_name"} and word.lower not in _LEADS:
            start = at
        elif not (word.tags & {"customer"} or word.lower in ("and", "or", "/", "&", "tier") or word.glued or words[at + 1].glued):
            break
        at, seen = at - 1, seen + 1
    return start


def _clause_end(frame: Frame, index: int) -> int:
    """Word after a clause that narrows a group: "over $1m", "who cancelled", "with a health score under 60"."""
    words, spans = frame.sentence.words, frame.spans
    for match in spans.places["segment"]:
        if match.start == index:
            return match.end
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or following.lower not in ("who", "whose", "due", "up") or not _narrows(words, index + 1):
        return index + 1
    end = index + 2
    while end < min(len(words), index + _TAIL) and words[end].lower not in _STOPS and not _opens_predicate(words, end):
        end += 1
    return end


def _narrows(words: Sequence[Word], at: int) -> bool:
    """ "up for renewal", "due in Q4", "who ...": the clause says which ones."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    return words[at].lower in ("who", "whose") or following in ("for", "in", "this", "to")


def _opens_predicate(words: Sequence[Word], at: int) -> bool:
    """The words behind the clause go on with what these customers do, or with a figure."""
    return words[at].lower in ("from", "by", "to") and at + 1 < len(words) and words[at + 1].amount is not None


def _is_target(frame: Frame, start: int, index: int) -> bool:
    """The group is what is counted and won: "40 new customers", "Reach 50K active users"."""
    words = frame.sentence.words
    before = words[start - 1] if start else None
    head = frame.clause.head
    qualifiers = {word.lower for word in words[start:index]}
    if frame.form == "activity":
        return False
    if before is not None and before.amount is not None and before.amount.kind in ("plain", "slot"):
        return bool(qualifiers <= {"new", "monthly", "active", "qualified", "happy", "satisfied", "paid"})
    won = frame.clause.action in ("reach", "up", "down") and head is not None and start <= head + 2
    return won and bool(qualifiers <= {"new", "qualified", "active", "monthly", "weekly", "daily", "inbound", "returning", "happy", "paid", "major", "high"})


def _anchored(frame: Frame) -> Population | None:
    """Customers whose time limit runs from signing are the newly signed ones, whether or not the sentence calls them new."""
    words = frame.sentence.words
    for match in frame.spans.places["window"]:
        anchored = any(word.lower in ("signing", "signup", "signature", "joining") for word in words[match.start : match.end + 2])
        group = next((i for i, w in enumerate(words[: match.start]) if w.lemma in ("customer", "client", "account")), None)
        if anchored and group is not None and _first_qualifier(words, group) == group:
            group_word = words[group]
            return Population(f"newly signed {_plural(group_word.lower)}", group_word.span)
    return None


def _plural(noun: str) -> str:
    """Plural of a noun for a group."""
    return noun if noun.endswith("s") else noun + "s"


def _segment(frame: Frame) -> Population | None:
    """A group named without a noun for people: "in the mid-market segment", "from free to paid", "enterprise"."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        follows_lead = index and words[index - 1].lower in _LEADS
        is_name = word.tags & {"qualifier"} and (word.text.isupper() or word.lower in frame.sentence.language.segments)
        if is_name and (follows_lead or not _is_inside_metric(frame, index)) and word.lower not in ("us", "free", "trial", "paid"):
            return _population(frame, _first_qualifier(words, index), index + 1)
        if "rank" in word.tags:
            end = index + 2 if index + 1 < len(words) and not words[index + 1].tags & {"preposition"} else index + 1
            return _population(frame, index, end)
        if word.lower == "free" and _names_conversion(words, index):
            return Population("free users", word.span)
    return None


def _names_conversion(words: Sequence[Word], index: int) -> bool:
    """ "free to paid", "free-to-paid conversion"."""
    return [word.lower for word in words[index + 1 : index + 3]] == ["to", "paid"]


def _region(frame: Frame) -> Population | None:
    """A part of the world behind "in" or at the head of the sentence."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "region" in word.tags and word.text[:1].isupper() and word.text != "Us":
            return _population(frame, index, index + 1)
    return None


def _population(frame: Frame, start: int, end: int) -> Population:
    """The group from one word to before another."""
    words = frame.sentence.words
    span = (words[start].start, words[end - 1].end)
    name = frame.sentence.text[span[0] : span[1]]
    last = words[end - 1]
    if last.lower == last.lemma and last.lemma in ("customer", "account", "client", "user", "member") and not last.text.isupper():
        name = _plural(name)
    return Population(name, span)
