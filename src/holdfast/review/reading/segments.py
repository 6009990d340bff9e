"""Groups named without a noun for people: the segment, the plan, the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    first_qualifier,
    in_brackets,
    is_inside_metric,
    population_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word


_NAMING = frozenset({"qualifier", "rank", "industry"})
_NEAR = 3  # words from a platform to its measure
_OF_USERS = frozenset(
    {"retention_rate", "adoption", "conversion", "churn_rate", "nps", "csat", "engagement", "active_users"}
)


def named_segment(frame: Frame) -> Population | None:
    """A group named without a noun for people: "in the mid-market segment", "from free to paid"."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if word.tags.isdisjoint(_NAMING) or (in_brackets(words, index) and words[0].amount is None):
            continue
        if _is_segment(frame, index):
            return population_of(frame, first_qualifier(words, index), _name_end(words, index))
        if "rank" in word.tags:
            return population_of(frame, first_qualifier(words, index), _name_end(words, index))
        if word.tags & {"industry"} and _is_whole(frame, index):
            return population_of(frame, index, index + 1)
    return None


def free_to_paid(frame: Frame) -> Population | None:
    """Those who may become paying customers: "from free to paid users", "trial-to-paid conversion"."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "unpaid_plan" in word.roles and _names_conversion(words, index):
            return Population("free users" if "free" in word.roles else "trials", word.span)
    return None


def _is_segment(frame: Frame, index: int) -> bool:
    """The word names a segment by itself: enterprise, SMB, DACH."""
    words = frame.sentence.words
    word = words[index]
    is_name = word.tags & {"qualifier"} and (
        word.text.isupper() or word.lower in frame.sentence.language.segments
    )
    led = bool(index) and "group_lead" in words[index - 1].roles
    if not is_name or "no_segment" in word.roles or "region" in word.tags:
        return False
    if _only_describes(frame, index, led=led):
        return False
    return led or not is_inside_metric(frame, index)


def _only_describes(frame: Frame, index: int, *, led: bool) -> bool:
    """The word describes what is made: "enterprise-grade features", "ship enterprise SSO"."""
    words = frame.sentence.words
    glued = index + 1 < len(words) and words[index + 1].glued
    return glued or (frame.form == "output" and not led)


def _is_whole(frame: Frame, index: int) -> bool:
    """An industry stands by itself behind a preposition: "sales cycle in fintech"."""
    words = frame.sentence.words
    follows = index and "group_lead" in words[index - 1].roles
    following = words[index + 1] if index + 1 < len(words) else None
    return bool(follows) and (
        following is None or not following.text[0].isalpha() or "preposition" in following.tags
    )


def _name_end(words: Sequence[Word], index: int) -> int:
    """Word after the noun that belongs to a segment's name: enterprise deals, Tier 1 circuits."""
    end = index + 1
    while (
        end < len(words)
        and words[end].text[0].isalpha()
        and words[end].tags & {"customer", "group", "won", "ticket", "staff", "artefact"}
        and not words[end].tags & {"measure", "preposition"}
        and words[end].lower != words[end].lemma
    ):
        end += 1
    return end


def _names_conversion(words: Sequence[Word], index: int) -> bool:
    """Such as "free to paid", "free-to-paid conversion", "trial→paid"."""
    following = words[index + 1 : index + 3]
    return len(following) > 1 and "arrow" in following[0].roles and "paid" in following[1].roles


def users_of_platform(frame: Frame) -> Population | None:
    """Users by the platform before what is measured of them: cloud activation rate, iOS retention."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        if "platform" not in word.roles or frame.form != "outcome" or in_brackets(words, index):
            continue
        near = (frame.sentence.metric_at(at) for at in range(index, min(len(words), index + _NEAR)))
        if any(named is not None and named.name in _OF_USERS for named in near):
            return Population(f"{word.text} users", word.span)
    return None


def named_region(frame: Frame) -> Population | None:
    """A part of the world that a result or a deed is about; deliverables only list theirs in brackets."""
    words = frame.sentence.words
    if frame.form == "output":
        return None
    for index, word in enumerate(words):
        is_name = "region" in word.tags and word.text[:1].isupper() and word.text != "Us"
        if is_name and not in_brackets(words, index):
            return population_of(frame, index - int(_is_part_of_world(words, index)), index + 1)
    return None


def _is_part_of_world(words: Sequence[Word], index: int) -> bool:
    """A word in capitals before a region belongs to its name: Southeast Asia."""
    before = words[index - 1] if index > 1 else None
    return before is not None and before.text[0].isupper() and not before.tags and before.amount is None
