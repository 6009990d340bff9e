"""Whether two people would agree that a key result was met, and whether it is all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.reading.model import Quantity
    from holdfast.review.reading.quantity import Frame


def is_measurable(frame: Frame, quantity: Quantity) -> bool:
    """A quantity, a word that sets a limit, a rhythm of a doing, or a dated item that is done or not done."""
    if quantity.kind is not None:
        return True
    words = frame.sentence.words
    if frame.spans.has("deadline"):
        return not _is_bare_move(frame)
    if frame.clause.action in ("up", "down"):
        return False
    if any(word.tags & {"blank", "threshold"} or "any_or_same" in word.roles for word in words):
        return True
    return frame.form == "activity" and frame.spans.has("cadence") and not _only_named(frame)


def _is_bare_move(frame: Frame) -> bool:
    """More, better, higher, without a size: a date does not make it measurable."""
    words = frame.sentence.words
    vague = any(word.action in ("up", "down") and not word.tags & {"artefact", "event"} for word in words)
    vague = vague or any(word.tags & {"comparative_up", "comparative_down", "vague"} for word in words)
    achieves = frame.clause.action == "reach" and frame.form == "outcome"
    return (vague or achieves) and not any(word.tags & {"all", "none"} for word in words)


def _only_named(frame: Frame) -> bool:
    """The rhythm is part of a thing's name: "plan weekly schedule"."""
    words = frame.sentence.words
    return all(
        match.end < len(words)
        and bool(
            words[match.end].tags & {"artefact", "event", "measure"} or "schedule" in words[match.end].roles
        )
        for match in frame.spans.places["cadence"]
    )


def is_binary(frame: Frame, quantity: Quantity) -> bool:
    """Done or not done: no partial progress could be seen."""
    if quantity.kind == "count":
        return quantity.target == 1
    return quantity.kind is None and frame.form == "output"
