"""S304: activity is counted everywhere and its effect nowhere, judged by who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of, is_measured
from holdfast.review.finding import Target
from holdfast.review.rule import Case, Rule
from holdfast.review.work import effects, numbers_of, own_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_FEWEST = 2


def _check(case: Case) -> Iterator[Finding]:
    work = own_work(case)
    if len(work) < _FEWEST or 2 * len(work) < len(case.key_results) or _is_effect_measured(case):
        return
    yield RULE.finding(
        "suggestion",
        Target("okr"),
        f"{numbers_of(work).capitalize()} count what the team does; nothing counts what that changes.",
        why="Work can be done to the last item and change nothing, however it is worded.",
        question="When all this is done, what will customers do differently, and which number shows it?",
    )


def _is_effect_measured(case: Case) -> bool:
    """The objective's own ends are measured; where they are not known, any effect is."""
    ends = ends_of(case.reading)
    return any(is_measured(end, case) for end in ends) if ends else bool(effects(case))


RULE = Rule(
    code="S304",
    name="effect-not-counted",
    summary="Activity is counted, its effect is not",
    source="Allan Kelly's review of a customer engagement OKR: “the activity itself which is counted”",
    check=_check,
    weight=80,
)
