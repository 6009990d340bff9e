"""Plan a holdout in a workspace: how large it has to be by the company's own figures, and write it down."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.evidence.holdout.answers import sizing_record
from holdfast.evidence.holdout.lots import Lot, seed_of_plan
from holdfast.evidence.holdout.sizing import USUAL_LIKENESS, WEEKS, SizingQuestion
from holdfast.metrics.departures import pays_through
from holdfast.records.holdout import HoldoutPlan
from holdfast.service.holdouts.facts import (
    customers_of,
    facts_of,
    known_outcome,
    paid,
    refuse_uncountable,
    stratum_of,
)
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from numpy.typing import NDArray

    from holdfast.metrics.by_customer import Signing
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.holdout import HoldoutOutcome, Unit, Who
    from holdfast.service.workspace import Workspace

    Spans = Mapping[str, tuple[tuple[date, date | None], ...]]

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
MOST_STRATA = 60
YEAR = 365
LEAST_PAST = 30
"""Customers of the past from whom a value and a correlation are taken."""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What somebody wants to try.

    Attributes:
        name: Short name: small letters, digits and hyphens.
        title: What the treated get, in words (``a check-in call``).
        outcome: What is compared.
        matters: Smallest difference that would matter, in the outcome's unit.
        starts: First local date of assigning.
        until: Local date after the last; None takes as many weeks as are needed, at least one and at most
            four quarters.
        share: Part that is held out.
        unit: What the lot draws.
        who: All paying customers, or those who sign from the start on.
        strata: Segment columns to balance.
        filters: Segment columns and the values let through.
        before: Table whose rows from before adjust the outcome; empty for none.
        before_days: Days in which they are counted.
    """

    name: str
    title: str
    outcome: HoldoutOutcome
    matters: float
    starts: date
    until: date | None = None
    share: float = 0.5
    unit: Unit = "customer"
    who: Who = "paying"
    strata: tuple[str, ...] = ()
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: str = ""
    before_days: int = 90


def plan_holdout(
    workspace: Workspace, question: PlanQuestion, *, planned_at: datetime
) -> tuple[HoldoutPlan, EvidenceRecord]:
    """Size a holdout by the company's past, and write its plan into the workspace; it does not change again.

    Raises:
        InputError: A name, share, column or outcome cannot be, there is a plan of that name, or the past has
            no outcome to go by.
        SourceError: A file or the engine failed.
    """
    plan, record = proposed_holdout(workspace, question)
    plan = replace(plan, planned_at=planned_at)
    FileHoldouts(workspace.path.parent).add(plan)
    return plan, record


