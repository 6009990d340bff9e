"""Groups named by any word before a noun for customers, or by a team's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    is_inside_function,
    is_inside_metric,
    is_target,
    population_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_LONGEST = 4  # words before a noun
_ENDS_NAME = frozenset(
    {
        "preposition", "determiner", "conjunction", "adverb", "modal", "all", "none", "more", "pronoun",
        "measure", "vague", "won", "comparative_up", "comparative_down", "modest", "staff", "cadence",
    }
)  # fmt: skip
_ENDS_TEAM = frozenset({"preposition", "determiner", "all", "conjunction", "pronoun", "adverb", "modal"})


def narrowed_group(frame: Frame) -> Population | None:
    """Customers, deals or complaints with a word before them that no list knows: fintech customers."""
    words = frame.sentence.words
    if frame.form == "output":
        return None
    for index, word in enumerate(words):
        led = word.tags & {"led_only"} and _is_led(words, index)
        is_kind = "kind_of_people" in word.roles
        if not (is_kind or led or "narrowable" in word.tags):
            continue
        if not is_kind and not _is_several(words, index):
            continue
        first = _first_of_name(frame, index)
        if first is None:
            continue
        start = _first_narrowing(frame, first)
        start = start if start < first else index
        if start < index and not is_target(frame, start, index) and not is_inside_function(words, index):
            return population_of(frame, start, index + 1)
    return None


def _is_led(words: Sequence[Word], index: int) -> bool:
    """A preposition stands at most three words before: the conversion of website visitors."""
    return any("narrowing_lead" in word.tags for word in words[max(0, index - 3) : index])


def _first_of_name(frame: Frame, index: int) -> int | None:
    """First word of a noun; of an incident that names a metric, the name's first word."""
    named = frame.sentence.metric_at(index)
    if named is not None and named.end == index + 1:
        if named.name in ("other", "ticket_volume"):
            return named.start
        if _is_led(frame.sentence.words, named.start) and frame.sentence.metrics[0].start < named.start:
            return index
    return None if is_inside_metric(frame, index) else index


def _is_several(words: Sequence[Word], index: int) -> bool:
    """The noun is a plural, or stands last: no part of a longer name."""
    following = words[index + 1] if index + 1 < len(words) else None
    return words[index].lower != words[index].lemma and not (
        following is not None and following.tags & {"measure"}
    )


def _first_narrowing(frame: Frame, index: int) -> int:
    """First of the words before a noun that say which ones are meant; the noun itself where there is none."""
    words, head = frame.sentence.words, frame.clause.head
    floor = -1 if head is None else head + max(1, words[head].length) - 1
    start = index
    for at in range(index - 1, max(floor, index - 1 - _LONGEST), -1):
        if not _says_which(frame, at):
            break
        start = at
    while start < index and words[start].glued and start - 1 > floor:
        start -= 1  # "first-year students" are no "year students"
    return start


def _says_which(frame: Frame, at: int) -> bool:
    """The word may narrow a noun behind it: an adjective, a noun, a sum of money."""
    word = frame.sentence.words[at]
    if word.amount is not None:
        return word.amount.kind == "money"
    if word.tags & {"segment_size", "qualifier", "part_qualifier", "quarter"}:
        return True
    if not word.text[0].isalnum() or word.lemma in frame.sentence.language.plain or "asking" in word.roles:
        return False
    if not at and not word.tags and not word.text.isupper():
        return False  # most likely a command that the lexicon does not know
    acts = word.action and word.shape in ("base", "s") and not word.tags
    return not acts and not word.tags & _ENDS_NAME


def named_team(frame: Frame) -> Population | None:
    """A team of the firm by its name: "for the support team", "new sales team"."""
    words = frame.sentence.words
    if frame.form == "output":
        return None
    for index, word in enumerate(words):
        if "team_noun" not in word.tags or is_inside_metric(frame, index) or _opens_name(words, index):
            continue
        start = _first_of_team(words, index)
        lead = start - 1
        if lead > 0 and "determiner" in words[lead].tags:
            lead -= 1
        leads = lead >= 0 and "team_lead" in words[lead].tags
        if start < index and (leads or words[start].tags & {"team_qualifier"}):
            is_own = start and words[start].roles & {"new_or_own"} and "pronoun" in words[start - 1].tags
            return population_of(frame, start - int(bool(is_own)), index + 1)
    return None


def _opens_name(words: Sequence[Word], index: int) -> bool:
    """The team only says whose a thing is: the new team handbook."""
    return index + 1 < len(words) and bool(words[index + 1].tags & {"artefact", "event"})


def _first_of_team(words: Sequence[Word], index: int) -> int:
    """First word of a team's name; determiners and quantities are none."""
    start = index
    for at in range(index - 1, max(-1, index - 1 - _LONGEST), -1):
        word = words[at]
        if word.tags & _ENDS_TEAM or word.amount is not None or not word.text[0].isalpha():
            break
        if word.action and word.shape in ("base", "s") and not word.tags:
            break
        start = at
    return start
