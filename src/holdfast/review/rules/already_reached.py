"""K217: the sentence itself says that the target is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.clauses import guardrail_in
from holdfast.review.ontology import words
from holdfast.review.quantities import is_step, nature_of, plain
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import Quantity

_LEAST, _TINY = 100, 0.01

_NAMED = 0.9
"""Confidence of a reading whose metric is named, and not only described."""


def _check(case: Case) -> Iterator[Finding]:
    changes = any(_changes(one) for one in case.key_results)
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

        elif _only_keeps(key_result) and not changes:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "It keeps what is there, and no key result beside it changes anything.",
                why="A level that is kept guards something; without a result, nothing is to happen.",
                span=key_result.reading.form_words,
                question="What shall be different at the end, and what must not suffer for it?",
            )
        elif _is_tiny(quantity):
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "It is as good as reached: the way is less than one per cent of today's value.",
                why="A number of this size moves more than that by itself.",
                span=quantity.span,
                question="Which value would be progress?",
            )


def _only_keeps(item: KeyResultCase) -> bool:
    """It says that a level is maintained, and its author declares it neither a guardrail nor committed."""
    is_declared = item.source.kind != "change" or item.source.commitment is not None
    reading = item.reading
    return not is_declared and reading.form == "outcome" and reading.verb in words("verbs", "maintains")


def _changes(item: KeyResultCase) -> bool:
    return item.reading.form == "outcome" and item.reading.direction in {"up", "down"}


def _is_tiny(quantity: Quantity) -> bool:
    """A count of a hundred or more that is to move by less than a hundredth."""
    if (
        quantity.kind != "from_to"
        or quantity.baseline is None
        or quantity.target is None
        or quantity.unit == "%"
    ):
        return False
    start = abs(quantity.baseline)
    return start >= _LEAST and abs(quantity.target - quantity.baseline) < start * _TINY


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
    if guardrail_in(reading) is not None or is_step(reading):
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
