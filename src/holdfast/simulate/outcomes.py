"""What would have happened to the same customers without and with each cause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import SIZES
from holdfast.simulate.arrays import NEVER, pick
from holdfast.simulate.leaving import THEME_WITHIN_DAYS
from holdfast.simulate.onboarding import HELD_WITHIN_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.simulate.arrays import Bools, Floats, Instants, Texts
    from holdfast.simulate.world import World


@dataclass(frozen=True, slots=True)
class Question:
    """One cause as something to find out from the tables.

    Attributes:
        cause: Name of the exposure, a field of `Exposures`.
        name: Name in the truth.
        asks: The question in words.
        landmark: Days after signing until which the exposure is seen.
        horizon: Days after signing at which staying is counted.
    """

    cause: str
    name: str
    asks: str
    landmark: float
    horizon: float


QUESTIONS = (
    Question(
        "fast",
        "onboarding_within_10_days",
        "paying customers still there on day 11 after signing: onboarding call held within 10 local days"
        " or not; staying counted on day 90",
        HELD_WITHIN_DAYS + 1,
        90.0,
    ),
    Question(
        "reviewed",
        "monthly_review_calls",
        "paying customers still there on day 60 after signing: reviewed every month from then on or never;"
        " staying counted on day 240",
        60.0,
        240.0,
    ),
    Question(
        "sync",
        "theme_sync_errors",
        "paying customers that use the connector, still there on day 30 after signing: connector failing,"
        " which they write about within 28 days, or not; staying counted on day 210",
        THEME_WITHIN_DAYS,
        210.0,
    ),
    Question(
        "invoice",
        "theme_invoice_questions",
        "paying customers still there on day 30 after signing: invoice questions within 28 days or none;"
        " staying counted on day 210",
        THEME_WITHIN_DAYS,
        210.0,
    ),
    Question(
        "treated",
        "check_in_playbook",
        "customers assigned by lot: treated or held out; staying counted 180 days after the assignment",
        0.0,
        180.0,
    ),
)


@dataclass(frozen=True, slots=True)
class PotentialOutcomes:
    """One cell's customers under both arms of one cause, all else being equal.

    One row per customer to whom the question applies: there at the landmark, and with a horizon that lies
    within the history. Where a customer has not left within the history, the instant of leaving is NaT.

    Attributes:
        question: What is asked.
        customer_id: The customers.
        segment: Their size.
        group: "issue open" or "no issue open" on day 60 after signing.
        landmark: From when the outcome counts.
        horizon: When staying is counted.
        left_without: When the customer leaves without the exposure.
        left_with: When it leaves with it.
        exposed: The arm that the customer is really in.
        left: When it really leaves.
    """

    question: Question
    customer_id: Texts
    segment: Texts
    group: Texts
    landmark: Instants
    horizon: Instants
    left_without: Instants
    left_with: Instants
    exposed: Bools
    left: Instants

    @property
    def stays_without(self) -> Bools:
        """Still there at the horizon without the exposure."""
        return _stays(self.left_without, self.horizon)

    @property
    def stays_with(self) -> Bools:
        """Still there at the horizon with the exposure."""
        return _stays(self.left_with, self.horizon)

    @property
    def stays(self) -> Bools:
        """Really still there at the horizon."""
        return _stays(self.left, self.horizon)


def _stays(left: Instants, horizon: Instants) -> Bools:
    return np.isnat(left) | (left >= horizon)


def outcomes(world: World) -> Iterator[PotentialOutcomes]:
    """The potential outcomes of a cell, one value per question, in the order of `QUESTIONS`."""
    for question in QUESTIONS:
        yield _outcome(world, question)


def _outcome(world: World, question: Question) -> PotentialOutcomes:
    exposed: Bools = getattr(world.exposures, question.cause)
    landmark, horizon = _window(world, question)
    asked = _applies(world, question) & (world.left > landmark) & (horizon < world.setting.days)
    who = np.flatnonzero(asked)
    everyone = np.ones(len(exposed), dtype=bool)
    without, _ = world.leaving_under(replace(world.exposures, **{question.cause: ~everyone}))
    with_it, _ = world.leaving_under(replace(world.exposures, **{question.cause: everyone}))
    group = world.fates.trouble.issue_open.astype(np.int64)
    return PotentialOutcomes(
        question=question,
        customer_id=world.accounts.ids[who],
        segment=pick(SIZES, world.accounts.size)[who],
        group=pick(("no issue open", "issue open"), group)[who],
        landmark=world.instants(landmark[who]),
        horizon=world.instants(horizon[who]),
        left_without=world.instants(without[who]),
        left_with=world.instants(with_it[who]),
        exposed=exposed[who],
        left=world.instants(world.left[who]),
    )


def _window(world: World, question: Question) -> tuple[Floats, Floats]:
    if question.cause == "treated":
        day = np.full(len(world.left), world.causes.playbook.day)
        return day, day + question.horizon
    begin = world.accounts.signed
    # Local dates count: day 11 begins at its midnight.
    landmark = np.floor(begin) + question.landmark
    return landmark, np.floor(begin) + question.horizon


def _applies(world: World, question: Question) -> Bools:
    if question.cause == "treated":
        return world.takes_part
    applies = world.accounts.pays & (world.accounts.signed < NEVER)
    return applies & world.accounts.connected if question.cause == "sync" else applies
