"""The tables `churn_reasons`, `referrals`, `costs` and `calendar_events`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import CHANNELS, by_code
from holdfast.simulate.arrays import NEVER, constant, happens, nullable, pick, repeat_index, texts
from holdfast.simulate.comments import farewells
from holdfast.simulate.leaving import REASONS
from holdfast.simulate.local_time import at_office, to_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Column, Floats, Ints
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.rows.tickets import Desk
    from holdfast.simulate.setting import Setting
    from holdfast.simulate.world import World

_SOURCES = ("form", "call", "account team")
_TRIES = 6


def churn_reasons(world: World) -> Mapping[str, Column]:
    """One row for most customers that left: what they said, which is the true reason five times in six."""
    rng = world.streams.of("churn reasons")
    asked = np.isfinite(world.left) & (happens(0.75, len(world.left), rng))
    who = np.flatnonzero(asked)
    count = len(who)
    said = np.where(happens(0.84, count, rng), world.reason[who], REASONS.index("missing value"))
    reason = pick(REASONS, said)
    reason[happens(0.08, count, rng)] = "other"
    reason[happens(0.10, count, rng)] = None
    written = farewells(said, rng)
    written[happens(0.35, count, rng)] = None
    source = np.searchsorted((0.6, 0.8), rng.random(count), side="right")
    return {
        "customer_id": world.accounts.ids[who],
        "left_at": world.instants(world.left[who]),
        "reason": reason,
        "text": written,
        "source": pick(_SOURCES, source),
    }


def referrals(world: World) -> Mapping[str, Column]:
    """One row per invitation; the accepted ones brought the customers whose channel is referral, where known.

    Referrer and referred are of the same cell of customers.
    """
    rng = world.streams.of("referrals")
    referrer, invited, referred, accepted = _accepted(world, rng)
    years = np.maximum(world.until - world.accounts.signed, 0.0) / 365
    rate = np.where(world.accounts.pays, 0.15 * np.exp(0.5 * world.accounts.fit), 0.0)
    lone = repeat_index(rng.poisson(rate * years))
    stay = (world.until - world.accounts.signed)[lone]
    asked = np.minimum(
        at_office(rng, world.accounts.signed[lone] + rng.random(len(lone)) * stay), world.until[lone]
    )
    asked = np.maximum(asked, world.accounts.signed[lone])
    kept = asked < world.setting.days
    who = np.concatenate((referrer, lone[kept]))
    none = np.zeros(int(kept.sum()), dtype=np.int64)
    known = np.arange(len(who)) < len(referrer)
    return {
        "referral_id": texts([f"R{world.streams.cell}-{number}" for number in range(len(who))]),
        "referrer_id": world.accounts.ids[who],
        "invited_at": world.instants(np.concatenate((invited, asked[kept]))),
        "referred_customer_id": nullable(world.accounts.ids[np.concatenate((referred, none))], known),
        "accepted_at": world.instants(np.concatenate((accepted, np.full(len(none), NEVER)))),
    }


def _accepted(world: World, rng: np.random.Generator) -> tuple[Ints, Floats, Ints, Floats]:
    """Referrer, invitation, referred and acceptance of the customers that came by referral."""
    accounts = world.accounts
    referred = np.flatnonzero((accounts.channel == CHANNELS.index("referral")) & accounts.pays)
    begun = np.minimum(accounts.signed, accounts.arrivals.free_from)[referred]
    invited = begun - rng.uniform(2.0, 40.0, len(referred))
    candidates = rng.integers(0, len(accounts.ids), (len(referred), _TRIES))
    fits = accounts.pays[candidates] & (accounts.signed[candidates] < invited[:, None])
    fits &= world.until[candidates] > invited[:, None]
    found = np.flatnonzero(fits.any(axis=1))
    chosen = candidates[found, np.argmax(fits[found], axis=1)]
    return chosen, invited[found], referred[found], begun[found]


def costs(world: World, help_desk: Desk) -> Mapping[str, Column]:
    """One row per amount spent on a paying customer: winning it, playing on it, answering it."""
    rng, accounts = world.streams.of("costs"), world.accounts
    won = np.flatnonzero(accounts.pays)
    price = by_code((0.25, 0.4, 0.15, 0.08, 0.35), accounts.channel[won]) * accounts.yearly_minor[won]
    price = price * np.exp(rng.normal(0.0, 0.3, len(won)))
    called = np.flatnonzero(world.takes_part & world.exposures.treated)
    solved = np.flatnonzero((help_desk.solved < world.setting.days) & accounts.pays[help_desk.who])
    who = np.concatenate((won, called, help_desk.who[solved]))
    amount = np.concatenate(
        (price, rng.uniform(80_00, 140_00, len(called)), 9_00 + rng.gamma(2.0, 7_00, len(solved)))
    )
    days = np.concatenate(
        (
            accounts.signed[won],
            np.full(len(called), world.causes.playbook.day + 14.0),
            help_desk.solved[solved],
        )
    )
    kind = np.repeat(np.arange(3), (len(won), len(called), len(solved)))
    return {
        "customer_id": accounts.ids[who],
        "kind": pick(("acquisition", "retention", "service"), kind),
        "at": world.instants(days),
        "amount_minor": np.rint(amount).astype(np.int64),
        "currency": constant(world.setting.currency, len(who)),
    }


def marketing(setting: Setting, rng: np.random.Generator) -> Mapping[str, Column]:
    """Costs that belong to no customer: marketing, once a month."""
    months = np.arange(np.datetime64(setting.start, "M"), np.datetime64(setting.end, "M"))
    days = (months.astype("datetime64[D]") - np.datetime64(setting.start, "D")).astype(np.float64)
    amount = 15_00 * setting.customers * np.exp(rng.normal(0.0, 0.1, len(days)))
    return {
        "customer_id": constant(None, len(days)),
        "kind": constant("acquisition", len(days)),
        "at": to_utc(setting.start, days + 9 / 24),
        "amount_minor": np.rint(amount).astype(np.int64),
        "currency": constant(setting.currency, len(days)),
    }


def calendar_events(causes: Causes, setting: Setting) -> Mapping[str, Column]:
    """One row per thing that happened to the whole company."""
    marks = (
        (210.4, "reorganisation of customer success"),
        (300.6, "outage of four hours"),
        (458.4, "new onboarding steps"),
        (causes.price.day + 9 / 24, "price rise announced"),
        (causes.price.day + causes.price.effective_days, "price rise effective"),
        (causes.playbook.day + 9 / 24, f"trial of the {causes.playbook.name} begins"),
    )
    shown = [(day, label) for day, label in marks if day < setting.days]
    return {
        "at": to_utc(setting.start, np.array([day for day, _ in shown])),
        "label": texts([label for _, label in shown]),
    }
