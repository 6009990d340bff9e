"""D404: one target means different things to segments that lie far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("segments", "fits some, not"):
        yield RULE.finding(
            "suggestion",
            key_result.target,
            record.sentence,
            why="It asks nothing of one and too much of another, and the work goes where it is easy.",
            span=key_result.reading.quantity.span,
            question="A target for each of them, or a scope that leaves some out?",
            evidence=(("apart by chance", f"{record.estimate:.4f}"), ("inputs", record.inputs_hash)),
        )


RULE = Rule(
    code="D404",
    name="one-target-different-segments",
    summary="One target for segments that lie far apart",
    source="Efron & Morris 1977, Stein's paradox in statistics; each segment's own past (evidence)",
    check=_check,
    weight=66,
)
