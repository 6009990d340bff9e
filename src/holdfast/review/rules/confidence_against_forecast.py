"""P502: the owner's confidence and the forecast disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_FAR = 0.3
"""Shares this far apart disagree: owners state confidence in tenths, and are two off at their best."""


def _check(case: Case) -> Iterator[Finding]:
    if case.source.is_closed:
        return
    for item in case.key_results:
        confidence, forecast = stated_confidence(item), item.source.forecast
        if confidence is None or forecast is None or round(abs(confidence - forecast), 6) < _FAR:
            continue
        is_hopeful = confidence > forecast
        yield RULE.finding(
            "suggestion" if is_hopeful else "question",
            item.target,
            f"The owner is {confidence:.0%} sure, the forecast says {forecast:.0%}.",
            why=_HOPEFUL if is_hopeful else _DOUBTFUL,
            question="What will be different in the weeks that are left?"
            if is_hopeful
            else "What do you know that the numbers do not show yet?",
        )


_HOPEFUL = "Either the forecast misses something that the owner knows, or help will be asked for too late."
_DOUBTFUL = "The numbers look better than the owner feels, who may know of a loss that is still to come."


def stated_confidence(item: KeyResultCase) -> float | None:
    """The confidence of the latest check-in that states one, else the one beside the key result, in 0..1."""
    stated = [one for one in item.source.check_ins if one.confidence is not None]
    return max(stated, key=lambda one: one.on).confidence if stated else item.source.confidence


RULE = Rule(
    code="P502",
    name="confidence-against-forecast",
    summary="The owner's confidence and the forecast disagree",
    source="Tetlock and Gardner, Superforecasting, 2015, on checking stated chances against the record",
    check=_check,
    weight=60,
)
