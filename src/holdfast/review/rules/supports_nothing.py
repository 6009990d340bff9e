"""P503: the objective supports none above it, or one that is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import Target
from holdfast.review.ontology import words
from holdfast.review.rule import Case, Rule
from holdfast.review.words import content_words, holds, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import Objective
    from holdfast.review.finding import Finding, Level

_ALIKE = 0.6


def _check(case: Case) -> Iterator[Finding]:
    supports = case.source.supports
    if case.source.is_closed:
        return
    if supports is None or not supports.strip():
        if supports is not None or _should_say(case):
            yield _finding("question", "The objective supports none above it.")
        return
    above = _named(supports, case.others)
    if above is not None and above.is_closed:
        yield _finding("suggestion", f"The objective supports “{above.text}”, which is closed.")
    elif above is None and case.others:
        yield _finding(
            "question", f"The objective supports “{supports.strip()}”, which is not to be found here."
        )


def _finding(level: Level, message: str) -> Finding:
    return RULE.finding(
        level,
        Target("objective"),
        message,
        why="Work that no aim of the company asks for is the first to be dropped, and the last to get help.",
        question="Which objective of the company or of the department is this for?",
    )


def _should_say(case: Case) -> bool:
    """It is being published beside objectives that say what they support, and is not the company's own."""
    is_top = holds(case.source.okr_type or "", words("levels", "top"))
    others_say = any(one.supports for one in case.others)
    is_supported = any(_is_meant(one.supports, case.source) for one in case.others if one.supports)
    return case.occasion.is_publishing and others_say and not is_top and not is_supported


def _named(supports: str, others: tuple[Objective, ...]) -> Objective | None:
    """The objective that is meant, an open one first; None where none is worded like it."""
    alike = [one for one in others if _is_meant(supports, one)]
    return min(alike, key=lambda one: one.is_closed, default=None)


def _is_meant(supports: str, objective: Objective) -> bool:
    left, right = content_words(supports), content_words(objective.text)
    return likeness(left, right) >= _ALIKE or bool(left and right and (left <= right or right <= left))


RULE = Rule(
    code="P503",
    name="supports-nothing",
    summary="Supports no objective above it, or one that is closed",
    source="The first seed: line the teams up; Doerr, Measure What Matters, 2018, on aligned objectives",
    check=_check,
    weight=45,
)
