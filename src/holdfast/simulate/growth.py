"""Cause: how many customers come, when they sign, and which of them pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER, happens
from holdfast.simulate.local_time import at_office

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools, Floats, Ints
    from holdfast.simulate.season import Clock
    from holdfast.simulate.setting import Setting

# The end of a quarter sells; August does not. Each quarter sums to about the same.
_FRIDAY = 4
SIGNING_MONTHS = (0.9, 0.95, 1.2, 0.9, 0.95, 1.2, 0.95, 0.8, 1.2, 0.9, 1.0, 1.1)


@dataclass(frozen=True, slots=True)
class Growth:
    """Customers for each paying account aimed at on the end date, and how the year shapes their coming.

    Attributes:
        signed: Customers that ever pay, for each one aimed at: the rest has left by then.
        free: Customers that never pay, for each one aimed at.
        from_free: Share of paying customers that had a free account before.
        strategic: Share of paying customers worth over a million a year.
        months: Factor of signings by calendar month, January first.
        yearly: Change of the log number of signings a year.
        opens: Local day of the history before which nobody signs: a company younger than its history.
    """

    signed: float = 1.44
    free: float = 0.56
    from_free: float = 0.12
    strategic: float = 12 / 2880
    months: tuple[float, ...] = SIGNING_MONTHS
    yearly: float = 0.0
    opens: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who comes when; one row per customer of a cell, in local days.

    Attributes:
        pays: The customer signs a paid contract at some time.
        strategic: It is one of the few over a million a year.
        signed: The signing of the contract, or of the free account where there is no other.
        free_from: Start of the free account; never where there was none.
    """

    pays: Bools
    strategic: Bools
    signed: Floats
    free_from: Floats


def rows(growth: Growth, customers: int) -> int:
    """Customers to simulate so that about so many pay on the end date, at least 1."""
    return max(1, round(customers * (growth.signed + growth.free)))


def spread_evenly(share: float, positions: Ints) -> Bools:
    """A given share of all positions, evenly spaced, so that counts hold without chance."""
    chosen: Bools = np.floor((positions + 1) * share + 0.5) > np.floor(positions * share + 0.5)
    return chosen


def arrive(
    growth: Growth,
    numbers: Ints,
    *,
    setting: Setting,
    pace: Clock,
    rng: np.random.Generator,
) -> Arrivals:
    """Arrivals of the customers with these running numbers, at the pace of the signing season."""
    count = len(numbers)
    share = growth.signed / (growth.signed + growth.free)
    pays = spread_evenly(share, numbers)
    rank = np.floor(numbers * share + 0.5).astype(np.int64)
    strategic = pays & spread_evenly(growth.strategic, rank)
    opens = float(pace.read(np.array([growth.opens]))[0])
    reading = rng.random(count) * (pace.passed[-1] - opens)
    # The few largest sign early enough to be on the books at the end of any year but the first.
    reading = opens + np.where(strategic, reading * 0.8, reading)
    signed = _on_weekday(at_office(rng, pace.when(reading)), setting, rng)
    before = rng.exponential(70.0, count) + 3.0
    had_free = pays & (rng.random(count) < growth.from_free) & (signed > before)
    free_from = np.where(had_free, signed - before, np.where(pays, NEVER, signed))
    return Arrivals(pays=pays, strategic=strategic, signed=signed, free_from=free_from)


def _on_weekday(days: Floats, setting: Setting, rng: np.random.Generator) -> Floats:
    """Most signings of a Saturday or Sunday moved to the Friday before, where the history has one."""
    first = (np.datetime64(setting.start, "D").astype(np.int64) + 3) % 7
    weekday = (np.floor(days).astype(np.int64) + first) % 7
    back = np.where((weekday > _FRIDAY) & (happens(0.9, len(days), rng)), weekday - _FRIDAY, 0)
    return np.where(days - back >= 0, days - back, days)
