"""Cause: how much the product is used; use falls before customers leave, and after they decided to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Events of use.

    Attributes:
        weekly: Events a week of a paying customer, by size.
        free_weekly: The same for a free account.
        fit: How much a standard deviation of fit raises the log rate.
        fades_days: Days before the decision to leave from which use is lower.
        fades_to: Share of use that is left then.
        card_failures: Failed card payments a year: by chance, whatever the customer does.
        doubled: Share of events sent twice.
    """

    weekly: tuple[float, float, float] = (0.7, 1.1, 2.0)
    free_weekly: float = 0.12
    fit: float = 0.35
    fades_days: float = 45.0
    fades_to: float = 0.45
    card_failures: float = 0.35
    doubled: float = 0.002
