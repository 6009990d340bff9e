"""The start that shares and durations have in common: from rows to days between anchor and outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day

if TYPE_CHECKING:
    from holdfast.metrics.forms.journey import Journey
    from holdfast.metrics.forms.model import Outcome
    from holdfast.metrics.plan import Plan


def gaps(  # noqa: PLR0913 - the journey, and what may be there already
    plan: Plan,
    journey: Journey,
    dialect: str,
    *,
    window: int,
    steps: sql.Query | None = None,
    occurrences: sql.Query | None = None,
) -> sql.Query:
    """Steps up to ``gaps`` (customer_id, anchored_on, gap, followed, segments): one row per entity.

    A gap is in days and null where no outcome is known yet; followed are the days up to the last day of the
    data. Rows whose own outcome lies before their anchor are left out: they are mistakes.

    Args:
        plan: For periods, cuts and the as-of date.
        journey: Entities and outcomes.
        dialect: SQLGlot's name of it.
        window: Days, for outcomes that count from before the anchor on.
        steps: A query with steps that the occurrences rest on.
        occurrences: Rows of customer_id and occurred_at, in place of those that the journey names.
    """
    with_members = members.with_own_members if _is_of_customers(journey) else members.with_members
    steps = with_members(sql.select() if steps is None else steps, plan)
    steps = steps.with_("anchors", as_=_anchors(plan, journey))
    if not journey.is_one_row:
        reaching = _occurrences(plan, journey) if occurrences is None else occurrences
        steps = steps.with_("occurrences", as_=reaching)
        steps = steps.with_("outcomes", as_=_outcomes(plan, journey, dialect, window))
    return steps.with_("gaps", as_=_gaps(plan, journey, dialect))


def _is_of_customers(journey: Journey) -> bool:
    """Segments stand in the population's own table, so that nothing has to be joined."""
    return journey.population.table == "customers"


def _anchors(plan: Plan, journey: Journey) -> sql.Query:
    """Rows of entity, customer_id, anchored_at, segments, and reached_at where it is of the same row."""
    table, at = journey.population.table, sql.column(journey.population.at, journey.population.table)
    entity, customer = sql.column(journey.identity, table), sql.column(members.CUSTOMER, table)
    anchor = exp.Min(this=at) if journey.is_first else at
    found = sql.select(
        sql.named(entity, "entity"), sql.named(customer, "customer_id"), sql.named(anchor, "anchored_at")
    ).from_(table)
    found = _among_members(found, plan, journey).where(
        sql.before(at.copy(), plan.as_of), *(sql.holds(c, plan, table) for c in journey.population.where)
    )
    if journey.is_one_row:
        own = _own_outcome(plan, journey)
        found = found.select(sql.named(own, "reached_at")).where(_is_possible(journey))
    if journey.is_first:
        return found.group_by(entity.copy(), customer.copy(), *_segment_columns(plan, journey)).having(
            calendar_table.in_periods(plan, anchor)
        )
    return found.where(calendar_table.in_periods(plan, at))


def _among_members(query: sql.Query, plan: Plan, journey: Journey) -> sql.Query:
    if _is_of_customers(journey):
        return members.of_customers(query, plan)
    joined = query.select(*members.member_columns(plan))
    return members.join_members(joined, plan, journey.population.table)


def _segment_columns(plan: Plan, journey: Journey) -> list[exp.Expr]:
    if plan.cells or not _is_of_customers(journey):
        return members.member_columns(plan)
    return [segment.this.copy() for segment in members.segments(plan)]


def _own_outcome(plan: Plan, journey: Journey) -> exp.Expr:
    """The earliest outcome that stands in the row of the anchor; null where none is known yet."""
    instants = [_own_instant(plan, outcome) for outcome in journey.outcomes]
    if len(instants) == 1:
        return instants[0]
    return exp.Least(this=instants[0], expressions=instants[1:], ignore_nulls=True)


def _own_instant(plan: Plan, outcome: Outcome) -> exp.Expr:
    at = sql.column(outcome.at, outcome.table)
    happened = [sql.before(at, plan.as_of), *(sql.holds(c, plan, outcome.table) for c in outcome.where)]
    return sql.case((sql.all_of(*happened), at.copy()))


