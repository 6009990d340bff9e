"""K217: the sentence itself says that the target is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.clauses import guardrail_in
from holdfast.review.ontology import words
from holdfast.review.quantities import nature_of, plain
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_NAMED = 0.9
"""Confidence of a reading whose metric is named, and not only described."""


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        quantity = key_result.reading.quantity
        if quantity.baseline is not None and quantity.target is not None and is_reached(key_result):
            yield RULE.finding(
                "problem",
                key_result.target,
                f"By its own words it is reached: {plain(quantity.baseline)} is already better than "
                f"{plain(quantity.target)}.",
                why="A target behind today's value is met by doing nothing, or by letting things get worse.",
                span=quantity.span,
                question="Is it a guardrail, or which value would be progress?",
            )


def is_reached(key_result: KeyResultCase) -> bool:
    """The start is strictly better than the target, in the direction that is good."""
    reading, quantity = key_result.reading, key_result.reading.quantity
    if (
        quantity.kind != "from_to"
        or quantity.baseline is None
        or quantity.target is None
        or reading.verb in (*words("verbs", "rises"), *words("verbs", "falls"))
    ):
        return False
    if guardrail_in(reading) is not None:
        return False
    # Wording alone ("patients that leave with a date") is too little to say that it goes the wrong way.
    nature = nature_of(reading) if reading.metric_confidence >= _NAMED else None
    better = nature.better if nature is not None else reading.direction
    if better == "up":
        return quantity.baseline > quantity.target
    return better == "down" and quantity.baseline < quantity.target


RULE = Rule(
    code="K217",
    name="already-reached",
    summary="A target that is reached already, as the sentence says",
    source="OKR corpus: “Maintain churn <10% (it's been 3% for 6 months)”, labelled sandbagged",
    check=_check,
    weight=75,
)
