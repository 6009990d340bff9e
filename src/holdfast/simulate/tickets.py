"""Cause: how much customers write, and how fast they are answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Writing:
    """Tickets, and the help desk's speed.

    Attributes:
        yearly: Tickets a year that come with volume, by size; times how much the customer writes.
        free_yearly: The same for a free account.
        sync_yearly: Further tickets a year about the connector while it fails.
        invoice_yearly: Further invoice questions a year for those who have them, over the first half year.
        reply_hours: Median hours to the first public reply.
        solve_days: Median days from there to the first solution.
        ignored: Share of tickets that are never answered.
        reopened: Share of solved tickets that are reopened.
    """

    yearly: tuple[float, float, float] = (1.4, 2.6, 5.0)
    free_yearly: float = 0.3
    sync_yearly: float = 3.0
    invoice_yearly: float = 2.0
    reply_hours: float = 3.2
    solve_days: float = 1.6
    ignored: float = 0.015
    reopened: float = 0.08
