"""The tables `customers` and `people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import CHANNELS, INDUSTRIES, OWNERS, PLANS, REGIONS, SIZES
from holdfast.simulate.arrays import (
    NEVER,
    constant,
    happens,
    nullable,
    pick,
    rank_within,
    repeat_index,
    texts,
)
from holdfast.simulate.local_time import at_office
from holdfast.simulate.rows.names import FIRST, LAST, TRADE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints, Texts
    from holdfast.simulate.world import World

SEGMENTS = ("plan", "size", "arr_band", "region", "channel", "industry")
_BELONGS = 0.04
_ROLES = ("admin", "manager", "analyst", "member", "finance", "executive")


def customers(world: World) -> Mapping[str, Column]:
    """One row per customer; `is_paying` is as of the end, `free_since` the start of its free account."""
    accounts = world.accounts
    paying, free_since = paying_at_end(world)
    plan = np.where(accounts.arrivals.strategic, len(PLANS) - 1, accounts.size)
    plans = pick(PLANS, plan)
    plans[~accounts.pays] = "free"
    owner = pick(OWNERS, accounts.owner)
    owner[~accounts.pays] = None
    return {
        "customer_id": accounts.ids,
        "signed_at": world.instants(accounts.signed),
        "parent_id": _parents(world),
        "owner": owner,
        "is_paying": paying,
        "free_since": world.instants(free_since),
        "plan": plans,
        "size": pick(SIZES, accounts.size),
        "arr_band": accounts.bands(),
        "region": pick(REGIONS, accounts.region),
        "channel": pick(CHANNELS, accounts.channel),
        "industry": pick(INDUSTRIES, accounts.industry),
    }


def paying_at_end(world: World) -> tuple[Bools, Floats]:
    """Who pays at the end of the history, and since when the others have a free account.

    An account that has left goes on as a free one, so that it paid at t exactly if it had signed by then and
    `free_since` is null, before the signing, or after t.
    """
    accounts = world.accounts
    back = np.isfinite(world.returned)
    paying = accounts.pays & (~np.isfinite(world.left) | back)
    gone = np.where(back, NEVER, world.left)
    return paying, np.where(np.isfinite(gone), gone, accounts.arrivals.free_from)


def _parents(world: World) -> Texts:
    """A few customers belong to another one of the same cell that signed before them."""
    accounts, rng = world.accounts, world.streams.of("parents")
    count = len(accounts.ids)
    large = np.flatnonzero(accounts.pays & (accounts.size == SIZES.index("large")))
    if not len(large):
        return constant(None, count)
    parent = rng.choice(large, count)
    belongs = accounts.pays & (rng.random(count) < _BELONGS) & (accounts.signed[parent] < accounts.signed)
    return nullable(accounts.ids[parent], belongs)


class People:
    """The people of a cell: whose they are, since when, and their ids."""

    __slots__ = ("counts", "created", "first", "ids", "who")

    def __init__(self, world: World) -> None:
        accounts, rng = world.accounts, world.streams.of("people")
        usual = np.array((1.2, 2.2, 4.5))[accounts.size]
        usual = np.where(accounts.arrivals.strategic, 11.0, np.where(accounts.pays, usual, 0.2))
        self.counts: Ints = 1 + rng.poisson(usual)
        self.who: Ints = repeat_index(self.counts)
        self.first: Ints = np.cumsum(self.counts) - self.counts
        rank = rank_within(self.counts)
        begin = np.minimum(accounts.signed, accounts.arrivals.free_from)[self.who]
        later = at_office(rng, begin + rng.exponential(120.0, len(rank)))
        joined = np.where((rank == 0) | (later >= world.until[self.who]), begin, np.maximum(later, begin))
        self.created: Floats = joined
        prefix = accounts.ids.tolist()
        self.ids: Texts = texts([f"P{prefix[w][1:]}-{r + 1}" for w, r in zip(self.who, rank, strict=True)])

    def someone(self, who: Ints, rng: np.random.Generator) -> Ints:
        """For each row's customer, the position of one of its people, the first one most of the time."""
        other = np.floor(rng.random(len(who)) * self.counts[who]).astype(np.int64)
        return self.first[who] + np.where(happens(0.4, len(who), rng), 0, other)


def people(world: World, staff: People) -> Mapping[str, Column]:
    """One row per person; addresses are at domains reserved for examples."""
    rng = world.streams.of("names")
    count = len(staff.who)
    first = pick(FIRST, rng.integers(0, len(FIRST), count))
    last = pick(LAST, rng.integers(0, len(LAST), count))
    number = world.accounts.numbers
    words = rng.integers(0, len(TRADE), (len(number), 2))
    firm = [f"{TRADE[a]}-{TRADE[b]}-{n + 1}.example" for (a, b), n in zip(words, number, strict=True)]
    role = pick(_ROLES, rng.integers(0, len(_ROLES), count))
    role[staff.first] = "admin"
    return {
        "person_id": staff.ids,
        "customer_id": world.accounts.ids[staff.who],
        "email": _emails(first, last, firms=texts(firm)[staff.who], missing=happens(0.02, count, rng)),
        "role": role,
        "created_at": world.instants(staff.created),
    }


def _emails(first: Texts, last: Texts, *, firms: Texts, missing: Bools) -> Texts:
    emails = texts([f"{a}.{b}@{c}".lower() for a, b, c in zip(first, last, firms, strict=True)])
    emails[missing] = None
    return emails
