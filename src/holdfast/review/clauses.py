"""Results within one sentence: a second result, or a guardrail that stands beside the first."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from holdfast.review.ontology import pattern, words
from holdfast.review.reading import read_key_result
from holdfast.review.words import holds

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading, Span

_ASIDE = re.compile(r"\([^()]*\)")
_FIGURE = re.compile(r"[<>≤≥]?\s?[$€£]?\d[\d,.]*\s?(?:%|[a-z]+)?", re.IGNORECASE)
_LEADING_WORDS = re.compile(r"^\s*(?:[A-Za-z][\w'’-]*\s+){1,7}?(?:[^\s\d]+\s+){0,4}?[<>≤≥~+$€£]?\d")
_FIRST_WORD = re.compile(r"\s*\w+\s")
_MOST_JOINTS = 12
"""Joints looked at: each costs a look at the whole sentence, and a pasted page of commas is no key result."""


def result_of_deliverable(reading: KeyResultReading) -> Span | None:
    """Where the result stands that a deliverable is to have: "launch X with 90% adoption"."""
    if reading.form != "output":
        return None
    text = without_asides(reading.text)
    for joint in islice(pattern("bringing").finditer(text), _MOST_JOINTS):
        right = text[joint.end() :]
        named = read_key_result(right) if _figures(right) else None
        if named is None or named.quantity.kind is None:
            continue
        if named.metric not in {None, "other"} or holds(right, words("guard", "volume")):
            return (joint.end(), len(text.rstrip(" .")))
    return None


def guardrail_in(reading: KeyResultReading) -> Span | None:
    """Where a guardrail stands: "while keeping CSAT above 90%", or "and keep …" after a result."""
    found = pattern("guard").search(reading.text)
    if found is not None and found.start() > 0:
        return found.span()
    joined = pattern("guard_joined").search(reading.text)
    return joined.span() if joined is not None and _figures(reading.text[: joined.start()]) else None


def second_result_in(reading: KeyResultReading) -> Span | None:
    """Where a second result stands, with a figure of its own ("and response under 2h"), or None."""
    guard = guardrail_in(reading)
    text = without_asides(reading.text)
    end = guard[0] if guard else len(text)
    for joint in islice(pattern("joint").finditer(text, 0, end), _MOST_JOINTS):
        left, right = text[: joint.start()], text[joint.end() : end]
        if pattern("range_begun").search(left) or _joins_conditions(reading, left, right):
            continue
        is_second = _is_result(right) and (_figures(left) or pattern("condition").search(joint[0]))
        if joint[0].strip() == ",":
            is_second = is_second and _begins_with_metric(right)
        if is_second or (_touches_metric(reading, *joint.span()) and _are_two_metrics(left, right)):
            return (joint.end(), joint.end() + len(right.rstrip(" .")))
    return _second_in_brackets(reading)


def _joins_conditions(reading: KeyResultReading, left: str, right: str) -> bool:
    """Both parts say which people are counted: "accounts that scored 0 to 6 and say … from 21% to 40%"."""
    quantity = reading.quantity
    is_behind = quantity.kind == "from_to" and quantity.span is not None and quantity.span[0] > len(left)
    opening = pattern("share_of_those").search(left)
    if not is_behind or opening is None or pattern("figure_of_result").search(left[opening.end() :]):
        return False
    return not _begins_with_metric(right)


def _second_in_brackets(reading: KeyResultReading) -> Span | None:
    """Another number with its figure, said as an aside: "90% retention (net revenue retention 110%)"."""
    if reading.metric in {None, "other"}:
        return None
    for aside in _ASIDE.finditer(reading.text):
        named = read_key_result(aside[0][1:-1]) if _figures(aside[0]) else None
        if named is None or named.metric_span is None or named.metric_span[0] > 0:
            continue
        if named.metric not in {None, "other", reading.metric}:
            return (aside.start() + 1, aside.end() - 1)
    return None


def _is_result(part: str) -> bool:
    """Words and then a figure that is neither a date nor a window."""
    return _LEADING_WORDS.match(part) is not None and (_figures(part) or _is_limit(part))


def _begins_with_metric(part: str) -> bool:
    named = read_key_result(part)
    return named.metric not in {None, "other"} and named.metric_span is not None and named.metric_span[0] == 0


def without_asides(text: str) -> str:
    """The text with blanks for what stands in brackets, so that places stay as they are."""
    return _ASIDE.sub(lambda found: " " * len(found[0]), text)


def _touches_metric(reading: KeyResultReading, start: int, end: int) -> bool:
    """A joint stands at the number of a result: only there its parts are worth reading."""
    named = reading.metric_span
    return reading.form == "outcome" and named is not None and named[1] >= start and named[0] <= end


def _are_two_metrics(left: str, right: str) -> bool:
    """Two numbers named side by side for one size: "NPS and retention by 10%"."""
    one, other = read_key_result(left), read_key_result(right)
    if one.metric is None or other.metric is None or one.metric_span is None or other.metric_span is None:
        return False
    if one.metric == other.metric != "other":
        return False
    return not left[one.metric_span[1] :].strip() and not right[: other.metric_span[0]].strip()


def _figures(part: str) -> bool:
    """A figure that is no date, window or cadence."""
    return _FIGURE.search(pattern("time").sub(" ", part)) is not None


def _is_limit(part: str) -> bool:
    """A limit on a thing named before it ("response within 2 hours"), not a window of the first result."""
    named = _FIRST_WORD.match(part) is not None and pattern("timed").search(part) is not None
    return named and pattern("limit").search(part) is not None
