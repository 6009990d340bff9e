"""D403: the way to the target is smaller than what the metric does by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("noise", "smaller than your normal wobble"):
        yield RULE.finding(
            "suggestion",
            key_result.target,
            record.sentence,
            why="Met or missed, nobody could tell it from luck within the cycle.",
            span=key_result.reading.quantity.span,
            question="Is there a number that more customers stand behind, or a step that could be seen?",
            evidence=(("wobble", f"{record.figure('wobble'):.4g}"), ("inputs", record.inputs_hash)),
        )


RULE = Rule(
    code="D403",
    name="smaller-than-its-noise",
    summary="A step that could not be told from luck",
    source="Fleiss, Levin & Paik 2003, Statistical methods for rates and proportions, chapter 4",
    check=_check,
    weight=68,
)
