"""Whom a key result is about, where it names some customers and not all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    STOPS,
    Population,
    first_qualifier,
    in_brackets,
    is_inside_function,
    is_inside_metric,
    is_target,
    plural,
    population_of,
)
from holdfast.review.reading.narrowing import (
    named_team,
    narrowed_group,
    part_of_product,
    subject_of_tickets,
)
from holdfast.review.reading.scopes import (
    group_of_share,
    named_region,
    named_scope,
    named_segment,
    specific_people,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_TAIL = 12
_BACK = 5


def read_population(frame: Frame) -> Population | None:
    """The named group of customers (or of their accounts and tickets), or None where everybody is meant."""
    return (
        _anchored(frame)
        or _sized(frame)
        or _named_group(frame)
        or subject_of_tickets(frame)
        or narrowed_group(frame)
        or group_of_share(frame)
        or named_segment(frame)
        or specific_people(frame)
        or named_region(frame)
        or named_team(frame)
        or part_of_product(frame)
        or named_scope(frame)
    )


def _anchored(frame: Frame) -> Population | None:
    """Customers whose time limit runs from signing are newly signed, called new or not."""
    words = frame.sentence.words
    for match in frame.spans.places["window"]:
        if not any("joining" in word.tags for word in words[match.start : match.end + 2]):
            continue
        start = max(0, match.start - _TAIL)
        group = next((i for i in range(start, match.start) if "holder" in words[i].tags), None)
        if group is not None and first_qualifier(words, group) == group:
            name = f"newly signed {plural(words[group].lower)}"
            return Population(name, words[group].span)
    return None


def _sized(frame: Frame) -> Population | None:
    """A group whose size or age is stated: accounts over $1m, deals with more than 100 employees."""
    for match in frame.spans.places["segment"]:
        first = frame.sentence.words[match.start]
        if first.tags & {"customer", "won", "narrowable"} and not first.tags & {"qualifier"}:
            end = match.end + (1 if _closes(frame, match.end) else 0)
            return population_of(frame, first_qualifier(frame.sentence.words, match.start), end)
    return None


def _closes(frame: Frame, end: int) -> bool:
    """The unit of a size stands behind it: over $50k ARR, more than 100 employees."""
    words = frame.sentence.words
    return end < len(words) and bool(words[end].tags & {"segment_size"})


def _named_group(frame: Frame) -> Population | None:
    """Customers with a word before them that narrows them, or with a clause behind."""
    words = frame.sentence.words
    sizes = {match.start: match.end for match in frame.spans.places["segment"]}
    for index, word in enumerate(words):
        if not _is_group(word) or is_inside_metric(frame, index) or is_inside_function(words, index):
            continue
        if in_brackets(words, index) or _is_plain_ticket(words, index):
            continue
        start, end = first_qualifier(words, index), sizes.get(index) or _clause_end(frame, index)
        if (start < index or end > index + 1) and not is_target(frame, start, index):
            return population_of(frame, start, end)
    return None


def _is_plain_ticket(words: Sequence[Word], index: int) -> bool:
    """New tickets and support tickets are no group of their own."""
    is_ticket = words[index].tags & {"ticket"} and not words[index].tags & {"customer"}
    before = words[index - 1].lower if index else ""
    is_rate = before and words[first_qualifier(words, index) - 1].lower == "per"
    return (bool(is_ticket) and before in ("new", "support")) or (
        bool(is_rate) and "lead" in (words[index].lemma, words[index].lower)
    )


def _is_group(word: Word) -> bool:
    """The word names customers, tickets or contracts."""
    return bool(word.tags & {"customer", "group", "ticket"}) and word.amount is None


def _clause_end(frame: Frame, index: int) -> int:
    """Word after a clause that narrows a group: "who cancelled", "with a health score under 60"."""
    words = frame.sentence.words
    following = words[index + 1] if index + 1 < len(words) else None
    if following is not None and _is_relative(frame, index, following):
        return _stop_after(words, index + 2)
    if (
        following is None
        or (following.lower == "with" and frame.form == "output")
        or following.lower not in ("who", "whose", "due", "up", "with", "that")
        or not _narrows(words, index + 1)
    ):
        return index + 1
    end = index + 2
    while (
        end < min(len(words), index + _TAIL)
        and words[end].lower not in STOPS
        and not _opens_predicate(words, end)
    ):
        end += 1
    return end


def _is_relative(frame: Frame, index: int, following: Word) -> bool:
    """What the group went through, or is about: customers acquired last year, complaints about billing."""
    about = (
        following.lower in ("about", "regarding", "concerning", "related")
        and "ticket" in frame.sentence.words[index].tags
    )
    led = (
        frame.clause.head is not None
        and frame.clause.head < index
        and "customer" in frame.sentence.words[index].tags
    )
    return about or (
        led and following.shape == "ed" and following.action in ("reach", "act", "make", "other")
    )


def _stop_after(words: Sequence[Word], end: int) -> int:
    """Word after the rest of a clause: up to a stop, a preposition or a verb, its own object included."""
    limit = min(len(words), end + _BACK)
    while end < limit and words[end].lower not in STOPS and not words[end].tags & {"conjunction", "amount"}:
        if words[end].lower in ("by", "from", "to") and end + 1 < len(words) and words[end + 1].amount:
            break
        end += 1
    return end


def _narrows(words: Sequence[Word], at: int) -> bool:
    """Such as "up for renewal", "due in Q4", "who ...": the clause says which ones."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    if words[at].lower == "with" and any(
        word.lemma in ("share", "percentage", "proportion", "portion") for word in words[max(0, at - 4) : at]
    ):
        return False
    if words[at].lower == "with" and any(w.tags & {"artefact", "all"} for w in words[at + 1 : at + 4]):
        return False
    if words[at].lower in ("who", "whose", "with", "that"):
        return words[at - 1].lemma not in ("service", "support")
    return following in ("for", "in", "this", "to")


def _opens_predicate(words: Sequence[Word], at: int) -> bool:
    """The words behind the clause go on with what these customers do, or with a figure."""
    if words[at].verb in ("have", "be") and at and words[at].lower != "having":
        return True
    return (
        words[at].lower in ("from", "by", "to") and at + 1 < len(words) and words[at + 1].amount is not None
    )
