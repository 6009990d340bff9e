"""The companies that can be simulated, each a composition of causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.simulate.company import Company
from holdfast.simulate.named.backfire import BACKFIRE
from holdfast.simulate.named.drifter import DRIFTER
from holdfast.simulate.named.gamer import GAMER
from holdfast.simulate.named.honest import HONEST
from holdfast.simulate.named.late import LATE
from holdfast.simulate.named.mirage import MIRAGE
from holdfast.simulate.named.model import END, START
from holdfast.simulate.named.seed import SEED
from holdfast.simulate.named.simpson import SIMPSON
from holdfast.simulate.named.thermometer import THERMOMETER
from holdfast.simulate.named.tiny import TINY
from holdfast.simulate.rows.customers import SEGMENTS
from holdfast.simulate.setting import Setting

if TYPE_CHECKING:
    from holdfast.simulate.named.model import Named

_COMPANIES: dict[str, Named] = {
    one.name: one
    for one in (SEED, HONEST, MIRAGE, BACKFIRE, THERMOMETER, SIMPSON, TINY, DRIFTER, LATE, GAMER)
}


def companies() -> tuple[str, ...]:
    """Names of the companies, as `simulate_company` takes them."""
    return tuple(_COMPANIES)


def named(name: str) -> Named:
    """What there is to know of a company before it is simulated.

    Raises:
        InputError: No such company.
    """
    if name not in _COMPANIES:
        known = ", ".join(_COMPANIES)
        raise InputError("company", f"there is no {name!r}", f"one of: {known}", "Choose one of these")
    return _COMPANIES[name]


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
    known = named(name)
    if customers is not None and customers < 1:
        raise InputError("customers", f"{customers}", "a number of at least 1", "Ask for more customers")
    if seed < 0:
        raise InputError("seed", f"{seed}", "a whole number of at least 0", "Leave the sign out")
    size = known.customers if customers is None else customers
    return Company(setting=_setting(name, size), causes=known.make(), seed=seed)


def _setting(name: str, customers: int) -> Setting:
    return Setting(
        name=name,
        time_zone="America/New_York",
        currency="USD",
        start=START,
        end=END,
        segments=SEGMENTS,
        customers=customers,
    )
