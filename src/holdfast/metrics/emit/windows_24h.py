"""Counts for a retention in windows of 24 hours, or whole multiples of it, from each actor's own start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import actors, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.positions import position
from holdfast.metrics.forms.event_retention import FIRST_EVER, RECURRING, RELATIVE

if TYPE_CHECKING:
    from holdfast.metrics.forms.event_retention import EventRetention
    from holdfast.metrics.plan import Plan

MATURE, YOUNG = "mature", "young"
COHORT, FOUND = "cohort", "found"
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "fiscal_quarter": 90}
"""Days of a window by grain: a window has no calendar."""

_EPOCH = datetime.fromisoformat("1970-01-01 00:00:00")
_MICROSECOND = timedelta(microseconds=1)
_AT = "occurred_at"


def length(plan: Plan) -> timedelta:
    """How long a window is."""
    return timedelta(days=DAYS[plan.request.grain])


def query(plan: Plan, form: EventRetention, dialect: str) -> sql.Query:
    """Part ``mature`` or ``young``; period is the cohort's; x is 1 where the actor came back; n is actors.

    An actor is mature when the whole window has passed. With a relative denominator only those count who came
    back in the window before.
    """
    at = int(plan.number("at"))
    distances = [at - 1, at] if plan.word("denominator") == RELATIVE and at else [at]
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("starts", as_=_starts(plan, form, dialect))
    steps = steps.with_("anchors", as_=_anchors(plan, dialect))
    steps = steps.with_("returns", as_=_returns(plan, form, dialect))
    for distance in distances:
        steps = steps.with_(f"reach_{distance}", as_=_reach(plan, distance))
        steps = steps.with_(f"found_{distance}", as_=_found(plan, distance))
    return _answer(steps, plan, distances)


def _microseconds(plan: Plan) -> int:
    return length(plan) // _MICROSECOND


def _since_epoch(at: exp.Expr, dialect: str) -> exp.Expr:
    return sql.microseconds_between(sql.instant(_EPOCH), at, dialect)


def _seen(plan: Plan, names: list[str]) -> list[exp.Expr]:
    named = [sql.one_of(sql.column("name"), [sql.text(name) for name in names])] if names else []
    return [sql.before(sql.column(_AT), plan.as_of), sql.known(sql.column(members.CUSTOMER)), *named]


def _starts(plan: Plan, form: EventRetention, dialect: str) -> sql.Query:
    """The instant at which each actor starts: the first of each period, or the first of all."""
    names = plan.names(form.start)
    keys = actors.actor(plan)
    if plan.word("entry") != RECURRING:
        first: exp.Expr = exp.Min(this=sql.column(_AT))
        if plan.word("entry") == FIRST_EVER and names:
            is_start = sql.one_of(sql.column("name"), [sql.text(name) for name in names])
            first_start = exp.Min(this=sql.case((is_start, sql.column(_AT))))
            found = sql.select(*keys, sql.named(first, "started_at")).from_("events").where(*_seen(plan, []))
            return found.group_by(*keys).having(exp.EQ(this=first.copy(), expression=first_start))
        found = sql.select(*keys, sql.named(first, "started_at")).from_("events").where(*_seen(plan, names))
        return found.group_by(*keys)
    placed = sql.select(*keys, sql.column(_AT), sql.named(_place(plan, sql.column(_AT), dialect), "place"))
    placed = placed.from_("events").where(*_seen(plan, names))
    earliest = sql.named(exp.Min(this=sql.column(_AT)), "started_at")
    return sql.select(*keys, earliest).from_(placed.subquery("placed")).group_by(*keys, "place")


def _place(plan: Plan, at: exp.Expr, dialect: str) -> exp.Expr:
    return position(at, [plan.instant(day) for day in boundaries(plan)], dialect)


def _anchors(plan: Plan, dialect: str) -> sql.Query:
    """Starts of the periods asked for, in microseconds, and the block of one window's length they lie in."""
    moment = _since_epoch(sql.column("started_at"), dialect)
    place = _place(plan, sql.column("started_at"), dialect)
    placed = sql.select(*actors.actor(plan), sql.named(place, "place"), sql.named(moment, "started")).from_(
        "starts"
    )
    block = sql.steps_of(sql.column("started"), _microseconds(plan), dialect)
    inside = exp.Between(this=sql.column("place"), low=sql.whole(1), high=sql.whole(len(plan.slots)))
    return (
        sql.select(*actors.actor(plan), "place", "started", sql.named(block, "block"))
        .from_(placed.subquery("placed"))
        .where(inside)
    )


def _returns(plan: Plan, form: EventRetention, dialect: str) -> sql.Query:
    moment = _since_epoch(sql.column(_AT), dialect)
    found = sql.select(*actors.actor(plan), sql.named(moment, "moment")).from_("events")
    found = found.where(*_seen(plan, plan.names(form.back)))
    block = sql.steps_of(sql.column("moment"), _microseconds(plan), dialect)
    return sql.select(*actors.actor(plan), "moment", sql.named(block, "block")).from_(
        found.subquery("returned")
    )


def _reach(plan: Plan, distance: int) -> sql.Query:
    """The two blocks that a window lies in: so the join with events is by equality and not by range."""
    sides = [
        sql.select(
            *actors.actor(plan),
            "place",
            "started",
            sql.named(exp.Add(this=sql.column("block"), expression=sql.whole(distance + side)), "block"),
        ).from_("anchors")
        for side in (0, 1)
    ]
    return sql.select(sql.every_column()).from_(sql.union_all(*sides).subquery("sides"))


