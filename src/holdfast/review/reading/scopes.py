"""Groups without a noun for customers, or people named by what they are: segments, members, scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    LEADS,
    Population,
    first_qualifier,
    in_brackets,
    is_inside_function,
    is_inside_metric,
    is_target,
    phrase_end,
    population_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_SCOPE_LEADS = frozenset({"for", "among", "across", "on"})
_GROUPS = frozenset({"customer", "ticket", "won", "group", "staff", "artefact", "part"})
_PHRASE = 2  # a noun and a word before it


def specific_people(frame: Frame) -> Population | None:
    """People named by what they are: members, prospects, donors, application engineers."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if (
            index == frame.clause.head
            or "specific" not in word.tags
            or is_inside_function(words, index)
            or is_target(frame, index, index)
        ):
            continue
        if _is_part_of_name(frame, index) or _is_one_of_many(words, index):
            continue
        if word.amount is None and not _is_counted(frame, index) and frame.form != "output":
            start = (
                index - 1
                if index
                and "specific" not in words[index - 1].tags
                and word.tags & {"staff"}
                and _narrowed(words, index)
                else index
            )
            return population_of(frame, start, index + 1)
    return None


def _is_one_of_many(words: Sequence[Word], index: int) -> bool:
    """A single one, or a word that is no noun here: "an agency", "could host"."""
    if words[index].lower != words[index].lemma or "mass" in words[index].tags:
        return False
    before = words[index - 1] if index else None
    if words[index].glued and words[index].verb:
        return True
    alone = index + 1 == len(words) or not words[index + 1].tags & {"measure", "felt"}
    near = [word for word in words[max(0, index - 2) : index] if word.tags & {"article", "modal"}]
    return alone and (bool(near) or (before is not None and before.amount is not None))


def _is_part_of_name(frame: Frame, index: int) -> bool:
    """The word is part of a metric's name, of a compound, or stands for one of many ("per guest")."""
    words, word = frame.sentence.words, frame.sentence.words[index]
    covering = frame.sentence.metric_at(index)
    is_people = "people" in word.tags and covering is not None and covering.start in (index, index - 1)
    inside = covering is not None and covering.name in ("nps", "csat", "other") and not is_people
    before, following = (
        words[index - 1] if index else None,
        words[index + 1] if index + 1 < len(words) else None,
    )
    singular = words[index].lower == words[index].lemma
    compound = (
        singular
        and following is not None
        and following.text[0].isalpha()
        and not following.tags & {"measure", "preposition", "felt"}
    )
    named = before is not None and before.lower in ("per", "team", "net")
    in_metric = covering is not None and covering.start == index and covering.end > index + 1
    inside = inside and frame.form != "activity"
    return inside or named or (compound and not in_metric and not _is_verb(following))


def _is_verb(following: Word | None) -> bool:
    """A verb stands behind."""
    return (
        following is not None
        and following.shape in ("s", "ed")
        and bool(following.action)
        and not following.tags
    )


def _narrowed(words: Sequence[Word], index: int) -> bool:
    """The word before belongs to the name."""
    return words[index - 1].text[0].isalpha() and not words[index - 1].tags & {
        "preposition",
        "determiner",
        "all",
        "conjunction",
    }


def _is_counted(frame: Frame, index: int) -> bool:
    """A figure counts these people and they are won: "25k subscribers"."""
    words, head = frame.sentence.words, frame.clause.head
    before = words[index - 1].amount if index else None
    if before is not None and before.kind == "plain":
        led = index > 1 and "narrowing_lead" in words[index - 2].tags
        acts = index + 1 < len(words) and words[index + 1].action and words[index + 1].shape == "base"
        return head is not None and frame.form != "activity" and not (led or acts)
    if frame.form == "activity" or (index and "narrowing_lead" in words[index - 1].tags):
        return False
    won = head is not None and frame.clause.action in ("up", "reach", "make") and index <= head + 3
    following = words[index + 1] if index + 1 < len(words) else None
    is_adjective = following is not None and following.tags & {"measure", "felt"}
    return won and not is_adjective


