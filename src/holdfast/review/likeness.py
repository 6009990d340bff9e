"""Which key results are about the same thing, and which stage of one piece of work each of them counts."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.review.ontology import vocabulary, words
from holdfast.review.words import MEMORY, content_words, holds, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.rule import Case, KeyResultCase

_ALIKE = 0.6
_MOST_COMPARED = 30


@lru_cache(maxsize=MEMORY)
def stage_of(text: str) -> int | None:
    """The stage of work that a statement counts: 0 offered, 1 scheduled, 2 done; None where it names none.

    Where two are named ("a date for the call they completed"), the later one counts.
    """
    stages = range(len(vocabulary()["process"]["stages"]))
    return max((stage for stage in stages if holds(text, words("process", "stages", stage))), default=None)


@lru_cache(maxsize=MEMORY)
def subject_of(text: str) -> frozenset[str]:
    """What a key result is about, without numbers, stages, changes and the words for customers and time."""
    dropped = (*words("compare", "empty"), *words("compare", "doing"))
    return content_words(text, without=dropped)


def are_about_the_same(one: KeyResultCase, other: KeyResultCase) -> bool:
    """Whether two key results count the same thing of the same people."""
    left, right = subject_of(one.reading.text), subject_of(other.reading.text)
    return likeness(left, right) >= _ALIKE and people_agree(one, other)


def people_agree(one: KeyResultCase, other: KeyResultCase) -> bool:
    """Whether both name the same people, or one of them names none; "new" and "newly signed" are the same."""
    left, right = one.reading.population, other.reading.population
    if left is None or right is None or left.lower() == right.lower():
        return True
    if _names_the_work(left, other) or _names_the_work(right, one):
        return True
    new = words("people", "life", "new")
    return holds(left, new) and holds(right, new)


def _names_the_work(group: str, other: KeyResultCase) -> bool:
    """A group of calls or tickets that the other key result speaks of too says nothing about people."""
    named = subject_of(group)
    return bool(named) and named <= subject_of(other.reading.text)


def pairs(case: Case) -> Iterator[tuple[KeyResultCase, KeyResultCase]]:
    """Every two of the first key results, in order: a list of hundreds has other faults."""
    return combinations(case.key_results[:_MOST_COMPARED], 2)


def stages_of_one_work(case: Case) -> Iterator[tuple[KeyResultCase, KeyResultCase]]:
    """Pairs of key results that count an earlier and a later stage of the same work, the earlier first."""
    for one, other in pairs(case):
        left, right = stage_of(one.reading.text), stage_of(other.reading.text)
        if left is not None and right is not None and left != right and are_about_the_same(one, other):
            yield (one, other) if left < right else (other, one)
