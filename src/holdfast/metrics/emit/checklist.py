"""Counts for a checklist: customers by the days from their anchor to the last step of their list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import journey, members, windowed
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Outcome

if TYPE_CHECKING:
    from holdfast.metrics.forms.checklist import Checklist
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Checklist, dialect: str) -> sql.Query:
    """Part ``mature`` or ``young``; x is 1 where all steps came within the window; y is days."""
    window = int(plan.number(form.window.parameter))
    last_day = plan.request.as_of - timedelta(days=1)
    whole_list = Outcome(form.steps.table, form.steps.at, form.steps.where)
    path = Journey(form.population, members.CUSTOMER, (whole_list,), since="ever", is_of_row=False)
    steps = sql.select().with_("done", as_=_done(plan, form))
    if not plan.names(form.names):
        steps = steps.with_("required", as_=_required())
    steps = steps.with_("lists", as_=_lists())
    steps = journey.gaps(
        plan, path, dialect, window=window, steps=steps, occurrences=_completions(plan, form)
    )
    return windowed.histogram(
        steps, plan, dialect, window=window, mature_until=last_day - timedelta(days=window)
    )


def _done(plan: Plan, form: Checklist) -> sql.Query:
    """The first completion of each step by each customer, of the versions and steps that are asked for."""
    at, step, version = (sql.column(name) for name in (form.steps.at, form.step, form.version))
    names, number = plan.names(form.names), int(plan.number(form.version))
    found = sql.select(
        members.CUSTOMER,
        sql.named(version, "version"),
        sql.named(step, "step"),
        sql.named(exp.Min(this=at), "done_at"),
    ).from_(form.steps.table)
    found = found.where(sql.before(at.copy(), plan.as_of), *(sql.holds(c, plan) for c in form.steps.where))
    if number:
        found = found.where(exp.EQ(this=version.copy(), expression=sql.whole(number)))
    if names:
        found = found.where(sql.one_of(step.copy(), [sql.text(name) for name in names]))
    return found.group_by(sql.column(members.CUSTOMER), version.copy(), step.copy())


def _required() -> sql.Query:
    """How many steps each version has: those that anybody has completed."""
    steps = exp.Count(this=exp.Distinct(expressions=[sql.column("step")]))
    return sql.select("version", sql.named(steps, "steps")).from_("done").group_by("version")


def _lists() -> sql.Query:
    """How many steps of each version each customer has completed, and the last of them."""
    return (
        sql.select(
            members.CUSTOMER,
            "version",
            sql.named(exp.Count(this=exp.Star()), "steps"),
            sql.named(exp.Max(this=sql.column("done_at")), "done_at"),
        )
        .from_("done")
        .group_by(members.CUSTOMER, "version")
    )


def _completions(plan: Plan, form: Checklist) -> sql.Query:
    """Whose list is complete, and since when."""
    found = sql.select(
        sql.column(members.CUSTOMER, "lists"), sql.named(sql.column("done_at", "lists"), "occurred_at")
    ).from_("lists")
    names = plan.names(form.names)
    if names:
        all_of_them = sql.whole(len(set(names)))
        return found.where(exp.EQ(this=sql.column("steps", "lists"), expression=all_of_them))
    same = (
        exp.EQ(this=sql.column(name, "required"), expression=sql.column(name, "lists"))
        for name in ("version", "steps")
    )
    return found.join("required", on=sql.all_of(*same))
