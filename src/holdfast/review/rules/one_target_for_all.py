"""K215: one target for very different customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rewrite_change import for_some
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.segments import differences, is_segmented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    found = differences(case)
    if not found:
        return
    named = ", ".join(f"“{words}”" for words in found[:3])
    for key_result in case.key_results:
        if _serves_everyone_alike(key_result):
            yield RULE.finding(
                "suggestion",
                key_result.target,
                f"One target for very different customers: this OKR also speaks of {named}.",
                why="The smallest customers may not need what the largest do, and an average hides both.",
                span=key_result.reading.population_span or key_result.reading.quantity.span,
                alternatives=(for_some(key_result.reading, found[0]),),
                question=(
                    "Which customers need this level of service, and what would be right for the others?"
                ),
            )


def _serves_everyone_alike(key_result: KeyResultCase) -> bool:
    """A level of service that is promised to all: a share served, or served within a time."""
    reading = key_result.reading
    if is_segmented(reading.text) or reading.form == "output":
        return False
    covers = reading.quantity.kind == "ratio" and (reading.form == "activity" or reading.window is not None)
    return covers or reading.metric in {"first_response_time", "resolution_time", "time_to_value"}


RULE = Rule(
    code="K215",
    name="one-target-for-all",
    summary="One target for very different customers",
    source=(
        "Allan Kelly's review of a customer engagement OKR, key result 2: might key results 1 and 2 "
        "segment more?"
    ),
    check=_check,
    weight=55,
)
