"""K216: a direction that contradicts the metric, or its own two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.quantities import is_step, nature_of
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        message = contradiction_in(key_result)
        if message is not None:
            reading = key_result.reading
            yield RULE.finding(
                "problem",
                key_result.target,
                message,
                why="Read word for word, reaching it makes things worse.",
                span=reading.metric_span or reading.quantity.span,
                question="Which direction was meant?",
            )


def contradiction_in(key_result: KeyResultCase) -> str | None:
    """What contradicts itself in the sentence, as a sentence; None where nothing does."""
    return _ends(key_result) or _metric(key_result)


def _ends(key_result: KeyResultCase) -> str | None:
    """Two ends that run against the verb: "increase from 50 to 40"."""
    quantity, verb = key_result.reading.quantity, key_result.reading.verb
    if quantity.kind != "from_to" or quantity.baseline is None or quantity.target is None:
        return None
    if is_step(key_result.reading):
        return None
    if verb in words("verbs", "rises") and quantity.target < quantity.baseline:
        return f"It says {verb}, and its numbers fall."
    if verb in words("verbs", "falls") and quantity.target > quantity.baseline:
        return f"It says {verb}, and its numbers rise."
    return None


def _metric(key_result: KeyResultCase) -> str | None:
    """A verb that pushes the metric the bad way: "increase onboarding time"."""
    reading, nature = key_result.reading, nature_of(key_result.reading)
    if nature is None or reading.form != "outcome":
        return None
    if nature.better == "down" and reading.direction == "up" and reading.verb in words("verbs", "rises"):
        return "It would rise, and less of it is better."
    if nature.better == "up" and reading.direction == "down" and reading.verb in words("verbs", "falls"):
        return "It would fall, and more of it is better."
    return None


RULE = Rule(
    code="K216",
    name="contradicts-itself",
    summary="A direction that contradicts the metric or the numbers",
    source="OKR corpus: “Increase the average on boarding time by 25 percent”, labelled implausible_target",
    check=_check,
    weight=85,
)
