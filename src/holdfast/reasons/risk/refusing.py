"""Where there is no chance to tell: nobody left, everybody left, or too few did."""

from __future__ import annotations

from holdfast.errors import InputError

LEAST_EVENTS = 30
"""Customers that left. Below it a chance is a guess with digits."""
NAMES = "Until then look at named accounts: holdfast measure renewal_rate, and who opened tickets"
SHOPS = "Until then holdfast measure repeat_purchase_rate and holdfast lifetime-value say what orders tell"
_MONTH = 30.4


def refuse_little(  # noqa: PLR0913 - what the sentence is made of
    where: str,
    *,
    events: int,
    customers: int,
    stayed: int,
    days: int | None = None,
    shop: str = "",
) -> None:
    """Nothing, where enough customers left, and enough stayed.

    Args:
        where: File or workspace.
        events: Customers that left.
        customers: Customers looked at.
        stayed: Of them, those that did not leave.
        days: Over how many days they were followed; None without time.
        shop: How leaving is told where orders are all there is; empty where subscriptions tell it.

    Raises:
        InputError: Nobody left, everybody left, or fewer than 30 did either; it says what is needed.
    """
    told = f". {shop}".rstrip(".") if shop else ""
    if not customers:
        raise InputError(
            where, "no customer was followed for as long as the horizon", "", "Choose a shorter horizon"
        )
    if not events:
        raise InputError(
            where,
            f"none of {customers:,} customers left: there is nothing to learn a chance from{told}",
            f"at least {LEAST_EVENTS} customers that left",
            SHOPS
            if shop
            else "Check that ended_at of subscriptions is mapped, or the flag is the right column",
        )
    if not stayed:
        raise InputError(
            where,
            f"all {customers:,} customers left: there is nobody to tell them from{told}",
            f"at least {LEAST_EVENTS} customers that stayed",
            SHOPS if shop else "Check that the customers who stayed are in the data",
        )
    if events < LEAST_EVENTS or stayed < LEAST_EVENTS:
        raise InputError(
            where,
            f"{_few(events, customers, stayed)}{told}",
            f"at least {LEAST_EVENTS}: below that a chance is a guess with digits",
            _remedy(min(events, stayed), days, SHOPS if shop else NAMES),
        )


def _few(events: int, customers: int, stayed: int) -> str:
    if events < LEAST_EVENTS:
        return f"{events} of {customers:,} customers left"
    return f"{stayed} of {customers:,} customers stayed"


def _remedy(events: int, days: int | None, instead: str) -> str:
    if days is None or not events:
        more = LEAST_EVENTS - events
        return f"Bring {more} more; {instead[0].lower()}{instead[1:]}"
    months = max(1, round((LEAST_EVENTS - events) / events * days / _MONTH))
    return f"At this pace that takes about {months} more month{'' if months == 1 else 's'}. {instead}"
