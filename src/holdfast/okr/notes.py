"""What people write behind a statement about its state: "— at 6.4% now", "[0.7]", "(Owner: Ana)".

Only what is clear is taken off: a level beside the target stays in the sentence, where it is the baseline,
unless the sentence states its baseline already; and so does a date, which may be the deadline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.late import late
from holdfast.okr.attributes import COMMITMENTS, read_share
from holdfast.okr.labels import find_label
from holdfast.okr.lines import QUOTES, undress

LONGEST_NOTE = 120
MOST_NOTES = 4
_BRACKET = late(r"[ \t]*(?:\(([^()\[\]]{1,80})\)|\[([^()\[\]]{1,80})\])[ \t]*$")
_DASH = late(
    r"[ \t]+(?:[\u2013\u2014\u2192]|-{1,2}|=>)[ \t]+(?=\S)|(?:[ \t]{2,}|[ \t]{0,9}[;,|][ \t]{0,9})"
    r"(?=(?:\*\*)?(?:score|grade|owner|dri|confidence)(?:\*\*)?:|status: ?\w+(?: \w+)?$)",
    re.IGNORECASE,
)
_FIRST = late(r"(?:\[(0?\.\d{1,2}|0|1(?:\.0{1,2})?)\]|\((0?\.\d{1,2}|1\.0{1,2})\))[ \t]+(?=\S)")
_BRACKETED_SCORE = late(r"[ \t]+[(\[](0?\.\d{1,2}|1\.0{1,2})[)\]][ \t]*$")
_SCORE = late(
    r"(?:(?P<word>score|scored|grade|graded)[: ]\s*)?"
    r"(?P<score>0?\.\d{1,2}|1\.0{1,2}|0|1)(?:\s?/\s?1(?:\.0)?)?",
    re.IGNORECASE,
)
_STATE = late(
    r"(?:(?:already |about |approx\. ?|~ ?)?\d{1,3}(?:\.\d)? ?% "
    r"(?:done|complete|completed|achieved|there|reached|finished|progress|of the way)\b.*"
    r"|(?:progress|status|update)(?: so far)?(?:: ?\S| \d).*"
    r"|(?:done|complete|completed|achieved|met|hit|missed|failed|in progress|wip|on track|at risk|off track|"
    r"behind|slipped|slipping|not started|not yet started|blocked|delayed|ahead of plan|ahead|started|"
    r"ongoing|cancelled|canceled|dropped|paused|on hold)"
    r"(?:[:,]? (?:since|so|as|because|but)\b.*|: .*)?[.!]?"
    r"|(?:done|on track|at risk|off track|in progress|blocked|delayed|slipped), .*)",
    re.IGNORECASE,
)
# What is still to come is no state: "at 40 by June", "at least 30 in EMEA".
_ASKS = late(r"\b(?:by|until|till|within|before|at least|at most)\b", re.IGNORECASE)
_DONE = late(r"(?<!\b100)(?<!\b100 ) ?% (?:done|there|of the way|progress)\b|^progress", re.IGNORECASE)
_LEVEL = late(
    r"(?:(?:is |we are |we're )?"
    r"(?:now|currently|today|so far|at|as of|stands at|latest|actual)\b[: ].{0,60}\d.*"
    r"|\D{0,4}\d[\d.,]* ?\S{0,12} (?:now|so far|today|currently|at the moment|to date|as of .{1,20})[.!]?)",
    re.IGNORECASE,
)
_FROM_TO = late(
    r"\bfrom\b.{0,60}?\d.{0,60}?\bto\b.{0,40}?\d|\d\S{0,12} ?(?:\u2192|->|=>) ?\D{0,3}\d", re.IGNORECASE
)
# "Ana, due in June" is more than a name.
_NAMES = late(r"[^\d:,;]{1,60}")
_ENDING = late(r"[ \t]*[;,]+$")
_SIGN = late(
    r"[ \t]+([\u23f3\u26a0\u26aa\u26ab\u2705\u274c\U0001f534\U0001f535\U0001f6a7"
    r"\U0001f7e0-\U0001f7eb]\ufe0f?)$"
)
"""A picture for a state: a traffic light, a tick, a warning."""

_MENTION = late(r"@[\w.\-]{1,40}")
_SMALL = late(r"(?<![\d.,])0?\.\d")


class Statement(NamedTuple):
    """Words without what was noted beside them.

    Attributes:
        start: Where the statement begins in the words.
        end: Where it ends.
        notes: Names and values of attributes, in the order of the words.
    """

    start: int
    end: int
    notes: tuple[tuple[str, str], ...]


def without_notes(words: str, *, is_objective: bool = False) -> Statement:
    """The statement in these words without marks around it, and what stands beside it about its state.

    Within quotation marks nothing is taken for a note.

    Args:
        words: On one line.
        is_objective: No level of a metric is expected, so that "(0.6)" behind them is a score.
    """
    start, end = undress(words)
    if start and words[0] in QUOTES:
        return Statement(start, end, ())
    is_dressed = start > 0
    first = _FIRST.match(words, start, end)
    notes = [("score", first.group(1) or first.group(2))] if first else []
    start = first.end() if first else start
    score = _BRACKETED_SCORE.search(words, max(start, end - LONGEST_NOTE), end) if is_objective else None
    if score and words[start : score.start()].strip():
        notes.append(("score", score.group(1)))
        end = score.start()
    for _ in range(MOST_NOTES):
        found = _last(words, start, end)
        if found is None:
            break
        end, last = found
        notes += last
    ending = _ENDING.search(words, max(start, end - LONGEST_NOTE), end)
    end = ending.start() if ending and ending.start() > start else end
    inner, outer = (0, end - start) if is_dressed else undress(words[start:end])
    return Statement(start + inner, start + outer, tuple(notes))


def _last(words: str, start: int, end: int) -> tuple[int, list[tuple[str, str]]] | None:
    """The last notes of the words: where the statement before them ends, their names and values."""
    since = max(start, end - LONGEST_NOTE)
    tail = words[since:end]
    sign = _SIGN.search(tail)
    if sign and words[start : since + sign.start()].strip():
        return start + len(words[start : since + sign.start()].rstrip()), [("note", sign.group(1))]
    bracket = _BRACKET.search(tail)
    marks = [bracket, *reversed(list(_DASH.finditer(tail)))]
    for mark in marks:
        if mark is None:
            continue
        before = words[start : since + mark.start()].rstrip()
        inside = (mark.group(1) or mark.group(2)) if mark is bracket else tail[mark.end() :]
        opening = tail[mark.start() : mark.end()].strip()[:1]
        note = _note(inside.strip(), before, sign=opening) if before else None
        notes = [note] if note else _note_of_parts(inside, before, sign=opening) if before else []
        if notes:
            return start + len(before), notes
    return None


def _note_of_parts(words: str, before: str, *, sign: str) -> list[tuple[str, str]]:
    """The notes in brackets with several of them, "(Owner: Ana; 45% done)", where each of them is clear."""
    parts = [part.strip() for part in re.split(r"[;,|]", words)] if sign in "([" else [words]
    notes = [_note(part, before, sign=sign) for part in (parts if len(parts) > 1 else [])]
    known = [note for note in notes if note is not None]
    return known if known and len(known) == len(notes) else []


def _note(words: str, before: str, *, sign: str) -> tuple[str, str] | None:
    score = _SCORE.fullmatch(words)
    if score and (score.group("word") or ("." in score.group("score") and _may_be_score(before, sign))):
        return "score", score.group("score")
    labelled = _labelled(words)
    if labelled is not None:
        return labelled
    if not _ASKS.search(words) and (_is_state(words, before, sign) or _is_level(words, before)):
        return "note", words
    if _MENTION.fullmatch(words):
        return "owner", words
    commitment = (name for name, aliases in COMMITMENTS.items() if words.lower() in aliases)
    return next((("commitment", name) for name in commitment if sign in "(["), None)


def _is_state(words: str, before: str, sign: str) -> bool:
    """A share of the work that is done; behind a dash and beside no other figure it is what is asked for."""
    if _STATE.fullmatch(words) is None:
        return False
    is_target = sign not in "([" and "%" in words and not any(char.isdigit() for char in before)
    return not is_target or _DONE.search(words) is not None


def _is_level(words: str, before: str) -> bool:
    return _LEVEL.fullmatch(words) is not None and (
        _is_quoted(before) or _FROM_TO.search(before[-300:]) is not None
    )


def _may_be_score(before: str, sign: str) -> bool:
    """A figure of 0 to 1 is a score beside a target of another size, else perhaps a level."""
    has_target = sign == "[" or any(char.isdigit() for char in before)
    return _is_quoted(before) or (has_target and not _SMALL.search(before[-300:]))


def _is_quoted(words: str) -> bool:
    """Whoever sets a statement in quotation marks says where it ends."""
    return words[0] in QUOTES and undress(words)[0] > 0


def _labelled(words: str) -> tuple[str, str] | None:
    label = find_label(words)
    if label is None or not label.value:
        return None
    if label.name == "owner" and _NAMES.fullmatch(label.value):
        return "owner", label.value
    if label.name in {"confidence", "score"} and read_share(label.value) is not None:
        return label.name, label.value
    return None