def group_of_share(frame: Frame) -> Population | None:
    """A group that a share is taken of, where a word narrows it: 60% of password tickets, all open roles."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        share = (
            word.amount is not None
            and word.amount.kind in ("percent", "share")
            and words[index + 1].lower == "of"
        )
        if not share and not ("all" in word.tags and word.lower in ("all", "every", "each")):
            continue
        start = index + (2 if share else 1)
        end = phrase_end(frame, start)
        kept = [
            i
            for i in range(start, end)
            if not words[i].tags & {"determiner", "all", "adverb"} and words[i].amount is None
        ]
        if index in frame.spans.taken or not kept:
            continue
        if share and len(kept) == 1 and _is_plural_acronym(words[kept[0]]):
            return population_of(frame, kept[0], kept[0] + 1)
        if len(kept) < _PHRASE:
            continue
        noun = next((i for i in kept if words[i].tags & _GROUPS and words[i].lemma != words[i].lower), None)
        narrowing = [
            words[i]
            for i in kept
            if noun is not None and i < noun and _narrows_share(frame, words[i], words[noun])
        ]
        if noun is not None and narrowing and not words[noun].tags & {"measure"}:
            return population_of(frame, kept[0], noun + 1)
        if noun is None and _is_named_thing(words, kept):
            return population_of(frame, kept[0], kept[-1] + 1)
    return None


def _is_plural_acronym(word: Word) -> bool:
    """A sort of thing by its initials: RFPs, QBRs."""
    return word.text[-1] == "s" and word.text[:-1].isupper() and len(word.text) > _PHRASE


def _narrows_share(frame: Frame, word: Word, noun: Word) -> bool:
    """The word says which of a group are meant; of things, only an adjective does."""
    if noun.tags & {"customer", "group", "staff", "ticket"}:
        return word.lemma not in frame.sentence.language.plain
    adjective = word.tags & {"qualifier", "part_qualifier"} or (word.shape == "ed" and bool(word.action))
    return bool(adjective) and not word.tags & {"cadence"} and (word.lower != "new" or "part" in noun.tags)


def _is_named_thing(words: Sequence[Word], kept: Sequence[int]) -> bool:
    """Things of any sort behind an adjective that picks some of them: critical node types."""
    first, last = words[kept[0]], words[kept[-1]]
    picks = first.tags & {"qualifier", "part_qualifier"} and not first.tags & {"cadence", "won_qualifier"}
    return bool(picks) and last.lower != last.lemma and not last.tags


def named_scope(frame: Frame) -> Population | None:
    """A part of the product or of the customers behind a measure: "for core modules"."""
    words = frame.sentence.words
    if frame.form != "outcome" or not frame.sentence.metrics:
        return None
    measured = frame.sentence.metrics[0][2]
    for index in range(measured, len(words) - 1):
        if words[index].lower == "(":
            return None
        if words[index].lower not in _SCOPE_LEADS or index in frame.spans.taken:
            continue
        if words[index - 1].tags & {"customer"} or words[index - 1].action:
            return None
        end = phrase_end(frame, index + 1)
        start = next(
            (
                i
                for i in range(index + 1, end)
                if not words[i].tags & {"determiner", "all"} and words[i].amount is None
            ),
            end,
        )
        if end - start >= _PHRASE and not any(
            words[i].tags & {"measure", "event", "time_unit"} or i in frame.spans.taken
            for i in range(start, end)
        ):
            return population_of(frame, start, end)
    return None


def named_segment(frame: Frame) -> Population | None:
    """A group named without a noun for people: "in the mid-market segment", "from free to paid"."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if in_brackets(words, index) and words[0].amount is None:
            continue
        follows_lead = index and words[index - 1].lower in LEADS
        if _only_describes(frame, index, led=bool(follows_lead)):
            continue
        is_name = word.tags & {"qualifier"} and (
            word.text.isupper() or word.lower in frame.sentence.language.segments
        )
        if (
            is_name
            and (follows_lead or not is_inside_metric(frame, index))
            and word.lower not in ("us", "free", "trial", "paid")
        ):
            return population_of(frame, first_qualifier(words, index), index + 1)
        if "rank" in word.tags:
            end = (
                index + 2
                if index + 1 < len(words) and not words[index + 1].tags & {"preposition"}
                else index + 1
            )
            return population_of(frame, index, end)
        if word.lower in ("free", "trial") and _names_conversion(words, index):
            return Population("free users" if word.lower == "free" else "trials", word.span)
    return None


def _only_describes(frame: Frame, index: int, *, led: bool) -> bool:
    """The word describes what is made: "enterprise-grade features", "ship enterprise SSO"."""
    words = frame.sentence.words
    glued = index + 1 < len(words) and words[index + 1].glued
    return glued or (frame.form == "output" and not led)


def _names_conversion(words: Sequence[Word], index: int) -> bool:
    """Such as "free to paid", "free-to-paid conversion"."""
    return [word.lower for word in words[index + 1 : index + 3]] == ["to", "paid"]


def named_region(frame: Frame) -> Population | None:
    """A part of the world behind "in" or at the head of the sentence."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if in_brackets(words, index):
            continue
        if "region" in word.tags and word.text[:1].isupper() and word.text != "Us":
            return population_of(frame, index, index + 1)
    return None
