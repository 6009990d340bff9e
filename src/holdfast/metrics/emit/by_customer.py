"""Rows by customer: who signed when, who was assigned what, and how often something happened on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.expressions import Style
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.periods import day_start

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.request import Request


def render_signings(request: Request, dialect: str) -> str:
    """The text of the query for customer, local date of signing and segments of those let through."""
    style = Style(request.time_zone, known(dialect))
    segments = [
        sql.named(members.segment_text(request, name, style), f"segment_{number}")
        for number, name in enumerate(request.by, start=1)
    ]
    signed = sql.column("signed_at")
    query = (
        sql.select(members.CUSTOMER, sql.named(_day(request, signed, dialect), "signed_on"), *segments)
        .from_("customers")
        .where(
            sql.known(sql.column(members.CUSTOMER)),
            sql.before(signed.copy(), day_start(request.as_of, request.time_zone)),
            *members.conditions(request, style),
        )
    )
    return text_of(query, dialect)


def render_assignments(request: Request, play: str, dialect: str) -> str:
    """The text of the query for customer, arm, local date and seed of one play's assignments."""
    at = sql.column("assigned_at")
    query = (
        sql.select(
            members.CUSTOMER,
            sql.column("arm"),
            sql.named(_day(request, at, known(dialect)), "assigned_on"),
            sql.column("seed"),
        )
        .from_("assignments")
        .where(
            exp.EQ(this=sql.column("play"), expression=sql.text(play)),
            sql.before(at.copy(), day_start(request.as_of, request.time_zone)),
        )
    )
    return text_of(query, dialect)


def render_plays(dialect: str) -> str:
    """The text of the query for each play and how many assignments it has."""
    count = sql.named(exp.Count(this=exp.Star()), "n")
    query = sql.select(sql.column("play"), count).from_("assignments").group_by(sql.column("play"))
    return text_of(query, known(dialect))


def render_days(request: Request, table: str, at: str, *, start: date, dialect: str) -> str:
    """The text of the query for customer, local date and rows of a table on it, from a date to the as-of."""
    moment = sql.column(at)
    day = _day(request, moment, known(dialect))
    zone = request.time_zone
    query = (
        sql.select(members.CUSTOMER, sql.named(day, "day"), sql.named(exp.Count(this=exp.Star()), "n"))
        .from_(table)
        .where(
            sql.known(sql.column(members.CUSTOMER)),
            sql.not_before(moment.copy(), day_start(start, zone)),
            sql.before(moment.copy(), day_start(request.as_of, zone)),
        )
        .group_by(sql.column(members.CUSTOMER), day.copy())
    )
    return text_of(query, dialect)


def render_answers(request: Request, kind: str, *, start: date, dialect: str) -> str:
    """The text of the query for customer, local date and score of answers of one kind, from a date on."""
    at, score, zone = sql.column("answered_at"), sql.column("score"), request.time_zone
    query = (
        sql.select(
            members.CUSTOMER, sql.named(_day(request, at, known(dialect)), "day"), sql.named(score, "score")
        )
        .from_("surveys")
        .where(
            exp.EQ(this=sql.column("kind"), expression=sql.text(kind)),
            sql.known(sql.column(members.CUSTOMER)),
            sql.known(score.copy()),
            sql.not_before(at.copy(), day_start(start, zone)),
            sql.before(at.copy(), day_start(request.as_of, zone)),
        )
    )
    return text_of(query, dialect)


def _day(request: Request, moment: exp.Expr, dialect: str) -> exp.Expr:
    return sql.local_day(moment, request.time_zone, dialect)
