"""D411: the outcome cannot be seen within the cycle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.quantities import days_of, plain
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_CYCLES = (
    (re.compile(r"(?i)\bhalf|\bh[12]\b|six months|6 months"), 182),
    (re.compile(r"(?i)quarter|q[1-4]\b|three months|3 months|90 days"), 91),
    (re.compile(r"(?i)\bmonth"), 30),
    (re.compile(r"(?i)\byear|annual|^\s*20\d\d\s*$"), 365),
)
_NEARLY_ALL = 0.9


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        message = _noted(key_result) or (_by_words(case, key_result) if case.has_data else None)
        if message is not None:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                message,
                why=(
                    "What cannot be seen before the end cannot be steered, and the cycle closes "
                    "without a verdict."
                ),
                span=key_result.reading.window.span if key_result.reading.window else None,
                question="Which earlier sign of it can be seen within the cycle?",
            )


def _noted(key_result: KeyResultCase) -> str | None:
    return next((note.message for note in key_result.notes if note.kind == "outlasts-cycle"), None)


def _by_words(case: Case, key_result: KeyResultCase) -> str | None:
    window, cycle = key_result.reading.window, _cycle_days(case.source.cycle)
    days = days_of(window.value, window.unit) if window else None
    if window is None or cycle is None or days is None or days < cycle * _NEARLY_ALL:
        return None
    length = f"{plain(window.value)} {window.unit}"
    return f"The outcome takes {length} to be known, and the cycle ends after {cycle} days."


def _cycle_days(cycle: str | None) -> int | None:
    return next((days for pattern, days in _CYCLES if pattern.search(cycle or "")), None)


RULE = Rule(
    code="D411",
    name="outlasts-the-cycle",
    summary="An outcome that cannot be observed within the cycle",
    source=(
        "Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020, on metrics that mature late"
    ),
    check=_check,
    weight=60,
)
