"""Groups of customers: the noun, the words that narrow it, and whether it is a group at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.signs import APOSTROPHE, DASHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.model import Span
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_BACK = 5
_LONGEST = 12  # words of a group
_NEAR = 2  # words between a verb and what it wins
_WITHIN = 10  # words in which a bracket closes
_NO_MODIFIER = frozenset(
    {"determiner", "all", "preposition", "conjunction", "modal", "pronoun", "more", "cadence", "quarter"}
    | {"vague", "comparative_up", "comparative_down"}
)
_NARROWING = frozenset({"qualifier", "narrow", "region", "rank"})
STOPS = frozenset({",", ";", ".", "(", ")", ":", '"', "\u201d", "[", *DASHES, "->", "→"})


class Population(NamedTuple):
    """The named group and where it stands."""

    name: str
    span: Span


def population_of(frame: Frame, start: int, end: int) -> Population:
    """The group from one word to before another."""
    words = frame.sentence.words
    span = (words[start].start, words[end - 1].end)
    name = frame.sentence.text[span[0] : span[1]]
    last = words[end - 1]
    is_one = last.lower == last.lemma or last.lower.endswith(("'s", APOSTROPHE + "s"))
    is_one = is_one and "mass" not in last.tags
    if is_one and ("people_as_one" in last.roles or "specific" in last.tags) and not last.text.isupper():
        name = plural(name.removesuffix("'s").removesuffix(APOSTROPHE + "s"))
    return Population(name, span)


def plural(noun: str) -> str:
    """Plural of a noun for a group."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"


def first_qualifier(words: Sequence[Word], index: int) -> int:
    """First of the words before a noun that say which customers are meant."""
    start, at, seen = index, index - 1, 0
    while at >= 0 and seen < _BACK:
        word = words[at]
        if (
            word.tags & {"qualifier", "region", "rank", "cadence"} or _is_rank(words, at)
        ) and "group_lead" not in word.roles:
            start = at
        elif word.amount is not None and at and "largest" in words[at - 1].roles:
            start = at - 1
        elif word.amount is not None and word.amount.kind == "money":
            start = at
        elif word.tags & {"segment_size"} and at and words[at - 1].amount is not None:
            pass
        elif not (
            word.tags & {"customer"} or "joins_qualifiers" in word.roles or word.glued or words[at + 1].glued
        ):
            break
        at, seen = at - 1, seen + 1
    while start and start < index and words[start].glued:
        start -= 1  # "first-time users" are not "time users"
    return start


def _is_rank(words: Sequence[Word], at: int) -> bool:
    """A number that names a rank: Tier 2, tier 1 or 2."""
    before = words[at - 1] if at else None
    return "number_name" in words[at].tags and before is not None and before.lower != "/" and at < len(words)


def is_inside_metric(frame: Frame, index: int) -> bool:
    """The noun is part of a metric's name: customer satisfaction, active users."""
    named = frame.sentence.metric_at(index)
    if named is None or (named.end == index + 1 and (named.name == "other" or named.start == index)):
        return False
    if named.name == "other" and named.start == index:
        return True  # "lead time"
    before = frame.sentence.words[named.start : index]
    if named.end == index + 1 and any(w.lower in frame.sentence.language.segments for w in before):
        return False
    if named.end == index + 1 and _is_group_by_fate(frame, named.start, index):
        return False
    return named.start < index or not _narrows_before(frame, index)


def _is_group_by_fate(frame: Frame, start: int, index: int) -> bool:
    """The words name people where nothing is measured of them: call churned accounts, existing customers."""
    words = frame.sentence.words
    narrowed = start < index and all(word.tags & {"qualifier"} for word in words[index - 1 : index])
    counted = frame.clause.action in ("up", "down", "")
    fate = narrowed and words[index - 1].shape == "ed" and not counted
    return fate or (narrowed and "of_word" not in words[start].tags and index - start > 1)


def _narrows_before(frame: Frame, index: int) -> bool:
    """A word before the noun says which customers: first-time user satisfaction."""
    words = frame.sentence.words
    return index > 0 and bool(words[index - 1].tags & {"qualifier", "rank", "number_name"})


