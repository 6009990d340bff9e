"""The tables `engagements`, `issues`, `onboarding_steps` and `assignments`: what customer success does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import OWNERS
from holdfast.simulate.arrays import NEVER, constant, happens, pick, rank_within, repeat_index, texts
from holdfast.simulate.local_time import at_office, office_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Column, Floats, Ints
    from holdfast.simulate.world import World

_STEPS = ("kick-off held", "data connected", "first report", "team invited", "goals set")
_NEW_STEPS_DAY = 458.0
_ENGAGEMENT = (
    "engagement_id",
    "customer_id",
    "kind",
    "offered_at",
    "scheduled_at",
    "planned_for",
    "completed_at",
    "rescheduled",
    "owner",
)


def engagements(world: World) -> Mapping[str, Column]:
    """One row per engagement: onboarding, review calls, check-ins of the playbook, training.

    Only `planned_for` may lie after the end of the history. What a customer's leaving came before is null.
    """
    parts = (_onboarding(world), _reviews(world), _check_ins(world), _training(world))
    order = np.argsort(np.concatenate([part["_who"] for part in parts]), kind="stable")
    return {name: np.concatenate([part[name] for part in parts])[order] for name in _ENGAGEMENT}


def _engagement(  # noqa: PLR0913  the parts of a row
    world: World,
    kind: str,
    *,
    who: Ints,
    offered: Floats,
    dated: Floats,
    planned: Floats,
    held: Floats,
    moved: Ints,
    suffix: Ints,
) -> dict[str, Column]:
    until = world.until[who]
    shown = offered < until
    who, suffix, until = who[shown], suffix[shown], until[shown]
    dated = np.where(dated[shown] < until, dated[shown], NEVER)
    held = np.where(held[shown] < until, held[shown], NEVER)
    planned = np.where(np.isfinite(dated), planned[shown], NEVER)
    letter = kind[0].upper()
    names = zip(world.accounts.ids[who].tolist(), suffix.tolist(), strict=True)
    owner = pick(OWNERS, world.accounts.owner[who])
    return {
        "_who": who,
        "engagement_id": texts([f"E{name[1:]}-{letter}{number}" for name, number in names]),
        "customer_id": world.accounts.ids[who],
        "kind": constant(kind, len(who)),
        "offered_at": world.instants(offered[shown]),
        "scheduled_at": world.instants(dated),
        "planned_for": world.future_instants(planned),
        "completed_at": world.instants(held),
        "rescheduled": np.where(np.isfinite(dated), moved[shown], 0).astype(np.int64),
        "owner": owner,
    }


def _onboarding(world: World) -> dict[str, Column]:
    calls = world.calls
    who = np.flatnonzero(world.accounts.pays)
    return _engagement(
        world,
        "onboarding",
        who=who,
        offered=calls.offered[who],
        dated=calls.dated[who],
        planned=calls.planned[who],
        held=calls.held[who],
        moved=calls.moved[who],
        suffix=np.ones(len(who), dtype=np.int64),
    )


def _reviews(world: World) -> dict[str, Column]:
    """A call every thirty days or so for those who are reviewed, from day 60 on."""
    reviews, rng = world.causes.reviews, world.streams.of("review calls")
    begin = world.accounts.signed + reviews.from_day
    months = np.ceil(np.maximum(world.until - begin, 0.0) / 30.0).astype(np.int64)
    counts = np.where(world.exposures.reviewed, months, 0)
    who, rank = repeat_index(counts), rank_within(counts)
    planned = at_office(rng, begin[who] + 30.0 * rank + rng.uniform(0.0, 9.0, len(who)))
    dated = np.maximum(planned - rng.uniform(5.0, 20.0, len(who)), begin[who] - 7.0)
    missed = rng.random(len(who)) < reviews.missed
    return _engagement(
        world,
        "review_call",
        who=who,
        offered=dated - 0.5,
        dated=dated,
        planned=planned,
        held=np.where(missed, NEVER, planned),
        moved=rng.poisson(0.15, len(who)),
        suffix=rank + 1,
    )


def _check_ins(world: World) -> dict[str, Column]:
    """The calls of the playbook, with the treated half."""
    playbook, rng = world.causes.playbook, world.streams.of("check-ins")
    who = np.flatnonzero(world.takes_part & world.exposures.treated)
    count = len(who)
    offered = playbook.day + rng.uniform(0.3, 2.0, count)
    dated = offered + rng.uniform(0.1, 3.0, count)
    planned = at_office(rng, dated + rng.integers(2, 11, count))
    held = np.where(rng.random(count) < playbook.completed, planned, NEVER)
    one = np.ones(count, dtype=np.int64)
    return _engagement(
        world,
        "check_in",
        who=who,
        offered=offered,
        dated=dated,
        planned=planned,
        held=held,
        moved=0 * one,
        suffix=one,
    )


def _training(world: World) -> dict[str, Column]:
    """Trainings that customers ask for; they change nothing."""
    rng = world.streams.of("training")
    years = np.maximum(world.until - world.accounts.signed, 0.0) / 365.0
    counts = rng.poisson(np.where(world.accounts.pays, 0.5 * years, 0.0))
    who, rank = repeat_index(counts), rank_within(counts)
    offered = world.accounts.signed[who] + rng.random(len(who)) * (world.until - world.accounts.signed)[who]
    planned = at_office(rng, offered + rng.integers(5, 25, len(who)))
    held = np.where(happens(0.9, len(who), rng), planned, NEVER)
    none = np.zeros(len(who), dtype=np.int64)
    return _engagement(
        world,
        "training",
        who=who,
        offered=offered,
        dated=offered + 0.5,
        planned=planned,
        held=held,
        moved=none,
        suffix=rank + 1,
    )


def issues(world: World) -> Mapping[str, Column]:
    """One row per issue: from onboarding for some customers, later ones from calls, surveys and tickets."""
    rng, trouble = world.streams.of("issues"), world.fates.trouble
    years = np.maximum(world.until - world.accounts.signed - 60.0, 0.0) / 365.0
    counts = rng.poisson(np.where(world.accounts.pays, 0.4 * years, 0.0))
    later = repeat_index(counts)
    span = np.maximum(world.until - world.accounts.signed - 60.0, 0.0)[later]
    raised_later = at_office(rng, world.accounts.signed[later] + 61.0 + rng.random(len(later)) * span)
    first = np.flatnonzero(trouble.issue_raised < world.until)
    who = np.concatenate((first, later))
    raised = np.concatenate((trouble.issue_raised[first], raised_later))
    resolved = np.concatenate(
        (trouble.issue_resolved[first], raised_later + rng.exponential(9.0, len(later)))
    )
    source = np.concatenate((np.zeros(len(first), dtype=np.int64), rng.integers(1, 4, len(later))))
    rank = np.concatenate((np.zeros(len(first), dtype=np.int64), 1 + rank_within(counts)))
    return _issue_rows(world, who=who, raised=raised, resolved=resolved, source=source, rank=rank)


def _issue_rows(  # noqa: PLR0913  the parts of a row
    world: World, *, who: Ints, raised: Floats, resolved: Floats, source: Ints, rank: Ints
) -> Mapping[str, Column]:
    shown = np.flatnonzero(raised < world.until[who])
    shown = shown[np.lexsort((rank[shown], who[shown]))]
    who, raised, resolved, rank = who[shown], raised[shown], resolved[shown], rank[shown]
    names = zip(world.accounts.ids[who].tolist(), rank.tolist(), strict=True)
    return {
        "issue_id": texts([f"I{name[1:]}-{number}" for name, number in names]),
        "customer_id": world.accounts.ids[who],
        "raised_at": world.instants(raised),
        "source": pick(("onboarding", "call", "survey", "ticket"), source[shown]),
        "resolved_at": world.instants(np.where(resolved < world.until[who], resolved, NEVER)),
        "owner": pick(OWNERS, world.accounts.owner[who]),
    }


def onboarding_steps(world: World) -> Mapping[str, Column]:
    """One row per step that a paying customer completed; version 2, since the second year, adds a step."""
    rng, accounts = world.streams.of("steps"), world.accounts
    second = accounts.signed >= _NEW_STEPS_DAY
    counts = np.where(accounts.pays, np.where(second, 5, 4), 0).astype(np.int64)
    who, step = repeat_index(counts), rank_within(counts)
    started = np.isfinite(world.calls.started)
    begin = np.where(started, world.calls.started, accounts.signed + 20.0)[who]
    gaps = rng.exponential(np.where(world.exposures.fast[who], 3.0, 6.0)) * step
    done = np.maximum(begin, np.floor(begin + gaps) + office_hours(rng, len(who)))
    chance = np.where(world.exposures.fast[who], 0.94, 0.78)
    completed = (rng.random(len(who)) < chance) & (done < world.until[who])
    completed &= (step > 0) | started[who]
    return {
        "customer_id": accounts.ids[who][completed],
        "step": pick(_STEPS, step)[completed],
        "version": np.where(second[who], 2, 1)[completed].astype(np.int64),
        "completed_at": world.instants(done[completed]),
    }


def assignments(world: World) -> Mapping[str, Column]:
    """One row per customer in the playbook's trial, with the arm that the lot gave it."""
    who = np.flatnonzero(world.takes_part)
    playbook = world.causes.playbook
    return {
        "customer_id": world.accounts.ids[who],
        "play": constant(playbook.name, len(who)),
        "arm": pick(("holdout", "treated"), world.exposures.treated[who].astype(np.int64)),
        "assigned_at": world.instants(np.full(len(who), playbook.day)),
        "seed": constant(str(world.streams.seed), len(who)),
    }
