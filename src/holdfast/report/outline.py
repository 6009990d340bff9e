"""A review in the order an expert tells it; terminal text and page are two forms of this one outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.okr.model import Objective
    from holdfast.review.finding import Finding, Target
    from holdfast.review.run import ObjectiveReview

LEVEL_WORDS = {
    "strength": "good",
    "question": "question",
    "nit": "small point",
    "suggestion": "suggestion",
    "problem": "problem",
}
Part = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class KeyResultOutline:
    """One key result: its sentence in parts, and the findings that are shown under it."""

    number: int
    text: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveOutline:
    """What is said of one objective, in order.

    Attributes:
        number: From 1.
        text: The objective's sentence.
        parts: The same in pieces, each with whether a shown finding is about it.
        facts: What was stated about the whole (type, cycle, team, owner).
        one_thing: What matters most, or None where nothing is at fault.
        strengths: What is good.
        key_results: All of them, in the order of the text.
        whole: Shown findings about the objective or the OKR as a whole.
        assumption: What has to be true for the bet to pay, or None.
        once: Lines that are true of all key results, said once; may be empty.
        folded: Findings that are not shown.
        folded_line: Their number and codes in a sentence; empty where none is folded.
        questions: To take to the team.
        conclusion: At most three sentences.
    """

    number: int
    text: str
    parts: tuple[Part, ...]
    facts: tuple[str, ...]
    one_thing: Finding | None
    strengths: tuple[Finding, ...]
    key_results: tuple[KeyResultOutline, ...]
    whole: tuple[Finding, ...]
    assumption: str | None
    once: tuple[str, ...]
    folded: tuple[Finding, ...]
    folded_line: str
    questions: tuple[str, ...]
    conclusion: tuple[str, ...]


def target_words(target: Target) -> str:
    """``key result 2``, ``the objective`` or ``the whole``."""
    return {"objective": "the objective", "okr": "the whole"}.get(target.part, f"key result {target.number}")


def quoted(finding: Finding, text: str) -> str:
    """The words a finding is about, or an empty string where it is about something missing."""
    return "" if finding.span is None else text[slice(*finding.span)].strip()


def marked_parts(text: str, findings: Iterable[Finding]) -> tuple[Part, ...]:
    """The text in pieces, in order and without loss; True where a finding's words stand. Overlaps become one."""
    parts: list[Part] = []
    done = 0
    for start, end in sorted(_clipped(f.span, len(text)) for f in findings if f.span):
        begin = max(start, done)
        if begin >= end:
            continue
        parts += [(text[done:begin], False), (text[begin:end], True)]
        done = end
    parts.append((text[done:], False))
    return tuple(part for part in parts if part[0])


def _clipped(span: tuple[int, int], length: int) -> tuple[int, int]:
    return max(0, span[0]), min(span[1], length)