def proposed_holdout(workspace: Workspace, question: PlanQuestion) -> tuple[HoldoutPlan, EvidenceRecord]:
    """The same, written nowhere.

    Raises:
        InputError: See `plan_holdout`.
        SourceError: The engine failed.
    """
    question = replace(question, outcome=known_outcome(workspace, question.outcome))
    _refuse_impossible(question)
    plan = _plan(question)
    with workspace.engine.snapshot():
        customers = customers_of(workspace, by=question.strata, filters=dict(question.filters))
        spans = paid(workspace) if question.who == "paying" else {}
        past = _past(workspace, plan, customers, spans)
    there = sum(pays_through(spans.get(one.customer_id, ()), workspace.as_of) for one in customers)
    weekly = _weekly(customers, workspace.as_of)
    sizing = _sizing(question, past, available=there, weekly=weekly)
    record = sizing_record(sizing)
    until = question.until or question.starts + timedelta(weeks=_weeks(record))
    weeks = (until - question.starts).days / 7
    strata = {stratum_of(question.strata, one.segment) for one in customers} if question.strata else set()
    _refuse_many(question, strata)
    return (
        replace(
            plan,
            until=until,
            known=tuple(sorted(strata)),
            planned=sizing.available + round(sizing.weekly * weeks),
        ),
        record,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """Outcomes of the past, and what was known before each."""

    outcome: NDArray[np.float64]
    before: NDArray[np.float64]

    @property
    def correlation(self) -> float:
        if not len(self.before) or not self.outcome.std() or not self.before.std():
            return 0.0
        return float(np.corrcoef(self.outcome, self.before)[0, 1])


def _plan(question: PlanQuestion) -> HoldoutPlan:
    return HoldoutPlan(
        id=question.name,
        title=question.title,
        outcome=question.outcome,
        starts=question.starts,
        until=question.until or question.starts + timedelta(days=1),
        share=Lot(question.name, 0, question.share).share,
        unit=question.unit,
        who=question.who,
        strata=question.strata,
        filters=question.filters,
        before=question.before,
        before_days=question.before_days,
        matters=question.matters,
        seed=seed_of_plan(question.name),
    )


def _past(workspace: Workspace, plan: HoldoutPlan, customers: tuple[Signing, ...], spans: Spans) -> _Past:
    """What would have come of an experiment that had been settled today."""
    day = workspace.as_of - timedelta(days=plan.outcome.days + 1)
    if plan.who == "new":
        days = {
            one.customer_id: one.signed_on
            for one in customers
            if day - timedelta(days=YEAR) <= one.signed_on <= day
        }
    else:
        # Who had left by then could not have been assigned.
        stood = {who for who, own in spans.items() if pays_through(own, day)}
        days = {one.customer_id: day for one in customers if one.customer_id in stood}
    facts = facts_of(workspace, plan, days)
    used = facts.is_there & np.isfinite(facts.outcome)
    if int(used.sum()) < LEAST_PAST:
        raise InputError(
            f"holdout {plan.id}",
            f"of {int(used.sum())} customers the past knows what is compared",
            f"at least {LEAST_PAST}",
            "Choose another outcome or fewer days, or size it by typed numbers with holdfast holdout size",
        )
    return _Past(facts.outcome[used], facts.before[used] if len(facts.before) else facts.before)


def _sizing(question: PlanQuestion, past: _Past, *, available: int, weekly: float) -> SizingQuestion:
    is_share = question.outcome.counted != "count"
    base = float(past.outcome.mean())
    if is_share and base in {0.0, 1.0}:
        raise InputError(
            question.name,
            f"{'all' if base else 'none'} of {len(past.outcome):,} customers of the past had the outcome",
            "an outcome that differs from customer to customer",
            "Choose another outcome or more days",
        )
    if not is_share and not float(past.outcome.std()):
        raise InputError(
            question.name, "nobody differs from anybody", "a count that differs", "Choose another"
        )
    return SizingQuestion(
        base=base,
        change=question.matters,
        deviation=None if is_share else float(past.outcome.std()),
        unit="share" if is_share else "count",
        available=available if question.who == "paying" else 0,
        weekly=weekly,
        held_out=question.share,
        correlation=past.correlation,
        likeness=USUAL_LIKENESS,
        by_week=question.unit == "week",
    )


def _weekly(customers: tuple[Signing, ...], as_of: date) -> float:
    first = as_of - timedelta(weeks=WEEKS)
    return sum(first <= one.signed_on < as_of for one in customers) / WEEKS


def _weeks(record: EvidenceRecord) -> int:
    """A week at least, so that everybody can be assigned; a year at most."""
    weeks = record.figure("weeks")
    return 4 * WEEKS if weeks is None else int(min(max(1.0, weeks), 4 * WEEKS))


def _refuse_impossible(question: PlanQuestion) -> None:
    if not NAME.fullmatch(question.name):
        expected = "small letters, digits and hyphens, at most 60"
        raise InputError("name", f"{question.name!r} was given", expected, "Write for example check-in-call")
    if question.until is not None and question.until <= question.starts:
        raise InputError("--until", f"{question.until} was given", f"a day after {question.starts}")
    if question.unit == "week" and question.who != "new":
        raise InputError(
            "--by-week", "customers that signed long ago are in no week to come", "new customers", "Add --new"
        )
    if question.unit == "week" and question.strata:
        raise InputError("--balance", "whole weeks are drawn", "no columns", "Leave it out")
    if question.before:
        refuse_uncountable(question.before)
    if question.before_days < 1:
        raise InputError("--before-days", f"{question.before_days} were given", "at least 1")


def _refuse_many(question: PlanQuestion, strata: set[str]) -> None:
    if len(strata) > MOST_STRATA:
        raise InputError(
            "--balance",
            f"{', '.join(question.strata)} make {len(strata)} kinds of customers",
            f"at most {MOST_STRATA}",
            "Name fewer columns",
        )
