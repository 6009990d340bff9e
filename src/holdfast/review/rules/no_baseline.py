"""K205: without a start value nobody can tell whether the target is hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.quantities import latest_final
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_CHANGES = frozenset({"relative_change", "delta_absolute"})


def _check(case: Case) -> Iterator[Finding]:
    lacking = tuple(one for one in case.key_results if _lacks_baseline(one))
    numbered = sum(
        one.reading.form == "outcome" and one.reading.quantity.kind is not None for one in case.key_results
    )
    for key_result in lacking:
        # A level beside results that show their start is a choice; a change without a start is a gap.
        if key_result.reading.quantity.kind in _CHANGES or 2 * len(lacking) >= numbered:
            text = key_result.source.text.strip().rstrip(".")
            yield RULE.finding(
                "question",
                key_result.target,
                "It does not say where the number stands today.",
                why=(
                    "Without a start value nobody can tell whether the target is trivial, "
                    "challenging or out of reach."
                ),
                span=key_result.reading.quantity.span,
                rewrite=f"{text} (today: ‹value›)",
                question="What is the number today?",
            )


def _lacks_baseline(key_result: KeyResultCase) -> bool:
    reading, quantity = key_result.reading, key_result.reading.quantity
    known = key_result.baseline is not None or latest_final(key_result.series) is not None
    guards = reading.direction == "maintain" or key_result.source.kind != "change"
    if known or guards or reading.form != "outcome":
        return False
    if quantity.kind in _CHANGES:
        return True
    return quantity.kind in {"ratio", "absolute_target"} and not _is_excused(key_result)


def _is_excused(key_result: KeyResultCase) -> bool:
    """All, none, and what is measured for the first time need no start value."""
    reading = key_result.reading
    words = set(reading.text.lower().replace("(", " ").replace(")", " ").split())
    first_time = bool({"pilot", "beta"} & words) or "no data" in reading.text.lower()
    return reading.quantity.target in {0, 100} or first_time


RULE = Rule(
    code="K205",
    name="no-baseline",
    summary="A target without the value it starts from",
    source="Allan Kelly's review of a customer engagement OKR, key result 4; OKR corpus (no_baseline)",
    check=_check,
    once=True,
    weight=60,
)
