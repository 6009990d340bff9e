"""D412: so few customers that one of them moves the number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.review.quantities import as_written, latest_final
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import Measurement
    from holdfast.review.finding import Finding

_FEW = 50
_FEW_MOVED = 3


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        last = latest_final(key_result.series)
        if last is None or last.denominator == 0 or last.unit not in {"share", "points"}:
            continue
        if last.denominator <= _FEW or _moves_few(key_result, last):
            yield _finding(key_result, last)


def _finding(key_result: KeyResultCase, last: Measurement) -> Finding:
    is_share = last.unit == "share"
    points = (100 if is_share else 200) / last.denominator
    who = "one customer" if is_share else "one answer"
    most = "" if is_share else "up to "
    return RULE.finding(
        "suggestion",
        key_result.target,
        f"With {last.denominator} counted, {who} is {most}{points:.1f} points.",
        why="Luck with one or two of them decides whether it is met; a list of names can be worked on.",
        span=key_result.reading.quantity.span,
        rewrite=_by_count(key_result, last) if is_share else None,
        question="Which of them, by name?",
        evidence=(("numerator", str(last.numerator)), ("denominator", str(last.denominator))),
    )


def _moves_few(key_result: KeyResultCase, last: Measurement) -> bool:
    """The distance to the target is less than three customers."""
    quantity = key_result.reading.quantity
    if (
        last.value is None
        or quantity.target is None
        or quantity.kind not in {"from_to", "absolute_target", "ratio"}
    ):
        return False
    today = as_written(last.value, last, quantity.unit)
    if today is None or last.unit != "share":
        return False
    return abs(quantity.target - today) / 100 * last.denominator < _FEW_MOVED


def _by_count(key_result: KeyResultCase, last: Measurement) -> str | None:
    """The target as a count of customers, on the side that is no easier than what was written."""
    quantity = key_result.reading.quantity
    if (
        quantity.target is None
        or quantity.unit != "%"
        or quantity.kind not in {"from_to", "absolute_target", "ratio"}
    ):
        return None
    exact = quantity.target * last.denominator / 100
    if key_result.reading.direction == "down":
        return f"At most {math.floor(exact + 1e-9)} of the {last.denominator}: ‹names›"
    return f"At least {math.ceil(exact - 1e-9)} of the {last.denominator}: ‹names›"


RULE = Rule(
    code="D412",
    name="one-customer-is-points",
    summary="So few customers that one of them is n points",
    source="Wilson 1927 on shares of small samples; Newcombe 1998, Statistics in Medicine 17",
    check=_check,
    weight=65,
)
