"""Settle a holdout of a workspace: what `holdfast holdout settle` and the API answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.evidence.holdout.answers import holdout_record
from holdfast.evidence.holdout.lots import Drawn, Lot, misdrawn
from holdfast.evidence.holdout.settling import Experiment, Known
from holdfast.metrics.by_customer import assignments
from holdfast.records.holdout import HoldoutOutcome, HoldoutPlan
from holdfast.service.holdouts.facts import (
    customers_of,
    facts_of,
    known_outcome,
    refuse_uncountable,
    stratum_of,
)
from holdfast.service.holdouts.weeks import lot_of, misdrawn_weeks
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.by_customer import AssignedRow
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.holdout import Arm, Assignment
    from holdfast.service.holdouts.facts import Facts
    from holdfast.service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a play that only the table `assignments` knows is to be read.

    Attributes:
        outcome: What is compared.
        share: Part that was meant to be held out.
        before: Table whose rows from before adjust the outcome; empty for none.
        before_days: Days in which they are counted.
        strata: Segment columns to adjust for.
        matters: Smallest difference that would matter.
    """

    outcome: HoldoutOutcome
    share: float = 0.5
    before: str = ""
    before_days: int = 90
    strata: tuple[str, ...] = ()
    matters: float = 0.02


@dataclass(frozen=True, slots=True)
class Member:
    """One assigned customer."""

    customer: str
    arm: str
    day: date
    stratum: str = ""


def settle_holdout(workspace: Workspace, name: str, *, table: TablePlan | None = None) -> EvidenceRecord:
    """What became of a holdout.

    Args:
        workspace: Open.
        name: Id of a plan, or a play in the table `assignments`.
        table: How to read a play of the table; None takes who stays 90 days.

    Raises:
        InputError: There is neither, nobody was assigned, a customer is in twice, or an arm is empty.
        SourceError: A file or the engine failed.
    """
    return holdout_record(experiment_of(workspace, name, table=table), plan=name)


def experiment_of(workspace: Workspace, name: str, *, table: TablePlan | None = None) -> Experiment:
    """The rows that `settle_holdout` compares.

    Raises:
        InputError: See `settle_holdout`.
        SourceError: A file or the engine failed.
    """
    store = FileHoldouts(workspace.path.parent)
    with workspace.engine.snapshot():
        if name in store.ids():
            plan, log = store.plan(name), store.log(name)
            found = _experiment(workspace, plan, _members(workspace, log), changed=_changed(plan, log))
            return replace(found, drawn_late=_drawn_late(log))
        rows = assignments(workspace.engine, request_for(workspace, PAYING), name)
        if not rows:
            known = ", ".join(store.ids()) or "none was planned yet"
            raise InputError(
                f"holdout {name}",
                "there is no such plan, and no such play in the table assignments",
                f"one of: {known}",
                "Plan it with holdfast holdout plan",
            )
        read = table or TablePlan(HoldoutOutcome("stay"))
        read = replace(read, outcome=known_outcome(workspace, read.outcome))
        plan = _plan_of_table(name, rows, read)
        return _experiment(workspace, plan, _of_table(workspace, plan, rows), changed=0)


def lot_days(workspace: Workspace, name: str) -> dict[str, date]:
    """Of every assigned customer the local date of its lot; empty where nobody was assigned.

    Raises:
        InputError: A file of the plan cannot be read as one.
        SourceError: A file or the engine failed.
    """
    store = FileHoldouts(workspace.path.parent)
    if name in store.ids():
        return {one.customer: one.day for one in _members(workspace, store.log(name))}
    rows = assignments(workspace.engine, request_for(workspace, PAYING), name)
    return {one.customer_id: one.assigned_on for one in rows}


