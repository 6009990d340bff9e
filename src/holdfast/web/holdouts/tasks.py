"""Jobs of holdouts: they read the company's data, which no page does."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django_tasks import task

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import HoldfastError
from holdfast.service.holdouts.assigning import assign_holdout
from holdfast.service.holdouts.planning import plan_holdout
from holdfast.service.holdouts.settling import settle_holdout
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.holdouts.actions import record_assigned, record_failure, record_settled
from holdfast.web.holdouts.planning import HoldoutAsked, plan_question, record_planned
from holdfast.web.measurements.measuring import told, workspace


@task()
def plan(name: str, title: str, days: int, matters: float, left_alone: float) -> None:
    """Write a plan. Run twice, the second finds that it is written."""
    now = clock.now()
    actor, asked = Actor(None, "job", now), HoldoutAsked(title, days, matters, left_alone)
    try:
        with workspace() as opened:
            if name in FileHoldouts(opened.path.parent).ids():
                return
            today = now.astimezone(ZoneInfo(opened.time_zone)).date()
            _, found = plan_holdout(opened, plan_question(name, asked, starts=today), planned_at=now)
    except HoldfastError as error:
        record_failure(actor, name, told(error))
        return
    record_planned(actor, name, found.sentence)


@task()
def assign_customers(name: str, customers: list[str] | None) -> None:
    """Give customers an arm. Run twice, the second finds that they have one."""
    now = clock.now()
    actor = Actor(None, "job", now)
    try:
        with workspace() as opened:
            today = now.astimezone(ZoneInfo(opened.time_zone)).date()
            found = assign_holdout(opened, name, on=today, recorded_at=now, customers=customers)
    except HoldfastError as error:
        record_failure(actor, name, told(error))
        return
    record_assigned(actor, name, drawn=len(found.new), treated=found.treated, held_out=found.held_out)


@task()
def settle(name: str) -> None:
    """Say what became of a holdout by the data as they are now."""
    actor = Actor(None, "job", clock.now())
    try:
        with workspace() as opened:
            found = settle_holdout(opened, name)
    except HoldfastError as error:
        record_failure(actor, name, told(error))
        return
    record_settled(actor, name, found.to_dict())
