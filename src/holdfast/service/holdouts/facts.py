"""What the data say of customers from a given day of each on: outcome, what was before, stratum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.metrics.by_customer import days_of, signings
from holdfast.metrics.departures import paid_days, pays_through
from holdfast.service.link_tables import PAYING
from holdfast.service.linking import SIGNING
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.panels import COVARIATES, panel_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.metrics.by_customer import Signing
    from holdfast.records.holdout import HoldoutOutcome, HoldoutPlan
    from holdfast.service.workspace import Workspace

    Reals = NDArray[np.float64]

NONE_KNOWN = np.nan
EVERY_ROW = 50_000_000
"""An experiment is never sampled: each customer of a log is looked up."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of customers, in the order given; all arrays of one length.

    Attributes:
        outcome: The outcome; NaN where it is not known yet.
        is_there: The data know the customer, and its outcome had not come before its day.
        before: Rows of the plan's table before the day; empty array where the plan has none.
    """

    outcome: Reals
    is_there: NDArray[np.bool_]
    before: Reals


def customers_of(
    workspace: Workspace,
    *,
    by: tuple[str, ...] = (),
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Signing, ...]:
    """Customers that signed, with their segments.

    Raises:
        InputError: There is no table of customers, or no such segment.
        SourceError: The engine failed.
    """
    # Of the metric only the catalogue is used: the request carries zone, segments and filters.
    request = request_for(workspace, PAYING, by=by, filters=filters or {})
    return signings(workspace.engine, request)


def stratum_of(columns: Sequence[str], values: Sequence[str]) -> str:
    """A stratum in words: ``size=large, region=eu``; empty without columns."""
    return ", ".join(f"{name}={value}" for name, value in zip(columns, values, strict=True))


def paid(workspace: Workspace) -> Mapping[str, tuple[tuple[date, date | None], ...]]:
    """Of every customer that ever paid the spans that it paid for.

    Raises:
        InputError: Subscriptions are not mapped.
        SourceError: The engine failed.
    """
    return paid_days(workspace.engine, request_for(workspace, PAYING))


def known_outcome(workspace: Workspace, outcome: HoldoutOutcome) -> HoldoutOutcome:
    """The outcome, of a metric with the days of its window and the direction that is good.

    Raises:
        InputError: The days are none, the metric is no share of new customers with a window, or the table's
            rows cannot be counted.
    """
    if outcome.days < 1:
        raise InputError("days", f"{outcome.days} were given", "at least 1")
    if outcome.counted == "count":
        refuse_uncountable(outcome.name)
    if outcome.counted == "metric":
        card = card_as_asked(workspace, outcome.name, dict(outcome.parameters))
        if card.window_days is None or not card.population.startswith(SIGNING):
            raise InputError(
                outcome.name,
                "its customers are not followed from their signing",
                "a share of new customers with a window, such as onboarding_completed",
                "Choose another, or compare who stays or a count",
            )
        return replace(outcome, days=card.window_days + 1, better=card.better)
    return outcome


def refuse_uncountable(table: str) -> None:
    """Refuses a table whose rows have no customer or instant.

    Raises:
        InputError: It is none of those that can be counted.
    """
    if table not in COVARIATES:
        expected = f"one of {', '.join(sorted(COVARIATES))}"
        raise InputError("count", f"{table!r} cannot be counted", expected, "Choose one of them")


def facts_of(workspace: Workspace, plan: HoldoutPlan, days: Mapping[str, date]) -> Facts:
    """The facts of customers, each from its own day on.

    Args:
        workspace: Open.
        plan: What is compared, and what is known from before.
        days: Customers and the day on which the lot was drawn.

    Raises:
        InputError: A table is missing.
        SourceError: The engine failed.
    """
    outcome = plan.outcome
    match outcome.counted:
        case "stay":
            found, there = _stays(workspace, outcome, days)
        case "metric":
            found, there = _reached(workspace, outcome, days)
        case "count":
            found, there = _counted(workspace, outcome, days)
    before = _before(workspace, plan, days) if plan.before else np.empty(0)
    return Facts(found, there, before)


def _stays(
    workspace: Workspace, outcome: HoldoutOutcome, days: Mapping[str, date]
) -> tuple[Reals, NDArray[np.bool_]]:
    spans, later = paid(workspace), timedelta(days=outcome.days)
    values, there = [], []
    for customer, day in days.items():
        own = spans.get(customer, ())
        stays = float(pays_through(own, day + later))
        values.append(stays if day + later <= workspace.as_of else NONE_KNOWN)
        there.append(bool(own))
    return np.array(values, dtype=np.float64), np.array(there, dtype=bool)


def _reached(
    workspace: Workspace, outcome: HoldoutOutcome, days: Mapping[str, date]
) -> tuple[Reals, NDArray[np.bool_]]:
    panel = panel_of(workspace, outcome.name, parameters=dict(outcome.parameters), most_rows=EVERY_ROW)
    rows = {row.customer_id: row for row in panel.rows}
    values, there = [], []
    for customer, day in days.items():
        row = rows.get(customer)
        known = row is not None and row.outcome is not None
        values.append(float(bool(row.outcome)) if row is not None and known else NONE_KNOWN)
        # What came before the lot, the lot cannot have changed: such customers are in neither arm.
        came_before = row is not None and bool(row.outcome) and row.anchored_on + timedelta(row.days) < day
        there.append(row is not None and not came_before)
    return np.array(values, dtype=np.float64), np.array(there, dtype=bool)


def _counted(
    workspace: Workspace, outcome: HoldoutOutcome, days: Mapping[str, date]
) -> tuple[Reals, NDArray[np.bool_]]:
    span = timedelta(days=outcome.days)
    counts = _between(workspace, outcome.name, days, first=0, last=outcome.days)
    is_known = np.array([day + span <= workspace.as_of for day in days.values()], dtype=bool)
    known = {one.customer_id for one in customers_of(workspace)}
    there = np.array([customer in known for customer in days], dtype=bool)
    return np.where(is_known, counts, NONE_KNOWN), there


def _before(workspace: Workspace, plan: HoldoutPlan, days: Mapping[str, date]) -> Reals:
    return _between(workspace, plan.before, days, first=-plan.before_days, last=0)


def _between(workspace: Workspace, table: str, days: Mapping[str, date], *, first: int, last: int) -> Reals:
    """Rows of a table from a day of each customer up to another, counted from its own day."""
    if not days:
        return np.empty(0)
    place = {customer: number for number, customer in enumerate(days)}
    own = list(days.values())
    start = min(own) + timedelta(days=first)
    request = request_for(workspace, PAYING)
    counts = np.zeros(len(own))
    for customer, day, count in days_of(workspace.engine, request, table, COVARIATES[table], start=start):
        at = place.get(customer)
        if at is not None and first <= (day - own[at]).days < last:
            counts[at] += count
    return counts
