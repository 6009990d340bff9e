"""The table `tickets`: what customers write to the help desk, and when it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code
from holdfast.simulate.arrays import NEVER, happens, nullable, pick, rank_within, repeat_index, texts
from holdfast.simulate.local_time import at_office
from holdfast.simulate.satisfaction import satisfaction
from holdfast.simulate.themes import CODES, INVOICES, SYNC, THEMES, ticket_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints
    from holdfast.simulate.rows.customers import People
    from holdfast.simulate.world import World

_CHANNELS = ("email", "chat", "web form", "phone")
_PRIORITIES = ("low", "normal", "high", "urgent")


@dataclass(frozen=True, slots=True)
class Desk:
    """The tickets of a cell by customer and opening: whose, what about, and the local days of the answers."""

    who: Ints
    theme: Ints
    opened: Floats
    replied: Floats
    solved: Floats
    last_solved: Floats
    reopened: Ints
    priority: Ints


def desk(world: World) -> Desk:
    """Every ticket of a cell's customers up to their leaving."""
    rng = world.streams.of("tickets")
    who, theme, opened = _opened(world, rng)
    order = np.lexsort((opened, who))
    who, theme, opened = who[order], theme[order], opened[order]
    writing, count = world.causes.writing, len(who)
    priority = np.searchsorted((0.25, 0.80, 0.95), rng.random(count), side="right").astype(np.int64)
    wait = writing.reply_hours / 24 * np.exp(rng.normal(0.0, 1.1, count))
    wait *= by_code((2.2, 1.2, 0.7, 0.4), priority)
    return _answered(world, rng, who=who, theme=theme, opened=opened, wait=wait, priority=priority)


