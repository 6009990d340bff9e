"""Whom a key result is about, where it names some customers and not all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    first_qualifier,
    in_brackets,
    is_inside_function,
    is_inside_metric,
    is_target,
    modifiers_before,
    narrows,
    plural,
    population_of,
)
from holdfast.review.reading.narrowing import named_team, narrowed_group
from holdfast.review.reading.people import named_people
from holdfast.review.reading.restricting import clause_end
from holdfast.review.reading.scopes import dated_group, group_of_share, named_scope, served_contacts
from holdfast.review.reading.segments import free_to_paid, named_region, named_segment, users_of_platform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_TAIL = 12


def read_population(frame: Frame) -> Population | None:
    """The named group of customers (or of their accounts and tickets), or None where everybody is meant."""
    return (
        _anchored(frame)
        or _sized(frame)
        or _named_group(frame)
        or narrowed_group(frame)
        or free_to_paid(frame)
        or group_of_share(frame)
        or named_segment(frame)
        or named_team(frame)
        or named_people(frame)
        or named_region(frame)
        or users_of_platform(frame)
        or dated_group(frame)
        or named_scope(frame)
        or served_contacts(frame)
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
        if first.tags & {"customer", "won"} and not first.tags & {"qualifier"}:
            start = first_qualifier(frame.sentence.words, match.start)
            return population_of(frame, start, _size_end(frame.sentence.words, match.end))
    return None


def _size_end(words: Sequence[Word], end: int) -> int:
    """Word after a size with its figure, its unit and its "or less": over $50k ARR, a score of 50 or less."""
    if words[end - 1].amount is None and end < len(words) and words[end].amount is not None:
        end += 1
    if end < len(words) and words[end].tags & {"segment_size"}:
        end += 1
    if end + 1 < len(words) and "and_or" in words[end].roles and "bound" in words[end + 1].roles:
        end += 2
    return end


def _named_group(frame: Frame) -> Population | None:
    """Customers with a word before them that narrows them, or with a clause behind."""
    words = frame.sentence.words
    sizes = {match.start: match.end for match in frame.spans.places["segment"]}
    for index, word in enumerate(words):
        if (
            not _is_group(word)
            or index == frame.clause.head
            or _opens_group(words, index)
            or _opens_rank(words, index)
            or is_inside_metric(frame, index)
            or is_inside_function(words, index)
        ):
            continue
        if in_brackets(words, index) or _is_plain_ticket(words, index) or _is_thing(frame, index):
            continue
        start, end = _group_start(frame, index), _group_end(frame, index, sizes)
        if start and ("per" in words[start - 1].roles or _is_converted(words, start)):
            continue
        if (start < index or end > index + 1) and not is_target(frame, start, index):
            return population_of(frame, start, end)
    return None


def _is_converted(words: Sequence[Word], start: int) -> bool:
    """The paid users of "from free to paid users" are those who are won."""
    return start > 1 and "unpaid_plan" in words[start - 2].roles


def _group_start(frame: Frame, index: int) -> int:
    """First of the words that narrow a group; of faults, any word before them where one of them narrows."""
    words = frame.sentence.words
    start = first_qualifier(words, index)
    if "trouble" in words[index].roles:
        first = modifiers_before(frame, index)
        return min(start, first) if any(narrows(word) for word in words[first:index]) else start
    return start


def _group_end(frame: Frame, index: int, sizes: dict[int, int]) -> int:
    """Word after a group with the size or the clause behind it."""
    if index in sizes:
        return _size_end(frame.sentence.words, sizes[index])
    return clause_end(frame, index)


def _is_thing(frame: Frame, index: int) -> bool:
    """A free trial that is launched, or a plan that is tested, is a thing and no group."""
    word = frame.sentence.words[index]
    if frame.form == "output":
        return "trial" in word.roles
    return frame.form == "activity" and not word.tags & {"customer", "ticket"}


def _is_plain_ticket(words: Sequence[Word], index: int) -> bool:
    """New tickets and support tickets are no group of their own."""
    is_ticket = words[index].tags & {"ticket"} and not words[index].tags & {"customer"}
    return bool(is_ticket) and index > 0 and "plain_ticket" in words[index - 1].roles


def _opens_group(words: Sequence[Word], index: int) -> bool:
    """The word only opens a longer name of a group: enterprise customers, customer tickets."""
    following = words[index + 1] if index + 1 < len(words) else None
    return (
        following is not None
        and words[index].lower == words[index].lemma
        and following.lower != following.lemma
        and bool(following.tags & {"customer", "ticket"})
        and not following.action
    )


def _opens_rank(words: Sequence[Word], index: int) -> bool:
    """The "Tier" of "Tier 2 customers" is no group of its own."""
    return index + 1 < len(words) and "ranked" in words[index].tags and "number_name" in words[index + 1].tags


def _is_group(word: Word) -> bool:
    """The word names customers, tickets or contracts."""
    return bool(word.tags & {"customer", "group", "ticket"}) or "trouble" in word.roles
