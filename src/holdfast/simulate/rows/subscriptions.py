"""The table `subscriptions`: one row per subscription and price, and what the price was when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import PLANS, SIZES
from holdfast.simulate.arrays import NEVER, constant, pick, texts
from holdfast.simulate.contracts import interval_end

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints, Texts
    from holdfast.simulate.world import World

_COLUMNS = (
    "subscription_id",
    "customer_id",
    "plan",
    "started_at",
    "ended_at",
    "cancel_requested_at",
    "state",
    "interval_months",
    "amount_minor",
    "currency",
)


def subscriptions(world: World) -> Mapping[str, Column]:
    """One row per subscription and price: a new price ends one row and starts the next at the same instant.

    Trials cost nothing; free accounts without a trial have no row. The amount is that of one interval.
    """
    parts = (*_main(world), _add_ons(world), _returned(world), _trials(world))
    order = np.argsort(np.concatenate([part["_who"] for part in parts]), kind="stable")
    return {name: np.concatenate([part[name] for part in parts])[order] for name in _COLUMNS}


def _main(world: World) -> tuple[dict[str, Column], ...]:
    """The first subscription in up to three rows: as signed, after one's own change, after the price rise."""
    accounts, rng = world.accounts, world.streams.of("contracts")
    change, factor = _own_change(world, rng)
    rise = _rise(world)
    raised = np.where(accounts.signed >= world.causes.price.day, world.causes.price.factor, 1.0)
    base = accounts.yearly_minor.astype(np.float64) * raised
    edges = np.stack((accounts.signed, np.minimum(change, rise), np.maximum(change, rise)), axis=1)
    end = np.concatenate((edges[:, 1:], np.full((len(base), 1), NEVER)), axis=1)
    late = _late_state(world, rng)
    rows = []
    for piece in range(3):
        begin, stop = edges[:, piece], np.minimum(end[:, piece], world.left)
        there = accounts.pays & (begin < world.until) & (begin < stop)
        own = np.where(begin >= change, factor, 1.0)
        yearly = base * own * np.where(begin >= rise, world.causes.price.factor, 1.0)
        rows.append(_rows(world, there, begin=begin, stop=stop, yearly=yearly, plan=None, late=late))
    return tuple(rows)


def _own_change(world: World, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """When a customer changes its price, at the end of a paid interval, and by what factor."""
    accounts, contracts = world.accounts, world.causes.contracts
    count = len(accounts.size)
    changes = rng.random(count) < contracts.changed
    after = accounts.signed + rng.uniform(20.0, 540.0, count)
    when = _next_interval(world, np.where(changes, after, NEVER))
    shrinks = (rng.random(count) < contracts.shrinks) & ~accounts.arrivals.strategic
    return when, np.where(shrinks, 0.7, rng.choice((1.2, 1.35, 1.6), count))


def _rise(world: World) -> Floats:
    price = world.causes.price
    effective = np.full(len(world.left), price.day + price.effective_days)
    touched = world.accounts.signed < price.day
    return _next_interval(world, np.where(touched, np.maximum(effective, world.accounts.signed), NEVER))


def _next_interval(world: World, after: Floats) -> Floats:
    accounts = world.accounts
    return interval_end(world.setting.start, signed=accounts.signed, interval=accounts.interval, after=after)


def _late_state(world: World, rng: np.random.Generator) -> Texts:
    """The state of what has not ended: active, and for few monthly ones past due or paused."""
    contracts = world.causes.contracts
    monthly = world.accounts.interval == 1
    draw = rng.random(len(monthly))
    state = constant("active", len(monthly))
    state[monthly & (draw < contracts.past_due + contracts.paused)] = "paused"
    state[monthly & (draw < contracts.past_due)] = "past_due"
    return state


def _rows(  # noqa: PLR0913  the parts of a row
    world: World,
    there: Bools,
    *,
    begin: Floats,
    stop: Floats,
    yearly: Floats,
    plan: str | None,
    late: Texts,
    suffix: str = "1",
) -> dict[str, Column]:
    accounts = world.accounts
    who = np.flatnonzero(there)
    begin, stop = begin[who], stop[who]
    ended = stop < world.setting.days
    # A decision to leave shows on the row that it ends, and on the last row of those about to end.
    asks = (stop == world.left[who]) | ~ended
    decided = np.where(asks & (world.decided[who] >= begin), world.decided[who], NEVER)
    state = late[who].copy()
    state[ended] = "ended"
    interval = accounts.interval[who]
    prefix = accounts.ids[who].tolist()
    return {
        "_who": who,
        "subscription_id": texts([f"S{name[1:]}-{suffix}" for name in prefix]),
        "customer_id": accounts.ids[who],
        "plan": pick(PLANS, _plan_codes(world)[who]) if plan is None else constant(plan, len(who)),
        "started_at": world.instants(begin),
        "ended_at": world.instants(stop),
        "cancel_requested_at": world.instants(decided),
        "state": state,
        "interval_months": interval,
        "amount_minor": np.rint(yearly[who] * interval / 12).astype(np.int64),
        "currency": constant(world.setting.currency, len(who)),
    }


def _plan_codes(world: World) -> Ints:
    return np.where(world.accounts.arrivals.strategic, len(PLANS) - 1, world.accounts.size)


def _add_ons(world: World) -> dict[str, Column]:
    """A second subscription of some mid and large customers; its end alone is no churn."""
    accounts, contracts, rng = world.accounts, world.causes.contracts, world.streams.of("add-ons")
    count = len(accounts.size)
    has = accounts.pays & (accounts.size != SIZES.index("small")) & (rng.random(count) < contracts.add_on)
    begin = accounts.signed + rng.uniform(30.0, 400.0, count)
    ends = rng.random(count) < contracts.add_on_ends
    after = np.where(ends, begin + rng.uniform(60.0, 300.0, count), NEVER)
    own_end = interval_end(world.setting.start, signed=begin, interval=accounts.interval, after=after)
    late = constant("active", count)
    return _rows(
        world,
        has & (begin < world.until),
        begin=begin,
        stop=np.minimum(own_end, world.left),
        yearly=accounts.yearly_minor.astype(np.float64) * 0.15,
        plan="add-on",
        late=late,
        suffix="2",
    )


def _returned(world: World) -> dict[str, Column]:
    """The new subscription of customers that came back: they stay."""
    count = len(world.left)
    rows = _rows(
        world,
        np.isfinite(world.returned),
        begin=world.returned,
        stop=np.full(count, NEVER),
        yearly=world.accounts.yearly_minor.astype(np.float64),
        plan=None,
        late=constant("active", count),
        suffix="3",
    )
    rows["cancel_requested_at"] = world.instants(np.full(len(rows["_who"]), NEVER))
    return rows


def _trials(world: World) -> dict[str, Column]:
    """Two free weeks of the paid plan, tried by free accounts soon after they opened."""
    accounts, contracts, rng = world.accounts, world.causes.contracts, world.streams.of("trials")
    count = len(accounts.size)
    begin = accounts.signed + rng.exponential(20.0, count)
    tries = ~accounts.pays & (rng.random(count) < contracts.trial) & (begin < world.setting.days)
    rows = _rows(
        world,
        tries,
        begin=begin,
        stop=begin + 14.0,
        yearly=np.zeros(count),
        plan="trial",
        late=constant("trial", count),
        suffix="0",
    )
    rows["interval_months"] = np.ones(len(rows["_who"]), dtype=np.int64)
    return rows
