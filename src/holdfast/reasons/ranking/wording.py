"""Reasons in words, made from their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.reason import Reason

NO_CHURN = (
    "Nothing in the data says who left: without subscriptions it can be said what customers write about, and "
    "not what goes with their leaving."
)
_NAMED = 3


def reason_sentence(reason: Reason) -> str:
    """One finding, for a reader without statistics."""
    start = f"{_customers(reason.customers)} wrote about it"
    if reason.churn_with is None or reason.churn_without is None:
        is_few = reason.verdict == "too few"
        return f"{start}: {'too few to hold' if is_few else 'not held'} against their leaving."
    rates = (
        f"Of 100 who had written about it in the half year before, {_in_100(reason.churn_with)} left in a "
        f"month; of customers like them, {_in_100(reason.churn_without)}."
    )
    ends = f"range {_points(reason.low)} to {_points(reason.high)}"
    return f"{start}. {rates} Difference {_points(reason.difference)} points, {ends}. {_verdict(reason)}"


def answer(reasons: Sequence[Reason], left: int, least: int) -> str:
    """The answer to why customers leave, as far as the data have one."""
    found = [one for one in reasons if one.verdict == "goes with leaving"]
    if not left:
        return "Nobody left in the data, so that nothing can be said of what goes with leaving."
    if all(one.verdict in {"not weighed", "too few"} for one in reasons):
        return f"Fewer than {least} customers left after writing: too few to say what goes with leaving."
    if not found:
        return "No theme goes with leaving beyond chance, among customers who write about as many things."
    named = " and ".join(f"{one.title} (about {_customers(_lost(one))})" for one in found[:_NAMED])
    return f"{named} {'goes' if len(found) == 1 else 'go'} with leaving, like for like."


def _verdict(reason: Reason) -> str:
    if reason.verdict == "goes with leaving":
        return (
            f"Over all the data about {_customers(_lost(reason))} more left than of customers like them"
            f" (range {max(reason.lost_low or 0, 0):,.0f} to {max(reason.lost_high or 0, 0):,.0f})."
        )
    if reason.verdict == "cannot be told apart":
        others = " and ".join(f"“{one}”" for one in reason.apart_from) or "another theme"
        return f"The same customers write about {others}: which of them it is cannot be told apart."
    return "That may be chance."


def _lost(reason: Reason) -> int:
    return round(max(reason.customers_lost or 0.0, 0.0))


def _customers(count: int) -> str:
    return f"{count:,} customer{'' if count == 1 else 's'}"


def _in_100(share: float) -> str:
    return f"{100 * max(share, 0.0):.1f}"


def _points(share: float | None) -> str:
    return "not known" if share is None else f"{100 * share:+.1f}"
