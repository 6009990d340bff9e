"""Why two variants count a customer otherwise, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.forms.standing import BAREMETRICS, DAILY, REQUESTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.bridge.model import Facts

Sides = tuple[tuple[str, "Facts"], tuple[str, "Facts"]]
"""Variant and facts of each of the two."""


def reason(sides: Sides, *, differs_in_spans: bool, differs_in_counting: bool, delinquent_days: int) -> str:
    """One sentence without dates, so that customers of one reason can be counted together."""
    parts = [*_of_spans(sides, delinquent_days)] if differs_in_spans else []
    if differs_in_counting or not parts:
        (first, facts), (second, _) = sides
        parts.append(_in_days(facts) if DAILY in {first, second} else _of_counting(facts))
    return "; ".join(parts)


def _of_spans(sides: Sides, delinquent_days: int) -> Iterator[str]:
    """The spans themselves end at another time in one of the variants."""
    by_variant = dict(sides)
    for variant, early in by_variant.items():
        [late] = [facts for other, facts in sides if other != variant]
        # Of two variants that both end spans early, the one that does so for this customer.
        is_early = early != late and early.at_start <= late.at_start and early.at_end <= late.at_end
        if variant == BAREMETRICS and is_early:
            yield _past_due(early, late, delinquent_days)
        if variant == REQUESTED and is_early:
            yield _gave_notice(early, late)


def _past_due(early: Facts, late: Facts, days: int) -> str:
    due = f"past due over {days} days"
    if late.at_start and not early.at_start:
        return f"{due} before the start: no customer any more"
    return f"{due}: has left, although the subscription goes on" if late.at_end else f"{due}: left earlier"


def _gave_notice(early: Facts, late: Facts) -> str:
    if late.at_start and not early.at_start:
        return "gave notice before the start, and still paid then"
    return "gave notice, and paid on beyond the end" if late.at_end else "gave notice before paid time ended"


def _of_counting(facts: Facts) -> str:
    """The same spans, counted otherwise: what is peculiar about them."""
    stories = {
        (1, 1): "left and came back" if facts.leavings else "paid at both ends",
        (1, 0): "left" if facts.leavings == 1 else f"left {_times(facts.leavings)}, having come back",
        (0, 1): "joined and stayed"
        if facts.joinings == 1
        else f"joined {_times(facts.joinings)}, and stayed",
        (0, 0): "joined and left in the window"
        if facts.leavings == 1
        else f"joined and left {_times(facts.leavings)} in the window",
    }
    return stories[facts.at_start, facts.at_end]


def _in_days(facts: Facts) -> str:
    lost = {0: "no day lost", 1: "lost on 1 day"}.get(facts.lost_days, f"lost on {facts.lost_days} days")
    return f"{_of_counting(facts)}: counted by days, {lost}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
