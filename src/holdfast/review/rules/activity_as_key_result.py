"""K201: a "do" stands where a result should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import InitiativeForm
from holdfast.review.rewrite import as_coverage, as_effect
from holdfast.review.rewrite_goal import as_customer_state
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding, Level

_ONLY_PREPARES = frozenset({"schedule", "book", "arrange", "plan", "organise", "organize", "set"})


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        reading = key_result.reading
        if reading.form == "activity":
            state = as_customer_state(reading)
            effect = as_effect(reading)
            initiative = InitiativeForm(key_result.source.text.strip(), effect or state)
            yield RULE.finding(
                _level(key_result),
                key_result.target,
                "This reads as something to do, not as a result.",
                why=(
                    "A team can do it all and nothing changes for the customer, and other ways to "
                    "get there close."
                ),
                span=reading.form_words,
                rewrite=as_coverage(reading),
                question="What is different for customers once this is done?",
                alternatives=(*((effect,) if effect else ()), state, str(initiative)),
                initiative=initiative,
            )


def _level(key_result: KeyResultCase) -> Level:
    """Splitting hairs where a share of a set is covered; more where it is only counted, or only prepared."""
    covers = key_result.reading.quantity.kind == "ratio"
    return "nit" if covers and key_result.reading.verb not in _ONLY_PREPARES else "suggestion"


RULE = Rule(
    code="K201",
    name="activity-as-key-result",
    summary="A key result that is something to do",
    source="Allan Kelly's review of a customer engagement OKR, key results 1 to 3",
    check=_check,
    weight=70,
)
