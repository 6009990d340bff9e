"""The customer-level table behind a share: one row per entity, sampled in the engine where there are many."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, standing_ranges
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.forms.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.panel import Covariate
    from holdfast.metrics.plan import Plan

_DIGITS = 6
"""Of the hash that decides about the sample: one in sixteen million is fine enough."""


def render_count(plan: Plan, dialect: str) -> str:
    """The text of the query for the number of entities of all periods."""
    query = _entities(plan, dialect)
    return text_of(query.select(sql.named(exp.Count(this=exp.Star()), "n")).from_("entities"), dialect)


def render_panel(
    plan: Plan, dialect: str, *, covariates: Sequence[Covariate], landmark_days: int, below: str | None
) -> str:
    """The text of the query for the panel: customer, anchor, gap, followed, segments, covariates.

    Args:
        plan: Of a share; its periods bound the anchors.
        dialect: SQLGlot's name of it.
        covariates: What to count for each entity.
        landmark_days: Covariates count what happened before so many days after the anchor's.
        below: Customers are drawn whose hash begins with less than these digits; None takes all.
    """
    steps = _entities(plan, dialect).with_("drawn", as_=_drawn(below))
    anchors = sql.select(members.CUSTOMER, "anchored_on").distinct().from_("drawn")
    steps = steps.with_("anchored", as_=anchors)
    for number, covariate in enumerate(covariates, start=1):
        counted = _counted(plan, covariate, dialect, landmark_days)
        steps = steps.with_(f"counted_{number}", as_=counted)
    return text_of(_joined(steps, plan, len(covariates)), dialect)


def _entities(plan: Plan, dialect: str) -> sql.Query:
    """Steps up to ``entities`` (customer_id, anchored_on, gap, followed, segments)."""
    form = plan.metric.form
    if isinstance(form, Standing):
        steps = standing_ranges.with_standings(sql.select(), plan, form)
        steps = steps.with_("starts", as_=_starts(plan))
        return steps.with_("entities", as_=_stood(plan))
    emitter = import_module(f"holdfast.metrics.emit.{form.kind}")
    steps = emitter.entities(plan, form, dialect)
    found = sql.select(sql.every_column()).from_("gaps").where(_in_periods(plan))
    result: sql.Query = steps.with_("entities", as_=found)
    return result


def _in_periods(plan: Plan) -> exp.Expr:
    anchored = sql.column("anchored_on")
    first, last = plan.slots[0].period.start, min(plan.slots[-1].period.end, plan.request.as_of)
    return sql.all_of(
        exp.GTE(this=anchored, expression=sql.day(first)),
        exp.LT(this=anchored.copy(), expression=sql.day(last)),
    )


def _starts(plan: Plan) -> sql.Query:
    """The cut at which each period starts, its date and its days; the next cut is its end."""
    rows = [
        (sql.whole(number), sql.day(slot.period.start), sql.whole(slot.period.days))
        for number, slot in enumerate(plan.slots)
    ]
    return sql.table_of("starts", ("cut", "starts_on", "days"), rows)


def _stood(plan: Plan) -> sql.Query:
    """Whoever stands at the start of a period; the gap is the period's days where it stands no longer then.

    Followed are the days of the period that the data cover.
    """
    cut, until = sql.column("cut", "starts"), sql.column("to_cut", "standings")
    leaves = exp.EQ(this=until, expression=exp.Add(this=cut, expression=sql.whole(1)))
    days = sql.column("days", "starts")
    last = len(plan.slots) - 1
    covered = sql.whole(
        min(plan.slots[-1].period.days, (plan.request.as_of - plan.slots[-1].period.start).days)
    )
    followed = sql.case((exp.EQ(this=cut.copy(), expression=sql.whole(last)), covered), default=days.copy())
    stands = sql.all_of(
        exp.LTE(this=sql.column("from_cut", "standings"), expression=cut.copy()),
        exp.GT(this=until.copy(), expression=cut.copy()),
    )
    return (
        sql.select(
            sql.column(members.CUSTOMER, "standings"),
            sql.named(sql.column("starts_on", "starts"), "anchored_on"),
            *(sql.column(name, "standings") for name in members.segment_names(plan)),
            sql.named(sql.case((leaves, days)), "gap"),
            sql.named(followed, "followed"),
        )
        .from_("standings")
        .join("starts", on=stands)
    )


def _drawn(below: str | None) -> sql.Query:
    """By a hash that all engines share: the sample is the same everywhere, and a customer keeps its fate."""
    found = sql.select(sql.every_column()).from_("entities")
    return found if below is None else found.where(drawn_below(below))


def drawn_below(below: str) -> exp.Expr:
    """A customer is in the sample: by the first digits of a hash that all engines share."""
    digits = exp.Substring(
        this=exp.MD5(this=sql.column(members.CUSTOMER)), start=sql.whole(1), length=sql.whole(_DIGITS)
    )
    return exp.LT(this=digits, expression=sql.text(below))


def _counted(plan: Plan, covariate: Covariate, dialect: str, landmark_days: int) -> sql.Query:
    """Rows of one table that are known at the landmark, by customer and anchor."""
    at = sql.column(covariate.at, covariate.table)
    day = local_day(plan, at, dialect)
    anchored = sql.column("anchored_on", "anchored")
    early = exp.LT(this=sql.days_between(anchored, day, dialect), expression=sql.whole(landmark_days))
    same = exp.EQ(
        this=sql.column(members.CUSTOMER, covariate.table),
        expression=sql.column(members.CUSTOMER, "anchored"),
    )
    conditions = [sql.holds(one, plan, covariate.table) for one in covariate.where]
    return (
        sql.select(
            sql.column(members.CUSTOMER, "anchored"),
            anchored.copy(),
            sql.named(exp.Count(this=exp.Star()), "n"),
        )
        .from_("anchored")
        .join(covariate.table, on=same)
        .where(early, sql.before(at.copy(), plan.as_of), *conditions)
        .group_by(sql.column(members.CUSTOMER, "anchored"), anchored.copy())
    )


def _joined(steps: sql.Query, plan: Plan, covariates: int) -> sql.Query:
    query = steps.select(
        *(sql.column(name, "drawn") for name in (members.CUSTOMER, "anchored_on", "gap", "followed")),
        *(sql.column(name, "drawn") for name in members.segment_names(plan)),
    ).from_("drawn")
    for number in range(1, covariates + 1):
        table = f"counted_{number}"
        count = exp.Coalesce(this=sql.column("n", table), expressions=[sql.whole(0)])
        same = [
            exp.EQ(this=sql.column(name, table), expression=sql.column(name, "drawn"))
            for name in (members.CUSTOMER, "anchored_on")
        ]
        query = query.select(sql.named(count, f"covariate_{number}")).join(
            table, on=sql.all_of(*same), join_type="LEFT"
        )
    return query
