"""What a key result would have said of one customer: answers as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.leavers.model import Answer, Replay, ReplayedKeyResult

_GREEN = frozenset(
    {"y", "yes", "true", "green", "met", "ok", "on track", "in time", "1", "x", "✓", "✔", "j", "ja"}
)
_RED = frozenset({"n", "no", "false", "red", "missed", "late", "off track", "0", "✗", "✘", "nein"})
_SILENT = frozenset(
    {"-", "--", "n/a", "na", "none", "no answer", "not asked", "does not apply", "not applicable", "others"}
)
_UNKNOWN = frozenset({"", "?", "unknown", "don't know", "dont know", "dk", "not known"})
# En dash and em dash, as word processors make them of a hyphen.
_DASHES = {0x2013: "-", 0x2014: "-"}
_HIGHEST = {"nps": 10.0, "rating": 5.0}
# From this answer on a customer counts for the key result: promoters, and the two best of five boxes.
_GREEN_FROM = {"nps": 9.0, "rating": 4.0}
_DETRACTOR = 6.0


def answer_of(written: str, key_result: ReplayedKeyResult) -> Answer | None:
    """The answer in one of four words; None where it is not understood.

    A number answers a key result on NPS (0 to 10) or on ratings (1 to 5). Promoters are green and
    detractors red; the passive (7, 8) and those who gave no answer are silent, as no score shows them.
    """
    word = " ".join(written.strip().lower().translate(_DASHES).split())
    value = _number(word)
    if value is not None and key_result.asks != "state":
        return _scored(value, key_result.asks)
    if word in _UNKNOWN:
        return "unknown"
    if word in _SILENT:
        return "silent"
    return "green" if word in _GREEN else "red" if word in _RED else None


def expected(key_result: ReplayedKeyResult) -> str:
    """What an answer for it may be, in words."""
    scale = {"nps": ", a score from 0 to 10", "rating": ", a rating from 1 to 5", "state": ""}
    return f"y (green), n (red), - (about others, or no answer), ? (not known){scale[key_result.asks]}"


def replay_of(answers: tuple[Answer, ...]) -> Replay:
    """What the answers of one customer come to; ``untold`` where none is known."""
    if "red" in answers:
        return "red"
    if all(answer == "unknown" for answer in answers):
        return "untold"
    return "open" if "unknown" in answers else "green"


def _scored(value: float, asks: str) -> Answer | None:
    if not 0 <= value <= _HIGHEST[asks]:
        return None
    if value >= _GREEN_FROM[asks]:
        return "green"
    return "red" if asks == "rating" or value <= _DETRACTOR else "silent"


def _number(word: str) -> float | None:
    try:
        return float(word.removesuffix("/10").removesuffix("/5").replace(",", "."))
    except ValueError:
        return None
