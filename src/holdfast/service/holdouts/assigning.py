"""Assign customers of a workspace to the arms of a plan: what `holdfast holdout assign` and the API do."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.evidence.holdout.lots import Drawn, draw
from holdfast.metrics.departures import pays_through
from holdfast.metrics.periods import day_start
from holdfast.records.holdout import Assignment
from holdfast.service.holdouts.facts import customers_of, paid, stratum_of
from holdfast.service.holdouts.weeks import arm_of_week, lot_of, week_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from holdfast.metrics.by_customer import Signing
    from holdfast.records.holdout import HoldoutPlan
    from holdfast.service.workspace import Workspace

    Spans = Mapping[str, tuple[tuple[date, date | None], ...]]


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment left behind.

    Attributes:
        plan: Of the holdout.
        new: Customers that were drawn now, in the order of the lot.
        asked: Everybody that was asked for with the arm it has, drawn now or before.
        treated: Customers in the treated arm altogether.
        held_out: Customers in the holdout altogether.
    """

    plan: HoldoutPlan
    new: tuple[Assignment, ...]
    asked: tuple[Assignment, ...]
    treated: int
    held_out: int


def assign_holdout(
    workspace: Workspace,
    name: str,
    *,
    on: date,
    recorded_at: datetime,
    customers: Sequence[str] | None = None,
) -> Assigned:
    """Give customers an arm; who has one keeps it.

    What is drawn is on the disk when this returns, and the same question again gives the same answer.

    Args:
        workspace: Open.
        name: Id of the plan.
        on: Local date from which on the assignment counts.
        recorded_at: Now, aware UTC.
        customers: Whom to assign; None takes everybody the plan is about.

    Raises:
        InputError: There is no such plan, the day lies outside of its days, a customer is not one of those
            the plan is about, is given twice, or has a stratum that the plan does not know.
        SourceError: A file or the engine failed.
    """
    store = FileHoldouts(workspace.path.parent)
    plan = store.plan(name)
    _refuse_day(plan, on)
    wanted = _wanted(workspace, plan, customers)
    at = _instant(on, recorded_at, workspace.time_zone)
    with store.alone():
        log = store.log(name)
        new = tuple(
            Assignment(one.customer, one.arm, one.stratum, at, recorded_at, plan.id, plan.seed)
            for one in _drawn(plan, wanted, log)
        )
        store.append(name, new)
    every = (*log, *new)
    arms = Counter(one.arm for one in every)
    asked = tuple(one for one in every if one.customer_id in wanted)
    return Assigned(plan, new, asked, arms["treated"], arms["holdout"])


def _instant(on: date, recorded_at: datetime, zone: str) -> datetime:
    """Now where it counts from today; else the start of the day.

    Raises:
        InputError: The day has not come.
    """
    today = recorded_at.astimezone(ZoneInfo(zone)).date()
    if on > today:
        raise InputError("--on", f"{on} has not come", f"{today} or a day before")
    return recorded_at if on == today else day_start(on, zone).replace(tzinfo=UTC)


def _drawn(plan: HoldoutPlan, wanted: Mapping[str, str], log: Sequence[Assignment]) -> tuple[Drawn, ...]:
    lot = lot_of(plan)
    if plan.unit == "week":
        has_arm = {one.customer_id for one in log}
        return tuple(
            Drawn(customer, week, arm_of_week(lot, week))
            for customer, week in sorted(wanted.items())
            if customer not in has_arm
        )
    return draw(lot, wanted, [Drawn(one.customer_id, one.stratum, one.arm) for one in log])


def _wanted(workspace: Workspace, plan: HoldoutPlan, customers: Sequence[str] | None) -> dict[str, str]:
    """Customers with their strata: those that were named, or all that the plan is about."""
    with workspace.engine.snapshot():
        known = {
            one.customer_id: one
            for one in customers_of(workspace, by=plan.strata, filters=dict(plan.filters))
        }
        spans = paid(workspace) if plan.who == "paying" else {}
    if customers is None:
        chosen = [one for one in known.values() if _why_not(plan, one, spans, workspace.as_of) == ""]
    else:
        chosen = [_named(plan, one, known, spans, workspace.as_of) for one in _once(customers)]
    return {one.customer_id: _stratum(plan, one) for one in chosen}


def _stratum(plan: HoldoutPlan, customer: Signing) -> str:
    return week_of(customer.signed_on) if plan.unit == "week" else stratum_of(plan.strata, customer.segment)


def _why_not(plan: HoldoutPlan, customer: Signing, spans: Spans, as_of: date) -> str:
    """Why the plan is not about a customer; empty where it is."""
    if plan.who == "new":
        day = customer.signed_on
        return "" if plan.starts <= day < plan.until else f"it signed on {day}"
    own = spans.get(customer.customer_id, ())
    if not own:
        return "it never paid"
    return "" if pays_through(own, as_of) else "it has left"


def _named(plan: HoldoutPlan, name: str, known: Mapping[str, Signing], spans: Spans, as_of: date) -> Signing:
    if name not in known:
        found = "it is not among the customers" + (" that the plan lets through" if plan.filters else "")
        raise InputError(f"customer {name}", found, "a customer of the data", "Look at how it is written")
    reason = _why_not(plan, known[name], spans, as_of)
    if reason:
        wanted = f"one that signs from {plan.starts} on" if plan.who == "new" else "one that pays"
        raise InputError(f"customer {name}", reason, wanted, "Leave it out")
    return known[name]


def _once(customers: Sequence[str]) -> Sequence[str]:
    if not customers:
        raise InputError("customers", "none was given", "at least one")
    [(customer, times)] = Counter(customers).most_common(1)
    if times > 1:
        raise InputError(f"customer {customer}", f"it is given {times} times", "each customer once")
    return customers


def _refuse_day(plan: HoldoutPlan, on: date) -> None:
    if not plan.starts <= on < plan.until:
        raise InputError(
            f"holdout {plan.id}",
            f"{on} is not one of its days",
            f"a day from {plan.starts} up to, not including, {plan.until}",
            "Make another plan: who is assigned later would be settled too early",
        )
