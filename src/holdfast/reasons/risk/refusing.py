"""Where there is no chance to tell: nobody left, everybody left, or too few did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from datetime import date

LEAST_EVENTS = 30
"""Customers that left. Below it a chance is a guess with digits."""
_MONTH = 30.4


def refuse_little(  # noqa: PLR0913 - what the sentence is made of
    where: str,
    *,
    events: int,
    customers: int,
    stayed: int,
    days: int | None = None,
    as_of: date | None = None,
) -> None:
    """Nothing, where enough customers left, and enough stayed.

    Args:
        where: File or workspace.
        events: Customers that left.
        customers: Customers looked at.
        stayed: Of them, those that did not leave.
        days: Over how many days they were followed; None without time.
        as_of: Up to when the data reach.

    Raises:
        InputError: Nobody left, everybody left, or fewer than 30 did either; it says what is needed.
    """
    del as_of
    if not customers:
        raise InputError(
            where, "no customer was followed for as long as the horizon", "", "Choose a shorter horizon"
        )
    if not events:
        raise InputError(
            where,
            f"none of {customers:,} customers left: there is nothing to learn a chance from",
            f"at least {LEAST_EVENTS} customers that left",
            "Check that ended_at of subscriptions is mapped, or the flag is the right column",
        )
    if not stayed:
        raise InputError(
            where,
            f"all {customers:,} customers left: there is nobody to tell them from",
            f"at least {LEAST_EVENTS} customers that stayed",
            "Check that the customers who stayed are in the data",
        )
    if events < LEAST_EVENTS or stayed < LEAST_EVENTS:
        raise InputError(
            where,
            _few(events, customers, stayed),
            f"at least {LEAST_EVENTS}: below that a chance is a guess with digits",
            _remedy(min(events, stayed), days),
        )


def _few(events: int, customers: int, stayed: int) -> str:
    if events < LEAST_EVENTS:
        return f"{events} of {customers:,} customers left"
    return f"{stayed} of {customers:,} customers stayed"


def _remedy(events: int, days: int | None) -> str:
    instead = "Until then look at named accounts: holdfast measure renewal_rate, and who opened tickets"
    if days is None or not events:
        more = LEAST_EVENTS - events
        return f"Bring {more} more; {instead[0].lower()}{instead[1:]}"
    months = max(1, round((LEAST_EVENTS - events) / events * days / _MONTH))
    return f"At this pace that takes about {months} more month{'' if months == 1 else 's'}. {instead}"
