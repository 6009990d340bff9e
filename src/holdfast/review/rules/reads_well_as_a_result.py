"""K218: praise for a key result that reads well as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.rules.already_reached import is_reached
from holdfast.review.rules.contradicts_itself import contradiction_in
from holdfast.review.rules.impossible_target import beyond_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        if _reads_well(key_result) and not _is_at_odds(key_result):
            yield RULE.finding(
                "strength",
                key_result.target,
                "It is no action and reads well as a result.",
                why="It leaves open how the team gets there.",
                span=key_result.reading.metric_span,
            )


def _reads_well(key_result: KeyResultCase) -> bool:
    """A metric of customers or business that moves by a stated amount."""
    reading = key_result.reading
    moves = reading.direction is not None and reading.quantity.kind is not None and reading.metric is not None
    is_result = reading.form == "outcome" and reading.has_words and not reading.is_binary
    return is_result and reading.measurable and moves


def _is_at_odds(key_result: KeyResultCase) -> bool:
    """A target that is impossible, reached already, or the wrong way is no matter for praise."""
    return bool(beyond_range(key_result) or is_reached(key_result) or contradiction_in(key_result))


RULE = Rule(
    code="K218",
    name="reads-well-as-a-result",
    summary="A key result that reads well as a result",
    source=(
        "Allan Kelly's review of a customer engagement OKR, key result 4: not an action and reads "
        "good as a result"
    ),
    check=_check,
    weight=40,
)