def _is_possible(journey: Journey) -> exp.Expr:
    """No outcome of the row lies before its anchor."""
    at = sql.column(journey.population.at, journey.population.table)
    ways = []
    for outcome in journey.outcomes:
        reached = sql.column(outcome.at, outcome.table)
        unknown = exp.Is(this=reached, expression=exp.Null())
        ways.append(sql.paren(sql.any_of(unknown, exp.GTE(this=reached.copy(), expression=at.copy()))))
    return sql.all_of(*ways)


def _occurrences(plan: Plan, journey: Journey) -> sql.Query:
    """Whatever may reach somebody: customer and instant."""
    found = [_of_one_table(plan, outcome, journey.customer) for outcome in journey.outcomes]
    return sql.union_all(*found) if len(found) > 1 else found[0]


def _of_one_table(plan: Plan, outcome: Outcome, customer: str) -> sql.Query:
    at = sql.column(outcome.at)
    return (
        sql.select(sql.named(sql.column(customer), "customer_id"), sql.named(at, "occurred_at"))
        .from_(outcome.table)
        .where(
            sql.before(at.copy(), plan.as_of), *(sql.holds(condition, plan) for condition in outcome.where)
        )
    )


def _outcomes(plan: Plan, journey: Journey, dialect: str, window: int) -> sql.Query:
    """The earliest occurrence that counts for each entity, or the one that makes up the number it takes."""
    occurred = sql.column("occurred_at", "occurrences")
    count = journey.count if isinstance(journey.count, int) else int(plan.number(journey.count))
    if journey.since == "ever":
        return _reached(sql.select(sql.column("customer_id")).from_("occurrences"), occurred, count)
    anchored = sql.column("anchored_at", "anchors")
    joined = (
        sql.select(sql.column("entity", "anchors"))
        .from_("anchors")
        .join("occurrences", on=_same("customer_id", "occurrences"))
    )
    if journey.since == "anchor":
        counted = joined.where(exp.GTE(this=occurred.copy(), expression=anchored))
        return _reached(counted, occurred, count)
    anchored_on, occurred_on = (local_day(plan, moment.copy(), dialect) for moment in (anchored, occurred))
    gap = sql.days_between(anchored_on, occurred_on, dialect)
    counted = joined.where(exp.GTE(this=gap, expression=sql.whole(-window)))
    return _reached(counted, occurred, count)


def _reached(rows: sql.Query, occurred: exp.Expr, count: int) -> sql.Query:
    """Of rows that are selected by one key, the instant at which the last of so many occurred."""
    [key] = rows.columns
    if count == 1:
        return rows.select(sql.named(exp.Min(this=occurred), "reached_at")).group_by(key.copy())
    number = exp.Window(
        this=exp.RowNumber(),
        partition_by=[key.copy()],
        order=exp.Order(expressions=[exp.Ordered(this=occurred.copy(), nulls_first=False)]),
    )
    numbered = rows.select(sql.named(occurred, "reached_at"), sql.named(number, "number")).subquery(
        "numbered"
    )
    is_last = exp.EQ(this=sql.column("number", "numbered"), expression=sql.whole(count))
    return sql.select(sql.column(key.name, "numbered"), "reached_at").from_(numbered).where(is_last)


def _gaps(plan: Plan, journey: Journey, dialect: str) -> sql.Query:
    last_day = sql.day(plan.request.as_of - timedelta(days=1))
    # Anchors are in the periods, and an outcome of the same row does not lie before its anchor.
    anchored = local_day(plan, sql.column("anchored_at", "anchors"), dialect, is_counted=True)
    source = "anchors" if journey.is_one_row else "outcomes"
    is_after = journey.is_one_row or journey.since == "anchor"
    reached = local_day(plan, sql.column("reached_at", source), dialect, is_counted=is_after)
    found = sql.select(
        sql.column(members.CUSTOMER, "anchors"),
        sql.named(anchored, "anchored_on"),
        *(sql.column(name, "anchors") for name in members.segment_names(plan)),
        sql.named(sql.days_between(anchored.copy(), reached, dialect), "gap"),
        sql.named(sql.days_between(anchored.copy(), last_day, dialect), "followed"),
    ).from_("anchors")
    if journey.is_one_row:
        return found
    key = "customer_id" if journey.since == "ever" else "entity"
    return found.join("outcomes", on=_same(key, "outcomes"), join_type="LEFT")


def _same(column: str, table: str) -> exp.Expr:
    return exp.EQ(this=sql.column(column, table), expression=sql.column(column, "anchors"))