def _found(plan: Plan, distance: int) -> sql.Query:
    """Anchors with enough return events in the window."""
    reach = f"reach_{distance}"
    started, moment = sql.column("started", reach), sql.column("moment", "returns")
    span = _microseconds(plan)
    in_window = sql.all_of(
        exp.GTE(this=moment, expression=exp.Add(this=started, expression=sql.whole(distance * span))),
        exp.LT(
            this=moment.copy(),
            expression=exp.Add(this=started.copy(), expression=sql.whole((distance + 1) * span)),
        ),
    )
    same_block = exp.EQ(this=sql.column("block", reach), expression=sql.column("block", "returns"))
    keys = [*(sql.column(name, reach) for name in actors.actor(plan)), sql.column("place", reach)]
    least = exp.GTE(
        this=exp.Count(this=exp.Star()), expression=sql.whole(int(plan.number("minimum_occurrences")))
    )
    return (
        sql.select(*keys)
        .from_(reach)
        .join("returns", on=sql.all_of(actors.same(plan, reach, "returns"), same_block))
        .where(in_window)
        .group_by(*(key.copy() for key in keys))
        .having(least)
    )


def _answer(steps: sql.Query, plan: Plan, distances: list[int]) -> sql.Query:
    end = (plan.as_of - _EPOCH) // _MICROSECOND - (distances[-1] + 1) * _microseconds(plan)
    is_mature = exp.LTE(this=sql.column("started", "anchors"), expression=sql.whole(end))
    came_back = sql.known(sql.column("place", f"found_{distances[-1]}"))
    answer = steps.select(
        sql.named(sql.case((is_mature, sql.text(MATURE)), default=sql.text(YOUNG)), "part"),
        sql.named(exp.Sub(this=sql.column("place", "anchors"), expression=sql.whole(1)), "period"),
        *members.member_columns(plan),
        sql.named(sql.case((came_back, sql.whole(1)), default=sql.whole(0)), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_("anchors")
    for distance in distances:
        found = f"found_{distance}"
        same_place = exp.EQ(this=sql.column("place", "anchors"), expression=sql.column("place", found))
        kind = "LEFT" if distance == distances[-1] else "INNER"
        on = sql.all_of(actors.same(plan, "anchors", found), same_place)
        answer = answer.join(found, on=on, join_type=kind)
    answer = members.join_members(answer, plan, "anchors")
    return members.grouped(answer, plan, keys=3)


def table(plan: Plan, form: EventRetention, reach: int, dialect: str) -> sql.Query:
    """Part ``cohort``: x is whole windows passed, n actors; ``found``: x is the window, y windows passed.

    Only windows that have passed count, up to ``reach``.
    """
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("starts", as_=_starts(plan, form, dialect))
    steps = steps.with_("anchors", as_=_anchors(plan, dialect))
    steps = steps.with_("returns", as_=_returns(plan, form, dialect))
    steps = steps.with_("windows", as_=_windows(plan, reach, dialect))
    passed = _passed(plan, "anchors", dialect)
    columns = _table_rows("anchors", COHORT, passed, sql.whole(0))
    sizes = members.join_members(steps.select(*columns).from_("anchors"), plan, "anchors")
    found = sql.select(
        *_table_rows("windows", FOUND, sql.column("number", "windows"), sql.column("passed", "windows"))
    )
    found = members.join_members(found.from_("windows"), plan, "windows").where(
        exp.LT(this=sql.column("number", "windows"), expression=sql.column("passed", "windows"))
    )
    return sql.union_all(members.grouped(sizes, plan, keys=4), members.grouped(found, plan, keys=4))


def _passed(plan: Plan, step: str, dialect: str) -> exp.Expr:
    """Whole windows between an actor's start and the as-of date."""
    end = (plan.as_of - _EPOCH) // _MICROSECOND
    elapsed = exp.Sub(this=sql.whole(end), expression=sql.column("started", step))
    return sql.steps_of(elapsed, _microseconds(plan), dialect)


def _windows(plan: Plan, reach: int, dialect: str) -> sql.Query:
    """The windows of each anchor with enough return events."""
    started, moment = sql.column("started", "anchors"), sql.column("moment", "returns")
    number = sql.steps_of(exp.Sub(this=moment, expression=started), _microseconds(plan), dialect)
    keys = [*(sql.column(name, "anchors") for name in actors.actor(plan)), sql.column("place", "anchors")]
    limit = exp.Add(this=started.copy(), expression=sql.whole((reach + 1) * _microseconds(plan)))
    least = exp.GTE(
        this=exp.Count(this=exp.Star()), expression=sql.whole(int(plan.number("minimum_occurrences")))
    )
    each = (
        sql.select(*keys, sql.named(number, "number"), sql.named(_passed(plan, "anchors", dialect), "passed"))
        .from_("anchors")
        .join("returns", on=actors.same(plan, "anchors", "returns"))
        .where(
            exp.GTE(this=moment.copy(), expression=started.copy()),
            exp.LT(this=moment.copy(), expression=limit),
        )
    )
    names = [*actors.actor(plan), "place", "number", "passed"]
    return sql.select(*names).from_(each.subquery("each_return")).group_by(*names).having(least)


def _table_rows(step: str, part: str, x: exp.Expr, y: exp.Expr) -> list[exp.Expr]:
    period = exp.Sub(this=sql.column("place", step), expression=sql.whole(1))
    return [
        sql.named(sql.text(part), "part"),
        sql.named(period, "period"),
        sql.named(x, "x"),
        sql.named(y, "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ]
