"""The tables `events` and `orders`: what customers do and buy besides their subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code
from holdfast.simulate.arrays import constant, happens, nullable, pick, repeat_index, texts
from holdfast.simulate.local_time import at_office

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints
    from holdfast.simulate.rows.customers import People
    from holdfast.simulate.world import World

# The core action is publishing a report; a failed card is nobody's doing.
_NAMES = ("login", "report_published", "export_run", "user_invited", "card_failed")
_SHARES = (0.58, 0.27, 0.10, 0.05)
_ORDER_KINDS = ("sale", "refund", "test")


def events(world: World, staff: People) -> Mapping[str, Column]:
    """One row per event, in the order of customer and time; about two in a thousand are sent twice."""
    rng, usage = world.streams.of("usage"), world.causes.usage
    accounts = world.accounts
    weekly = np.where(accounts.pays, by_code(usage.weekly, accounts.size), usage.free_weekly)
    rate = weekly / 7 * np.exp(usage.fit * accounts.fit) * np.where(accounts.arrivals.strategic, 4.0, 1.0)
    who, days = _during_stay(world, rate, rng)
    kept = _unfaded(world, who, days, rng)
    who, days = who[kept], days[kept]
    name = np.searchsorted(np.cumsum(_SHARES)[:-1], rng.random(len(who)), side="right")
    cards, card_days = _during_stay(world, np.where(accounts.pays, usage.card_failures / 365, 0.0), rng)
    who, days = np.concatenate((who, cards)), np.concatenate((days, card_days))
    name = np.concatenate((name, np.full(len(cards), len(_SHARES))))
    times = 1 + (rng.random(len(who)) < usage.doubled)
    order = np.repeat(np.lexsort((days, who)), times)
    return _event_rows(world, staff, who=who, days=days, name=name, order=order, rng=rng)


def _event_rows(  # noqa: PLR0913  the parts of a row
    world: World,
    staff: People,
    *,
    who: Ints,
    days: Floats,
    name: Ints,
    order: Ints,
    rng: np.random.Generator,
) -> Mapping[str, Column]:
    person = staff.someone(who, rng)
    known = (happens(0.95, len(who), rng)) & (staff.created[person] <= days) & (name < len(_SHARES))
    return {
        "customer_id": world.accounts.ids[who][order],
        "person_id": nullable(staff.ids[person], known)[order],
        "name": pick(_NAMES, name)[order],
        "occurred_at": world.instants(days)[order],
    }


def _during_stay(world: World, rate: Floats, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Events at an even rate a day between the signing and the leaving, at hours at which people work."""
    begin = world.accounts.signed
    stay = np.maximum(world.until - begin, 0.0)
    counts = rng.poisson(rate * stay)
    who = repeat_index(counts)
    days = at_office(rng, begin[who] + rng.random(len(who)) * stay[who])
    within = (days >= begin[who]) & (days < world.until[who])
    return who[within], days[within]


def _unfaded(world: World, who: Ints, days: Floats, rng: np.random.Generator) -> Bools:
    """Events that take place although use falls before a customer decides to leave."""
    usage = world.causes.usage
    fading = days > world.decided[who] - usage.fades_days
    return ~fading | (rng.random(len(who)) < usage.fades_to)


def orders(world: World) -> Mapping[str, Column]:
    """One row per order of training days and add-on packs; amounts are positive, and the kind tells a refund.

    A refund comes days after a sale of the same amount and customer. Few orders are a guest's, without a
    customer.
    """
    rng, accounts = world.streams.of("orders"), world.accounts
    rate = np.where(accounts.pays, by_code((0.6, 1.0, 1.8), accounts.size), 0.03) / 365
    who, days = _during_stay(world, rate * np.exp(0.3 * accounts.fit), rng)
    amount = np.rint(np.exp(rng.normal(10.4, 0.7, len(who))) / 100).astype(np.int64) * 100
    kind = np.where(happens(0.01, len(who), rng), 2, 0)
    back = (happens(0.05, len(who), rng)) & (kind == 0)
    refunded = days[back] + rng.uniform(1.0, 25.0, int(back.sum()))
    guest = happens(0.02, len(who), rng)
    shown = np.concatenate((np.ones(len(who), dtype=bool), refunded < world.setting.days))
    who = np.concatenate((who, who[back]))[shown]
    days = np.concatenate((days, refunded))[shown]
    kind = np.concatenate((kind, np.ones(int(back.sum()), dtype=np.int64)))[shown]
    guest = np.concatenate((guest, guest[back]))[shown]
    return {
        "order_id": texts([f"O{world.streams.cell}-{number}" for number in range(len(who))]),
        "customer_id": nullable(accounts.ids[who], ~guest),
        "ordered_at": world.instants(days),
        "amount_minor": np.concatenate((amount, amount[back]))[shown],
        "currency": constant(world.setting.currency, len(who)),
        "kind": pick(_ORDER_KINDS, kind),
    }
