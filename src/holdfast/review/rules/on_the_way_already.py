"""D401: the target would be reached if things carried on as they have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.clauses import guardrail_in
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding, Level

_LEVELS: dict[str, Level] = {"already on the way": "problem", "business as usual": "suggestion"}


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("challenge", *_LEVELS):
        if _is_meant_to_be_kept(key_result):
            continue
        yield RULE.finding(
            _LEVELS[record.verdict],
            key_result.target,
            f"{record.verdict.capitalize()}: {record.sentence}",
            why="A target that would be reached anyway asks nothing of anybody, and tells nothing when met.",
            span=key_result.reading.quantity.span,
            question="What would be progress: a harder target, or another number?",
            evidence=(("chance", f"{record.estimate:.3f}"), ("inputs", record.inputs_hash)),
        )


def _is_meant_to_be_kept(key_result: KeyResultCase) -> bool:
    """A level that is kept, a guardrail, or a promise: these should be likely."""
    source, reading = key_result.source, key_result.reading
    is_kept = source.kind != "change" or reading.direction == "maintain"
    return is_kept or guardrail_in(reading) is not None or source.commitment == "committed"


RULE = Rule(
    code="D401",
    name="on-the-way-already",
    summary="A target that would be reached if things carried on",
    source="Doerr 2018, Measure what matters, on sandbagging; the chance by the metric's own past (evidence)",
    check=_check,
    weight=80,
)
