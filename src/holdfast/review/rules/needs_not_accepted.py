"""P504: a key result needs other teams, and none of them has accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    if case.source.is_closed:
        return
    for item in case.key_results:
        needs = item.source.needs
        if needs and not any(one.is_accepted for one in needs):
            yield _finding(item)


def _finding(item: KeyResultCase) -> Finding:
    needs = item.source.needs
    teams = listed(dict.fromkeys(one.team for one in needs))
    refused = listed(dict.fromkeys(one.team for one in needs if one.is_accepted is False))
    said = f"and {refused} said no" if refused else "and nobody there has said yes"
    return RULE.finding(
        "suggestion",
        item.target,
        f"It cannot be reached without {teams}, {said}.",
        why="One owner is right, and an owner cannot promise what another team has not taken on.",
        question=f"What would {teams} have to leave undone for it?",
    )


RULE = Rule(
    code="P504",
    name="needs-not-accepted",
    summary="Needs other teams, none of which has accepted",
    source="The first seed: line the teams up; Doerr, Measure What Matters, 2018, on shared key results",
    check=_check,
    weight=55,
)
