"""Time limits that are counted from an anchor, and rhythms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.model import Window

if TYPE_CHECKING:
    from holdfast.review.reading.quantity import Frame


def read_window(frame: Frame) -> Window | None:
    """The first time limit with a figure and its unit, or None."""
    words = frame.sentence.words
    for match in frame.spans.places["window"]:
        for index in range(match.start, match.end):
            amount = words[index].amount
            if amount is None or amount.kind != "duration" or amount.value is None:
                continue
            end = _anchor_end(frame, match.end)
            anchor = [word.lower for word in words[index + 1 : end] if "windows_links" not in word.roles]
            span = (words[match.start].start, words[end - 1].end)
            return Window(amount.value, amount.unit, " ".join(anchor) or None, span)
    return None


def _anchor_end(frame: Frame, end: int) -> int:
    """Word after the anchor: further words of it such as "signing" behind "contract"."""
    words = frame.sentence.words
    while end < len(words) and words[end].tags & {"anchor"}:
        end += 1
    return end


def read_cadence(frame: Frame) -> str | None:
    """The rhythm as written (``monthly``, ``every 2 weeks``), or None."""
    words = frame.sentence.words
    for match in frame.spans.places["cadence"]:
        return frame.sentence.text[words[match.start].start : words[match.end - 1].end].lower()
    return None