def is_inside_function(words: Sequence[Word], index: int) -> bool:
    """The word opens the name of a field of work: customer service."""
    return index + 1 < len(words) and "function" in words[index + 1].tags


def is_target(frame: Frame, start: int, index: int) -> bool:
    """The group is what is counted and won: "40 new customers", "Reach 50K active users"."""
    words = frame.sentence.words
    before = words[start - 1] if start else None
    head = frame.clause.head
    if start < index and all("cadence" in word.tags for word in words[start:index]):
        return True
    if frame.form == "activity" or _opens_measure(words, index):
        return False
    named = words[start:index]
    if before is not None and before.amount is not None and before.amount.kind in ("plain", "slot"):
        return all(word.tags & {"won_qualifier", "preposition"} for word in named)
    if before is not None and "of" in before.roles and "share_word" in words[start - 2].roles:
        following = words[index + 1] if index + 1 < len(words) else None
        acts = following is not None and (following.shape == "ing" or "relative_of_people" in following.roles)
        return not acts and all(word.tags & {"won_qualifier"} or "repeat" in word.roles for word in named)
    won = frame.clause.action in ("reach", "up", "down") and head is not None and start <= head + _NEAR
    return won and all(word.tags & {"won_qualifier", "cadence"} for word in named)


def _opens_measure(words: Sequence[Word], index: int) -> bool:
    """A measure of these people stands behind the noun: guest satisfaction, the investor's trust."""
    following = words[index + 1] if index + 1 < len(words) else None
    return following is not None and bool(following.tags & {"measure", "state"})


def in_brackets(words: Sequence[Word], index: int) -> bool:
    """The word stands in an explanation in brackets."""
    return sum((w.lower == "(") - (w.lower == ")") for w in words[max(0, index - _WITHIN) : index]) > 0


def modifiers_before(frame: Frame, index: int) -> int:
    """First word of a noun's own name: of "hiring managers", "new application engineers", "our own team"."""
    words, head = frame.sentence.words, frame.clause.head
    start = index
    praise = frame.sentence.language.goals["praise"]
    while start and _modifies(words, start - 1) and start - 1 != head:
        if words[start - 1].lower in praise and not words[start - 1].tags & _NARROWING:
            break
        start -= 1
    if start < index and "own" in words[start].roles and start and "determiner" in words[start - 1].tags:
        return start - 1
    return start


def _modifies(words: Sequence[Word], at: int) -> bool:
    """The word belongs to the noun behind it and is no verb, article or measure."""
    word = words[at]
    if word.amount is not None or not word.text[0].isalnum() or "asking" in word.roles:
        return False
    if word.tags & _NARROWING or word.glued or words[at + 1].glued:
        return True
    if not at and not word.tags and not word.text.isupper():
        return False  # most likely a command that the lexicon does not know
    if word.tags & _NO_MODIFIER:
        return False
    is_noun = (
        not word.action or bool(word.tags & {"staff", "customer", "channel"}) or word.shape in ("ing", "ed")
    )
    return is_noun and not word.tags & {"measure", "adverb"} and "summary" not in word.roles


def narrows(word: Word) -> bool:
    """The word says which ones of a kind are meant."""
    return bool(word.tags & _NARROWING) and not word.tags & {"cadence"}


def phrase_end(frame: Frame, start: int) -> int:
    """Word after a noun with what stands before it."""
    words, end = frame.sentence.words, start
    while (
        end < min(len(words), start + _LONGEST)
        and words[end].lower not in STOPS
        and not words[end].tags & {"preposition", "conjunction", "modal"}
        and "up_or_down" not in words[end].roles
        and not (end > start and _acts_on(words, end))
    ):
        end += 1
    return end


def _acts_on(words: Sequence[Word], at: int) -> bool:
    """A verb with its object: in "users of the old app adopt the new one", "adopt" ends the name."""
    word, following = words[at], words[at + 1 : at + 2]
    is_verb = bool(word.action) and word.shape == "base" and not word.tags
    return is_verb and any(one.tags & {"determiner", "pronoun", "article"} for one in following)
