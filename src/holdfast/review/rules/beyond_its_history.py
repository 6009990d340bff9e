"""D402: the target lies beyond anything in the metric's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("challenge", "heroic"):
        yield RULE.finding(
            "suggestion",
            key_result.target,
            f"Heroic, beyond anything in its history: {record.sentence}",
            why="Nothing in the past looks like it, so that something must be different this time.",
            span=key_result.reading.quantity.span,
            question="What will be different this time?",
            evidence=(("chance", f"{record.estimate:.3f}"), ("inputs", record.inputs_hash)),
        )


RULE = Rule(
    code="D402",
    name="beyond-its-history",
    summary="A target beyond anything in the metric's history",
    source="Ordóñez, Schweitzer, Galinsky & Bazerman 2009, Goals gone wild; the metric's own past (evidence)",
    check=_check,
    weight=70,
)
