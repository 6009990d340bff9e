"""Cause: what customers are: size, place, trade, price, and a fit that nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER, pick

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools, Floats, Ints, Texts
    from holdfast.simulate.growth import Arrivals

SIZES = ("small", "mid", "large")
REGIONS = ("north america", "europe", "asia pacific")
CHANNELS = ("inbound", "outbound", "partner", "referral", "event")
INDUSTRIES = ("software", "retail", "manufacturing", "health", "logistics", "education", "finance")
PLANS = ("team", "business", "enterprise")
BANDS = ("under 10k", "10k to 100k", "100k to 1m", "over 1m")
OWNERS = ("Ada Nkemelu", "Ben Harlow", "Chiara Rossetti", "Dev Malhotra", "Elin Sjoberg", "Farid Azimi")
_BAND_EDGES = (10_000_00, 100_000_00, 1_000_000_00)


@dataclass(frozen=True, slots=True)
class Market:
    """The mix of customers, paying ones first.

    Attributes:
        sizes: Shares of small, mid and large among paying customers.
        regions: Shares of the regions.
        yearly_price: Median price a year in minor units, by size.
        price_spread: Standard deviation of the log price.
        yearly_contracts: Share of customers that pay by the year, by size.
        connected: Share of customers that use the connector, by size.
        mix_shift: How much of the large share has turned into small at the end of the history, 0 for none.
        turns_on: Local day of the history from which the company sells to larger customers.
        turned: Share of the customers signing from then on that are large, whatever they would have been.
    """

    sizes: tuple[float, float, float] = (0.55, 0.33, 0.12)
    regions: tuple[float, float, float] = (0.55, 0.30, 0.15)
    yearly_price: tuple[float, float, float] = (4_800_00, 26_000_00, 140_000_00)
    price_spread: float = 0.5
    yearly_contracts: tuple[float, float, float] = (0.06, 0.12, 0.30)
    connected: tuple[float, float, float] = (0.45, 0.60, 0.75)
    mix_shift: float = 0.0
    turns_on: float = NEVER
    turned: float = 0.0


@dataclass(frozen=True, slots=True)
class Accounts:
    """One row per customer of a cell. Codes point into the tuples of this module.

    Attributes:
        ids: Customer ids.
        numbers: Running numbers of the customers within the company.
        arrivals: When they come, and whether they pay.
        size: Code of the size.
        region: Code of the region.
        channel: Code of the channel.
        industry: Code of the industry.
        seats: People who use the product, at least 1.
        yearly_minor: Price of a year at signing, in minor units.
        interval: Months between two payments, 1 or 12.
        connected: The customer uses the connector, and so can meet its errors.
        fit: How well the product suits, standard normal; hidden, in no table.
        owner: Code of the customer success manager.
    """

    ids: Texts
    numbers: Ints
    arrivals: Arrivals
    size: Ints
    region: Ints
    channel: Ints
    industry: Ints
    seats: Ints
    yearly_minor: Ints
    interval: Ints
    connected: Bools
    fit: Floats
    owner: Ints

    @property
    def pays(self) -> Bools:
        """The customer signs a paid contract at some time."""
        return self.arrivals.pays

    @property
    def signed(self) -> Floats:
        """Local day of signing."""
        return self.arrivals.signed

    def bands(self) -> Texts:
        """The band of the yearly price at signing; null for free accounts."""
        bands = pick(BANDS, np.searchsorted(_BAND_EDGES, self.yearly_minor, side="right"))
        bands[~self.pays] = None
        return bands


def choose(shares: tuple[float, ...], count: int, rng: np.random.Generator) -> Ints:
    """Codes drawn with the given shares."""
    edges = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, rng.random(count), side="right").astype(np.int64)


def by_code(values: tuple[float, ...], codes: Ints) -> Floats:
    """The value for each code."""
    return np.asarray(values, dtype=np.float64)[codes]


def found(  # noqa: PLR0913  all that an account follows from
    market: Market,
    arrivals: Arrivals,
    *,
    ids: Texts,
    numbers: Ints,
    days: int,
    rng: np.random.Generator,
) -> Accounts:
    """The accounts of a cell, given who comes when."""
    count = len(numbers)
    size = _sizes(market, arrivals, days, rng)
    yearly = _yearly_price(market, size, strategic=arrivals.strategic, rng=rng)
    by_year = arrivals.strategic | (rng.random(count) < by_code(market.yearly_contracts, size))
    return Accounts(
        ids=ids,
        numbers=numbers,
        arrivals=arrivals,
        size=size,
        region=choose(market.regions, count, rng),
        channel=choose((0.42, 0.22, 0.14, 0.12, 0.10), count, rng),
        industry=choose((0.24, 0.18, 0.15, 0.13, 0.12, 0.09, 0.09), count, rng),
        seats=1 + rng.poisson(np.clip(yearly / 60_000, 1.0, 400.0)),
        yearly_minor=np.where(arrivals.pays, yearly, 0),
        interval=np.where(by_year, 12, 1).astype(np.int64),
        connected=rng.random(count) < by_code(market.connected, size),
        fit=rng.normal(0.0, 1.0, count),
        owner=rng.integers(0, len(OWNERS), count),
    )


def _sizes(market: Market, arrivals: Arrivals, days: int, rng: np.random.Generator) -> Ints:
    size = choose(market.sizes, len(arrivals.pays), rng)
    draw = rng.random(len(size))
    shrinks = draw < market.mix_shift * arrivals.signed / days
    size = np.where((size == SIZES.index("large")) & shrinks, SIZES.index("small"), size)
    grows = (arrivals.signed >= market.turns_on) & (draw >= 1 - market.turned)
    size = np.where(grows, SIZES.index("large"), size)
    size = np.where(arrivals.pays, size, np.minimum(size, rng.integers(0, 2, len(size))))
    return np.where(arrivals.strategic, SIZES.index("large"), size).astype(np.int64)


def _yearly_price(market: Market, size: Ints, *, strategic: Bools, rng: np.random.Generator) -> Ints:
    """Whole currency units a month, so that a twelfth of the yearly price is exact."""
    usual = by_code(market.yearly_price, size) * np.exp(rng.normal(0.0, market.price_spread, len(size)))
    # Upgrades and the price rise must not lift an ordinary account over a million.
    usual = np.minimum(usual, 500_000_00)
    largest = rng.uniform(1_150_000_00, 3_600_000_00, len(size))
    return (np.rint(np.where(strategic, largest, usual) / 1200) * 1200).astype(np.int64)
