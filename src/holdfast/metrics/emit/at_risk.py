"""Counts for recurring money at risk: what begins and ends to count at which end of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, recurring_rows
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.cuts import cut_number
from holdfast.metrics.forms.at_risk import RISK, TOTAL
from holdfast.metrics.forms.recurring import CHECK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.at_risk import AtRisk
    from holdfast.metrics.plan import Plan

CHANGE = 1


def query(plan: Plan, form: AtRisk, dialect: str) -> sql.Query:
    """Changes from the end of the period before: part all money or that at risk, y contracts, n money.

    And currencies, see `recurring_rows.currencies`.
    """
    moments = [plan.instant(min(slot.period.end, plan.request.as_of)) for slot in plan.slots]
    steps = (
        members.with_members(sql.select(), plan)
        .with_("spans", as_=_spans(plan, form, moments))
        .with_("placed", as_=_placed(plan, dialect))
    )
    entries = [
        _entry(query, plan, dialect, entry=entry, last=len(moments))
        for query, entry in zip(
            (steps, *(sql.select() for _ in range(3))),
            ((TOTAL, "begins", 1), (TOTAL, "ends", -1), (RISK, "risk", 1), (RISK, "ends", -1)),
            strict=True,
        )
    ]
    return sql.union_all(*entries, _currencies(plan, dialect))


def _spans(plan: Plan, form: AtRisk, moments: Sequence[datetime]) -> sql.Query:
    begins, until = sql.column(form.population.at), sql.column(form.until)
    last = sql.whole(len(moments))
    ends = sql.case((sql.before(until, plan.as_of), cut_number(until, moments)), default=last)
    notice = sql.column(form.requested)
    is_due = exp.EQ(this=sql.column(form.state), expression=sql.text(form.overdue))
    # What is overdue is at risk from its beginning, and nothing begins before 0.
    noticed = sql.case(
        (is_due, sql.whole(0)),
        (sql.before(notice, plan.as_of), cut_number(notice, moments)),
        default=last.copy(),
    )
    begun = cut_number(begins, moments)
    columns = (sql.named(begun, "begins"), sql.named(ends, "ends"), sql.named(noticed, "noticed"))
    return recurring_rows.spans(plan, form, columns)


def _placed(plan: Plan, dialect: str) -> sql.Query:
    """Spans and their money by all three places: a few thousand rows for the entries, and not every span."""
    begins, ends, noticed = (sql.column(name, "spans") for name in ("begins", "ends", "noticed"))
    # Notice given before the span began holds of it from its first instant.
    risk = exp.Greatest(this=begins.copy(), expressions=[noticed], ignore_nulls=True)
    money = sql.column("money", "spans")
    found = sql.select(
        sql.named(recurring_rows.currency_name(), "currency"),
        *members.member_columns(plan),
        begins,
        ends,
        sql.named(risk, "risk"),
        sql.named(exp.Sum(this=sql.wide(money, dialect)), "money"),
        sql.named(recurring_rows.uneven(), "uneven"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_("spans")
    return members.grouped(members.join_members(found, plan, "spans"), plan, keys=4)


def _currencies(plan: Plan, dialect: str) -> sql.Query:
    """As `recurring_rows.currencies`, from what is placed."""
    found = sql.select(
        sql.column("currency"),
        sql.whole(0),
        *(sql.column(name) for name in members.segment_names(plan)),
        sql.whole(CHECK),
        sql.cast(exp.Sum(this=sql.column("uneven")), exp.DType.INT),
        sql.wide(exp.Sum(this=sql.column("n")), dialect),
    ).from_("placed")
    return members.grouped(found, plan, keys=2)


def _entry(
    query: sql.Query, plan: Plan, dialect: str, *, entry: tuple[str, str, int], last: int
) -> sql.Query:
    part, column, sign = entry
    cut, start = sql.column(column), sql.column("risk" if part == RISK else "begins")
    signed = exp.Mul(this=exp.Sum(this=sql.column("n")), expression=sql.whole(sign))
    money = exp.Mul(
        this=exp.Sum(this=sql.wide(sql.column("money"), dialect)),
        expression=sql.wide(sql.whole(sign), dialect),
    )
    found = (
        query.select(
            sql.named(sql.text(part), "part"),
            sql.named(cut, "period"),
            *(sql.column(name) for name in members.segment_names(plan)),
            sql.named(sql.whole(CHANGE), "x"),
            sql.named(sql.cast(signed, exp.DType.INT), "y"),
            sql.named(sql.wide(money, dialect), "n"),
        )
        .from_("placed")
        .where(
            exp.LT(this=start, expression=sql.column("ends")),
            exp.LT(this=cut.copy(), expression=sql.whole(last)),
        )
    )
    return members.grouped(found, plan, keys=2)