def _experiment(
    workspace: Workspace, plan: HoldoutPlan, members: Sequence[Member], *, changed: int
) -> Experiment:
    _refuse_twice(plan, members)
    known_outcome(workspace, plan.outcome)
    if plan.before:
        refuse_uncountable(plan.before)
    facts = facts_of(workspace, plan, {one.customer: one.day for one in members})
    is_held = np.array([one.arm == "holdout" for one in members], dtype=bool)
    used = facts.is_there & np.isfinite(facts.outcome)
    chosen = [one for one, is_used in zip(members, used, strict=True) if is_used]
    return Experiment(
        treatment=plan.title,
        wish=plan.outcome.wish,
        customers=np.array([one.customer for one in chosen], dtype=np.str_),
        treated=~is_held[used],
        outcome=facts.outcome[used],
        share=plan.share,
        settles_on=plan.settles_on,
        as_of=workspace.as_of,
        planned=plan.planned,
        matters=plan.matters,
        better=plan.outcome.better,
        before=_known(plan, facts, used),
        adjust=(_name_of_before(plan),) if plan.before else (),
        strata=np.array([one.stratum for one in chosen], dtype=np.str_) if plan.strata else None,
        clusters=_weeks(plan, chosen),
        missing=(int((~facts.is_there & ~is_held).sum()), int((~facts.is_there & is_held).sum())),
        pending=int((facts.is_there & ~np.isfinite(facts.outcome)).sum()),
        misdrawn=changed,
    )


def _known(
    plan: HoldoutPlan, facts: Facts, used: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Known, ...]:
    return (Known(_name_of_before(plan), facts.before[used]),) if plan.before else ()


def _name_of_before(plan: HoldoutPlan) -> str:
    return f"{plan.before} in the {plan.before_days} days before"


def _weeks(plan: HoldoutPlan, members: Sequence[Member]) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
    if plan.unit != "week":
        return None
    _, codes = np.unique([one.stratum for one in members], return_inverse=True)
    return np.asarray(codes, dtype=np.int64)


def _members(workspace: Workspace, log: Sequence[Assignment]) -> list[Member]:
    zone = ZoneInfo(workspace.time_zone)
    return [
        Member(one.customer_id, one.arm, one.assigned_at.astimezone(zone).date(), one.stratum) for one in log
    ]


def _changed(plan: HoldoutPlan, log: Sequence[Assignment]) -> int:
    """Rows of the log that the lot did not draw."""
    lot = lot_of(plan)
    if plan.unit == "week":
        return len(misdrawn_weeks(lot, log))
    return len(misdrawn(lot, [Drawn(one.customer_id, one.stratum, one.arm) for one in log]))


def _drawn_late(log: Sequence[Assignment]) -> int:
    return sum(one.recorded_at - one.assigned_at > timedelta(days=1) for one in log)


def _plan_of_table(name: str, rows: Sequence[AssignedRow], table: TablePlan) -> HoldoutPlan:
    days = [one.assigned_on for one in rows]
    return HoldoutPlan(
        id=name,
        title=name,
        outcome=table.outcome,
        starts=min(days),
        until=max(days) + timedelta(days=1),
        share=Lot(name, 0, table.share).share,
        strata=table.strata,
        before=table.before,
        before_days=table.before_days,
        matters=table.matters,
        planned=len(rows),
    )


def _of_table(workspace: Workspace, plan: HoldoutPlan, rows: Sequence[AssignedRow]) -> list[Member]:
    arms: dict[str, Arm] = {"treated": "treated", "holdout": "holdout"}
    unknown = next((one for one in rows if one.arm not in arms), None)
    if unknown is not None:
        found = f"its arm is {unknown.arm!r}"
        raise InputError(f"assignments, customer {unknown.customer_id}", found, "treated or holdout")
    strata = {}
    if plan.strata:
        strata = {
            one.customer_id: stratum_of(plan.strata, one.segment)
            for one in customers_of(workspace, by=plan.strata)
        }
    return [
        Member(one.customer_id, one.arm, one.assigned_on, strata.get(one.customer_id, "")) for one in rows
    ]


def _refuse_twice(plan: HoldoutPlan, members: Sequence[Member]) -> None:
    if not members:
        raise InputError(
            f"holdout {plan.id}", "nobody was assigned yet", "customers in both arms", "Assign some first"
        )
    [(customer, times)] = Counter(one.customer for one in members).most_common(1)
    if times > 1:
        raise InputError(
            f"customer {customer}", f"it is assigned {times} times in {plan.id}", "each customer once"
        )
