"""Quantities without a figure: all, every, no, double, half, once a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.model import Quantity

if TYPE_CHECKING:
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_SUBJECT = 3  # words from which on a sentence speaks of no subject any more


def quantity_in_words(frame: Frame) -> Quantity:
    """Quantity of a sentence that holds no figure for a target."""
    return _multiple(frame) or _nothing(frame) or _everything(frame) or _rhythm(frame) or Quantity()


def _multiple(frame: Frame) -> Quantity | None:
    """Double, halve, triple: a relative change."""
    words, sizes = frame.sentence.words, frame.sentence.language.numbers["multipliers"]
    for word in words:
        size = sizes.get(word.verb or "") or sizes.get(word.lower)
        if size and not word.tags & {"qualifier"}:
            return Quantity(kind="relative_change", target=float(abs(size)), unit="%", span=word.span)
    twice = next((w for i, w in enumerate(words) if _is_twice(words, i)), None)
    if twice is not None:
        return Quantity(kind="relative_change", target=100.0, unit="%", span=twice.span)
    part = next((i for i, word in enumerate(words) if _is_quarter(words, i)), None)
    if part is not None:
        return Quantity(kind="relative_change", target=25.0, unit="%", span=words[part].span)
    if frame.clause.action in ("up", "down"):
        half = next(
            (w for i, w in enumerate(words) if "half" in w.roles and i and "by_or_in" in words[i - 1].roles),
            None,
        )
        if half:
            return Quantity(kind="relative_change", target=50.0, unit="%", span=half.span)
    return None


def _is_twice(words: tuple[Word, ...], index: int) -> bool:
    """Twice as many, twice the number; "twice a week" is a rhythm."""
    following = words[index + 1].roles if index + 1 < len(words) else frozenset()
    return "twice" in words[index].roles and "behind_twice" in following


def _is_quarter(words: tuple[Word, ...], index: int) -> bool:
    """A fourth, as in "by a quarter"; "every quarter" is a span of time."""
    return (
        index > 1
        and "quarter" in words[index].roles
        and "single" in words[index - 1].roles
        and "by" in words[index - 2].roles
    )


def forbids(frame: Frame) -> bool:
    """The sentence opens with "no" or "not a single": its other figures are conditions."""
    opening = frame.sentence.words[frame.clause.start : frame.clause.start + 3]
    none = next((i for i, word in enumerate(opening) if "none" in word.tags and word.amount is None), None)
    if none is None or frame.clause.head is not None:
        return False
    if any("preposition" in word.tags or "relative" in word.roles for word in opening[:none]):
        return False  # "members with no visit for three weeks" says which members
    following = opening[none + 1] if none + 1 < len(opening) else None
    return following is None or "limiting" not in following.roles


def _nothing(frame: Frame) -> Quantity | None:
    """No, zero, none, never: a target of 0; "no increase in" is a change of 0 %."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "none" not in word.tags or (
            index and "no" in word.roles and index + 1 < len(words) and "limiting" in words[index + 1].roles
        ):
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        if following is not None and "change_noun" in following.roles:
            return Quantity(kind="relative_change", target=0.0, unit="%", span=word.span)
        return Quantity(kind="absolute_target", target=0.0, span=word.span)
    return None


def _everything(frame: Frame) -> Quantity | None:
    """All, every, each of a group: a share of 100 %. A bare improvement of everything has no size."""
    if frame.clause.action in ("up", "down") and frame.clause.actor == "team" and not _ends_all(frame):
        return None
    words = frame.sentence.words
    cadence = {
        i for name in ("cadence", "rolling") for m in frame.spans.places[name] for i in range(m.start, m.end)
    }
    for index, word in enumerate(words):
        if "before_purpose" in word.roles and index and "so" in word.roles:
            return None
        if "all" not in word.tags or index in cadence or not _has_group(words, index):
            continue
        if index and "before_span" in words[index - 1].roles:
            continue
        if "any" in word.roles and _moves_without_size(frame):
            return None
        return Quantity(kind="ratio", target=100.0, unit="%", span=word.span)
    return None


def _ends_all(frame: Frame) -> bool:
    """The head verb leaves nothing: eliminate all, avoid every."""
    head = frame.clause.head
    return head is not None and "removing" in frame.sentence.words[head].roles


def _moves_without_size(frame: Frame) -> bool:
    """A movement stands in the sentence whose size it does not say."""
    return any(word.action in ("up", "down") for word in frame.sentence.words)


def _has_group(words: tuple[Word, ...], index: int) -> bool:
    """A group follows the word "all"; "at all levels" names none."""
    following = words[index + 1 : index + 6]
    if not following or (
        "any" in words[index].roles and index >= _SUBJECT and "for_or_to" not in words[index - 1].roles
    ):
        return False
    return not any("no_group" in word.roles or "weekday" in word.tags for word in following[:1])


def _rhythm(frame: Frame) -> Quantity | None:
    """A rhythm of a doing is a count of one (or two, for twice) in each period."""
    if frame.form != "activity" and frame.clause.action != "make":
        return None
    for match in frame.spans.places["cadence"]:
        if any(word.lower == "(" for word in frame.sentence.words[max(0, match.start - 12) : match.start]):
            continue
        span = (frame.sentence.words[match.start].start, frame.sentence.words[match.end - 1].end)
        first = frame.sentence.words[match.start]
        if _names_thing(frame, match.end) and not _appears(frame):
            continue
        return Quantity(kind="count", target=2.0 if "twice" in first.roles else 1.0, span=span)
    return None


def _appears(frame: Frame) -> bool:
    """What is published or sent in a rhythm is done once in each period."""
    head = frame.clause.head
    return head is not None and "handing_over" in frame.sentence.words[head].roles


def _names_thing(frame: Frame, end: int) -> bool:
    """The rhythm only names a thing that is not done in it: "plan weekly schedule", "monthly donors"."""
    words = frame.sentence.words
    following = words[end] if end < len(words) else None
    return following is not None and bool(
        following.tags & {"customer", "artefact", "measure"} or "plan_kept" in following.roles
    )
