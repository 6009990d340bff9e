"""The companies that can be simulated, each a composition of causes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.simulate.causes import Causes
from holdfast.simulate.company import Company
from holdfast.simulate.rows.customers import SEGMENTS
from holdfast.simulate.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

_SEED_CUSTOMERS = 2000


def _seed() -> Causes:
    """The company of the seed's OKR: a B2B software company, every default of every cause."""
    return Causes()


_COMPANIES: dict[str, Callable[[], Causes]] = {"Seed": _seed}


def companies() -> tuple[str, ...]:
    """Names of the companies, as `simulate_company` takes them."""
    return tuple(_COMPANIES)


def simulate_company(name: str, *, customers: int | None = None, seed: int) -> Company:
    """The named company; nothing is simulated before its tables or its truth are asked for.

    Args:
        name: One of `companies()`.
        customers: Paying accounts aimed at on the last day, at least 1; the company's own size by default.
            The table `customers` has twice as many rows in company Seed: those that left, and free accounts.
        seed: At least 0; the same seed gives the same rows.

    Raises:
        InputError: No such company, no customers, or a negative seed.
    """
    if name not in _COMPANIES:
        known = ", ".join(_COMPANIES)
        raise InputError("company", f"there is no {name!r}", f"one of: {known}", "Choose one of these")
    if customers is not None and customers < 1:
        raise InputError("customers", f"{customers}", "a number of at least 1", "Ask for more customers")
    if seed < 0:
        raise InputError("seed", f"{seed}", "a whole number of at least 0", "Leave the sign out")
    size = _SEED_CUSTOMERS if customers is None else customers
    return Company(setting=_setting(name, size), causes=_COMPANIES[name](), seed=seed)


def _setting(name: str, customers: int) -> Setting:
    return Setting(
        name=name,
        time_zone="America/New_York",
        currency="USD",
        start=date(2023, 10, 1),
        end=date(2026, 10, 1),
        segments=SEGMENTS,
        customers=customers,
    )
