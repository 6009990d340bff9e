"""P501: no check-in for longer than the cadence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, KeyResultCase, Rule
from holdfast.review.work import numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    today = case.occasion.today
    if today is None or case.source.is_closed:
        return
    days = (one.on for item in case.key_results for one in item.source.check_ins if one.on <= today)
    begun = min(days, default=None)
    late = [(_days_since(item, today, begun), item) for item in case.key_results]
    silent = [(days, item) for days, item in late if days is not None and days > case.occasion.cadence_days]
    if not silent:
        return
    longest = max(days for days, _ in silent)
    items = tuple(item for _, item in silent)
    upto, which = ("", "") if len(items) == 1 else ("up to ", f": {numbers_of(items)}")
    yield RULE.finding(
        "suggestion",
        items[0].target if len(items) == 1 else WHOLE,
        f"No check-in for {upto}{longest} days, where one is due every {case.occasion.cadence_days}{which}.",
        why="A number that nobody looks at is noticed at the end, when it is too late to act.",
        question="What is the number today, and how sure are you?",
    )


def _days_since(item: KeyResultCase, today: date, begun: date | None) -> int | None:
    """Days since the last check-in; since the first one of its neighbours where it never had any.

    None where no check-in of the objective tells when its cycle began, or where it is dated ahead of today.
    """
    own = [one.on for one in item.source.check_ins if one.on <= today]
    if own:
        return (today - max(own)).days
    if item.source.check_ins:
        return None
    return None if begun is None else (today - begun).days


RULE = Rule(
    code="P501",
    name="no-check-in",
    summary="No check-in for longer than the cadence",
    source="Wodtke, Radical Focus, 2016: confidence is looked every Monday; the first seed: review regularly",
    check=_check,
    weight=50,
)
