"""The tables `customers` and `people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import CHANNELS, INDUSTRIES, OWNERS, PLANS, REGIONS, SIZES
from holdfast.simulate.arrays import NEVER, constant, pick, rank_within, repeat_index, texts
from holdfast.simulate.local_time import at_office

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints, Texts
    from holdfast.simulate.world import World

SEGMENTS = ("plan", "size", "arr_band", "region", "channel", "industry")
_FIRST = (
    "Amara Andrew Anja Arjun Beatriz Boris Carlos Chloe Daniel Divya Eleni Emeka Fatima Felix Gabriela George Hana"
    " Henrik Ines Ivan Jamal Jana Kaito Katrin Lars Leila Luca Maeve Marco Mei Nadia Nikhil Olga Omar Paula Piotr"
    " Quentin Rania Rosa Samuel Selma Stefan Tariq Tessa Uma Victor Wanda Xenia Yusuf Zoe"
).split()
_LAST = (
    "Abbott Adeyemi Bianchi Brandt Carver Chen Dahl Diallo Eriksen Evans Farouk Fischer Garcia Gruber Haddad Holm"
    " Ibrahim Ito Jansen Jones Kaya Kowalski Larsen Lopez Maier Mensah Nowak Nguyen Okafor Olsen Patel Petrov Quist"
    " Rahman Rossi Santos Schmid Tanaka Turner Ueda Usman Vargas Virtanen Walsh Weber Xu Yilmaz Young Zamora Zhou"
).split()
_TRADE = (
    "alder amber anchor apex arbor beacon birch boreal bright canyon cedar copper coral delta ember falcon fern"
    " granite harbor hazel indigo iris juniper lagoon larch linden maple meadow north ocean onyx opal orchard pine"
    " prairie quartz raven river sage silver slate summit tidal timber umber valley vista willow winter zephyr"
).split()
_ROLES = ("admin", "manager", "analyst", "member", "finance", "executive")


def customers(world: World) -> Mapping[str, Column]:
    """One row per customer; `is_paying` is as of the end, `free_since` the time from which it has a free account."""
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
    parent = rng.integers(0, count, count)
    belongs = (rng.random(count) < 0.03) & (accounts.signed[parent] < accounts.signed)
    belongs &= accounts.pays & accounts.pays[parent] & (accounts.size[parent] == SIZES.index("large"))
    ids = accounts.ids[parent]
    ids[~belongs] = None
    return ids


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
        return self.first[who] + np.where(rng.random(len(who)) < 0.4, 0, other)


def people(world: World, staff: People) -> Mapping[str, Column]:
    """One row per person; addresses are at domains reserved for examples."""
    rng = world.streams.of("names")
    count = len(staff.who)
    first = pick(_FIRST, rng.integers(0, len(_FIRST), count))
    last = pick(_LAST, rng.integers(0, len(_LAST), count))
    number = world.accounts.numbers
    words = rng.integers(0, len(_TRADE), (len(number), 2))
    firm = [f"{_TRADE[a]}-{_TRADE[b]}-{n + 1}.example" for (a, b), n in zip(words, number, strict=True)]
    role = pick(_ROLES, rng.integers(0, len(_ROLES), count))
    role[staff.first] = "admin"
    return {
        "person_id": staff.ids,
        "customer_id": world.accounts.ids[staff.who],
        "email": _emails(first, last, firms=texts(firm)[staff.who], missing=rng.random(count) < 0.02),
        "role": role,
        "created_at": world.instants(staff.created),
    }


def _emails(first: Texts, last: Texts, *, firms: Texts, missing: Bools) -> Texts:
    if not len(first):
        return constant(None, 0)
    emails = texts([f"{a}.{b}@{c}".lower() for a, b, c in zip(first, last, firms, strict=True)])
    emails[missing] = None
    return emails