def _opened(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Tickets of every origin, those after the customer's leaving left out."""
    parts = (_volume(world, rng), _sync(world, rng), _invoices(world, rng))
    who = np.concatenate([part[0] for part in parts])
    theme = np.concatenate([part[1] for part in parts])
    opened = np.concatenate([part[2] for part in parts])
    shown = opened < world.until[who]
    return who[shown], theme[shown], opened[shown]


def _volume(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Tickets in the season's rhythm on the themes that come with volume."""
    accounts, pace, writing = world.accounts, world.clocks.tickets, world.causes.writing
    yearly = np.where(accounts.pays, by_code(writing.yearly, accounts.size), writing.free_yearly)
    begin, end = pace.read(accounts.signed), pace.read(world.until)
    rate = yearly / 365.0 * world.fates.trouble.talk * np.where(accounts.arrivals.strategic, 3.0, 1.0)
    counts = rng.poisson(rate * np.maximum(end - begin, 0.0))
    who = repeat_index(counts)
    opened = pace.when(begin[who] + rng.random(len(who)) * (end - begin)[who])
    # Every theme whose weight is 0 has its own cause, and a small share of chance.
    weights = np.array([theme.weight or 0.02 for theme in THEMES])
    theme = np.searchsorted(np.cumsum(weights / weights.sum())[:-1], rng.random(len(who)), side="right")
    # Connector tickets need a connector.
    theme = np.where((theme == CODES[SYNC.name]), CODES["how to"], theme)
    return who, theme.astype(np.int64), np.maximum(at_office(rng, opened), accounts.signed[who] + 0.01)


def _sync(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    trouble, troubles = world.fates.trouble, world.causes.troubles
    yearly = world.causes.writing.sync_yearly
    return _burst(
        rng,
        has=trouble.sync & world.accounts.pays,
        first=trouble.sync_first,
        more=yearly * troubles.sync_days / 365,
        lasts=troubles.sync_days,
        code=CODES[SYNC.name],
    )


def _invoices(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    trouble, yearly = world.fates.trouble, world.causes.writing.invoice_yearly
    return _burst(
        rng,
        has=trouble.invoice & world.accounts.pays,
        first=trouble.invoice_first,
        more=yearly / 2,
        lasts=182.0,
        code=CODES[INVOICES.name],
    )


def _burst(  # noqa: PLR0913  all that a burst is made of
    rng: np.random.Generator, *, has: Bools, first: Floats, more: float, lasts: float, code: int
) -> tuple[Ints, Ints, Floats]:
    """A first ticket, and further ones while the trouble lasts."""
    counts = np.where(has, 1 + rng.poisson(more, len(has)), 0).astype(np.int64)
    who, rank = repeat_index(counts), rank_within(counts)
    later = at_office(rng, first[who] + 1.0 + rng.random(len(who)) * (lasts - 2.0))
    return who, np.full(len(who), code, dtype=np.int64), np.where(rank == 0, first[who], later)


def _answered(  # noqa: PLR0913  what a ticket has when it is opened
    world: World,
    rng: np.random.Generator,
    *,
    who: Ints,
    theme: Ints,
    opened: Floats,
    wait: Floats,
    priority: Ints,
) -> Desk:
    writing, count = world.causes.writing, len(who)
    end = float(world.setting.days)
    replied = np.where(rng.random(count) < writing.ignored, NEVER, opened + wait)
    slower = np.where(theme == CODES[SYNC.name], 4.0, 1.0)
    solved = replied + writing.solve_days * slower * np.exp(rng.normal(0.0, 1.2, count))
    again = (rng.random(count) < writing.reopened) & (solved < end)
    last = np.where(again, solved + rng.exponential(3.0, count) + 0.05, solved)
    return Desk(
        who=who,
        theme=theme,
        opened=opened,
        replied=replied,
        solved=solved,
        # Reopened and not yet solved again: the last solution so far is the first one.
        last_solved=np.where(last < end, last, solved),
        reopened=again.astype(np.int64),
        priority=priority,
    )


def tickets(world: World, help_desk: Desk, staff: People) -> Mapping[str, Column]:
    """One row per ticket; null where no reply, solution or rating had come by the end of the history."""
    rng, who = world.streams.of("ticket texts"), help_desk.who
    count = len(who)
    person = staff.someone(who, rng)
    known = happens(0.92, count, rng)
    category = pick([theme.category for theme in THEMES], help_desk.theme)
    category[happens(0.06, count, rng)] = None
    written = ticket_texts(help_desk.theme, rng)
    written[happens(0.02, count, rng)] = None
    return {
        "ticket_id": _ids(world, who),
        "customer_id": world.accounts.ids[who],
        "person_id": nullable(staff.ids[person], known & (staff.created[person] <= help_desk.opened)),
        "opened_at": world.instants(help_desk.opened),
        "first_public_reply_at": world.instants(help_desk.replied),
        "first_solved_at": world.instants(help_desk.solved),
        "last_solved_at": world.instants(help_desk.last_solved),
        "reopened": help_desk.reopened,
        "channel": pick(_CHANNELS, np.minimum(rng.geometric(0.5, count) - 1, 3)),
        "category": category,
        "priority": pick(_PRIORITIES, help_desk.priority),
        "text": written,
        "csat": _ratings(world, help_desk, rng),
    }


def _ids(world: World, who: Ints) -> Column:
    counts = np.bincount(who, minlength=len(world.accounts.ids))
    names = zip(world.accounts.ids[who].tolist(), rank_within(counts).tolist(), strict=True)
    return texts([f"T{name[1:]}-{number + 1}" for name, number in names])


def _ratings(world: World, help_desk: Desk, rng: np.random.Generator) -> Column:
    """One to five for about a third of the solved tickets, by satisfaction and by how long the reply took."""
    who, count = help_desk.who, len(help_desk.who)
    mood = satisfaction(world.causes, world.fates, world.exposures, who=who, days=help_desk.opened)
    finite = np.where(np.isfinite(help_desk.replied), help_desk.replied - help_desk.opened, 0.0)
    level = 4.0 + 0.6 * mood - 0.25 * np.log1p(finite * 8) + rng.normal(0.0, 0.8, count)
    rated = (happens(0.33, count, rng)) & (help_desk.solved < world.setting.days)
    return nullable(np.clip(np.rint(level), 1, 5).astype(np.int64), rated)
