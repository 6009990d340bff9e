"""K207: a target outside the metric's range, or past it from the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.quantities import is_step, nature_of, plain
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.quantities import Nature

_WHOLE = 100


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        beyond = beyond_range(key_result)
        if beyond is not None:
            yield RULE.finding(
                "problem",
                key_result.target,
                f"It cannot be reached: {beyond}.",
                why="A target outside what the number can be is missed on the first day.",
                span=key_result.reading.quantity.span,
                question="Which value was meant?",
            )


def beyond_range(key_result: KeyResultCase) -> str | None:
    """Why the target cannot be reached, in words; None where it can, or where that is not known."""
    quantity, reading = key_result.reading.quantity, key_result.reading
    if quantity.target is None:
        return None
    if quantity.kind == "ratio":
        over = quantity.unit == "%" and quantity.target > _WHOLE
        return f"{plain(quantity.target)}% is more than all of them" if over else None
    if quantity.kind == "relative_change":
        less_than_nothing = reading.direction == "down" and quantity.target > _WHOLE
        if less_than_nothing:
            return f"nothing can fall by {plain(quantity.target)}% of itself"
    nature = nature_of(reading)
    return None if nature is None else _outside(key_result, nature)


def _outside(key_result: KeyResultCase, nature: Nature) -> str | None:
    quantity = key_result.reading.quantity
    if nature.is_share and quantity.unit != "%":
        return None
    low, high = nature.low, nature.high
    value = _end_value(key_result, nature)
    if value is None or _is_outside_today(key_result, nature):
        return None
    if high is not None and value > high:
        return f"it would end at {plain(value)}, and the most there can be is {plain(high)}"
    if low is not None and value < low:
        return f"it would end at {plain(value)}, and the least there can be is {plain(low)}"
    return None


def _is_outside_today(key_result: KeyResultCase, nature: Nature) -> bool:
    """The start lies outside too: another metric is meant (a retention of 104 % is one of revenue)."""
    start = key_result.baseline
    return start is not None and (
        (nature.high is not None and start > nature.high) or (nature.low is not None and start < nature.low)
    )


def _end_value(key_result: KeyResultCase, nature: Nature) -> float | None:
    """Where the number would end by the mildest reading of the sentence; None where that is unknown."""
    quantity, start = key_result.reading.quantity, key_result.baseline
    if quantity.target is None:
        return None
    if start is not None and is_step(key_result.reading):
        is_down = key_result.reading.verb in words("verbs", "falls")
        return start - quantity.target if is_down else start + quantity.target
    sign = -1 if key_result.reading.direction == "down" else 1
    if quantity.kind in {"absolute_target", "from_to"}:
        return quantity.target
    if quantity.kind == "delta_absolute":
        span_start = (nature.low if sign > 0 else nature.high) if start is None else start
        return None if span_start is None else span_start + sign * quantity.target
    if quantity.kind == "relative_change" and start is not None:
        ends = (start * (1 + sign * quantity.target / 100), start + sign * quantity.target)
        return min(ends) if sign > 0 else max(ends)
    return None


RULE = Rule(
    code="K207",
    name="impossible-target",
    summary="A target outside what the metric can be",
    source=(
        "Reichheld, The One Number You Need to Grow, HBR 2003 (NPS runs from -100 to 100); OKR "
        "corpus (implausible_target)"
    ),
    check=_check,
    weight=85,
)
