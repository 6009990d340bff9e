"""The table `surveys`: NPS to a sample of people every quarter, CSAT and CES after tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER, constant, happens, nullable, texts
from holdfast.simulate.comments import comments
from holdfast.simulate.gaming import passed_over
from holdfast.simulate.local_time import office_hours, quarter_starts
from holdfast.simulate.satisfaction import satisfaction
from holdfast.simulate.surveys import answers, nps_scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Bools, Column, Floats, Ints, Texts
    from holdfast.simulate.rows.customers import People
    from holdfast.simulate.rows.tickets import Desk
    from holdfast.simulate.world import World

_COLUMNS = (
    "survey_id",
    "person_id",
    "customer_id",
    "kind",
    "sent_at",
    "answered_at",
    "score",
    "channel",
    "comment",
)
# Paying accounts in mid-quarter for each one aimed at on the end date, as growth and leaving make them.
_BASE = (0.06, 0.17, 0.27, 0.37, 0.46, 0.55, 0.63, 0.70, 0.77, 0.84, 0.90, 0.96)
_PEOPLE_EACH = 3.0
_PROMOTER = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """People asked for an NPS: which, when, how satisfied, what they would say, and who answers."""

    person: Ints
    who: Ints
    sent: Floats
    mood: Floats
    score: Ints
    answered: Bools


def surveys(world: World, staff: People, help_desk: Desk) -> Mapping[str, Column]:
    """One row per question sent; the score is null where nobody answered by the end of the history."""
    parts = (
        _nps(world, staff),
        _after_tickets(world, staff, help_desk, kind="csat"),
        _after_tickets(world, staff, help_desk, kind="ces"),
    )
    return {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS}


def ask_for_nps(world: World, staff: People) -> Asked:
    """The people of a cell that are asked, quarter by quarter, while their company pays."""
    rng, asking, setting = world.streams.of("nps"), world.causes.asking, world.setting
    edges = quarter_starts(setting.start, setting.end)
    count, quarters = len(staff.who), len(edges) - 1
    base = np.interp((np.arange(quarters) + 0.5) / quarters, (np.arange(12) + 0.5) / 12, _BASE)
    chance = np.minimum(asking.yearly_nps / 4 / (base * _PEOPLE_EACH), 0.8)
    draw = rng.random((count, quarters))
    days = edges[:-1] + np.floor(rng.random((count, quarters)) * np.diff(edges))
    days += office_hours(rng, count * quarters).reshape(count, quarters)
    begin = np.maximum(staff.created, world.accounts.signed[staff.who])
    there = (days > begin[:, None]) & (days < world.until[staff.who][:, None])
    person, quarter = np.nonzero((draw < chance) & there & world.accounts.pays[staff.who][:, None])
    who, sent = staff.who[person], days[person, quarter]
    mood = satisfaction(world.causes, world.fates, world.exposures, who=who, days=sent)
    score = nps_scores(asking, mood, rng)
    unwanted = passed_over(world.causes.gaming, asking, sent)
    left_out = (score < _PROMOTER) & (rng.random(len(score)) < unwanted)
    kept = np.flatnonzero(~left_out)
    answered = answers(asking, mood, rng)[kept]
    return Asked(person[kept], who[kept], sent[kept], mood=mood[kept], score=score[kept], answered=answered)


def _nps(world: World, staff: People) -> dict[str, Column]:
    asked, rng = ask_for_nps(world, staff), world.streams.of("nps answers")
    lag = np.minimum(np.exp(rng.normal(0.2, 1.1, len(asked.sent))), 20.0)
    at = np.where(asked.answered, asked.sent + lag, NEVER)
    said = (at < world.setting.days) & (happens(0.45, len(at), rng))
    return {
        "survey_id": _ids(world, asked.who, "N"),
        "person_id": staff.ids[asked.person],
        "customer_id": world.accounts.ids[asked.who],
        "kind": constant("nps", len(at)),
        "sent_at": world.instants(asked.sent),
        "answered_at": world.instants(at),
        "score": nullable(asked.score, at < world.setting.days),
        "channel": constant("email", len(at)),
        "comment": comments(world, who=asked.who, days=asked.sent, score=asked.score, said=said, rng=rng),
    }


def _after_tickets(world: World, staff: People, help_desk: Desk, *, kind: str) -> dict[str, Column]:
    """A question after some solved tickets: CSAT 1 to 5, CES 1 to 7 with 7 for no effort."""
    rng, asking = world.streams.of(kind), world.causes.asking
    share, steps, middle = (asking.csat, 5, 3.9) if kind == "csat" else (asking.ces, 7, 5.0)
    sent = help_desk.solved + 0.05
    chosen = np.flatnonzero((rng.random(len(sent)) < share) & (sent < world.setting.days))
    who, sent = help_desk.who[chosen], sent[chosen]
    mood = satisfaction(world.causes, world.fates, world.exposures, who=who, days=sent)
    score = np.clip(np.rint(middle + 0.7 * mood + rng.normal(0.0, 0.9, len(who))), 1, steps).astype(np.int64)
    at = np.where(answers(asking, mood, rng), sent + rng.exponential(1.0, len(who)), NEVER)
    person = staff.someone(who, rng)
    return {
        "survey_id": _ids(world, who, kind[:2].upper()),
        "person_id": nullable(staff.ids[person], staff.created[person] <= sent),
        "customer_id": world.accounts.ids[who],
        "kind": constant(kind, len(who)),
        "sent_at": world.instants(sent),
        "answered_at": world.instants(at),
        "score": nullable(score, at < world.setting.days),
        "channel": constant("email", len(who)),
        "comment": constant(None, len(who)),
    }


def _ids(world: World, who: Ints, prefix: str) -> Texts:
    """Ids by running number within the cell: rows of one customer need not lie side by side."""
    cell = world.streams.cell
    return texts([f"{prefix}{cell}-{number}" for number in range(len(who))])
