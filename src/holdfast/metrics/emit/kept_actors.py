"""Actors whose months are kept as bits: how a refresh makes, merges and reads them in place of their events.

The bits of two stretches of time merge by `or`. A plan's own intervals (months, quarters) are made of the
months that are kept, so one relation serves every grain whose periods begin with a month.
"""

from __future__ import annotations

from bisect import bisect_right
from importlib import import_module
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import WORD
from holdfast.metrics.forms.event_retention import WINDOWS
from holdfast.metrics.plan import KeptTrail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.plan import KeptActors, Plan

BEFORE, SETTLED, NOW = "before_", "settled_", "now_"
"""Prefixes of the columns of `touched`: without the new events, with those that rest, and with all."""

_KINDS = frozenset({"activity", "adoption", "lifecycle", "event_retention"})


def trails_kept(plans: Sequence[Plan], cuts: tuple[datetime, ...]) -> tuple[Trail, ...]:
    """What has to be kept for some plans; empty where months of bits do not tell what they count.

    Args:
        plans: Of one metric, by grains whose periods begin with a month.
        cuts: Starts of months, from before the first period on.
    """
    if not all(_is_by_month(plan) for plan in plans):
        return ()
    found: dict[tuple[str, ...], Trail] = {}
    for plan in plans:
        emitter = import_module(f"holdfast.metrics.emit.{plan.metric.form.kind}")
        for trail in emitter.counting(plan, plan.metric.form).trails:
            known = found.get(trail.events)
            if trail.at_least > 1 or trail.only_first_ever or trail.until or not {*trail.cuts} <= {*cuts}:
                return ()
            keeps_last = trail.keeps_last or bool(known and known.keeps_last)
            found[trail.events] = _over(trail, cuts, keeps_last=keeps_last)
    return tuple(found.values())


def columns_kept(trails: Sequence[Trail]) -> tuple[KeptTrail, ...]:
    """The columns in which trails are kept."""
    return tuple(
        KeptTrail(trail.events, trail.cuts, trail.names(number)) for number, trail in enumerate(trails)
    )


def merged(columns: Sequence[str], one: str, other: str) -> sql.Query:
    """The actors of two relations, each with the bits and the last positions of both."""
    names = [members.CUSTOMER, *columns]
    both = sql.union_all(*(sql.select(*names).from_(exp.to_table(each)) for each in (one, other)))
    words = [
        (exp.Max(this=sql.column(name)) if _is_last(name) else sql.bits_of(sql.column(name))).as_(name)
        for name in columns
    ]
    return sql.select(members.CUSTOMER, *words).from_(both.subquery("both")).group_by(members.CUSTOMER)


def touched(plan: Plan, columns: Sequence[str], *, kept: str, settling: str, new: str) -> sql.Query:
    """The actors of a relation of new events, with their cell, before those, with some, and with all."""
    states = {BEFORE: ("old",), SETTLED: ("old", "settling"), NOW: ("old", "new")}
    found = sql.select(sql.column(members.CUSTOMER, "new"), *members.member_columns(plan))
    for prefix, tables in states.items():
        for name in columns:
            found = found.select(_merged(name, tables).as_(f"{prefix}{name}"))
    found = found.from_(exp.alias_(exp.to_table(new), "new", table=True))
    for relation, name in ((kept, "old"), (settling, "settling")):
        table = exp.alias_(exp.to_table(relation), name, table=True)
        found = found.join(table, on=_same("new", name), join_type="LEFT")
    return members.join_members(members.with_members(found, plan), plan, "new")


def everyone(plan: Plan, columns: Sequence[str], kept: str) -> sql.Query:
    """All actors that are kept, with their cell."""
    words = [sql.column(name, "old").as_(f"{BEFORE}{name}") for name in columns]
    found = sql.select(sql.column(members.CUSTOMER, "old"), *members.member_columns(plan), *words)
    found = found.from_(exp.alias_(exp.to_table(kept), "old", table=True))
    return members.join_members(members.with_members(found, plan), plan, "old")


def signed_since(moment: datetime, kept: str) -> sql.Query:
    """How many of the actors that are kept signed at an instant or after it."""
    late = sql.not_before(sql.column("signed_at", "customers"), moment)
    found = sql.select(exp.Count(this=exp.Star()).as_("n")).from_("customers")
    table = exp.alias_(exp.to_table(kept), "old", table=True)
    return found.join(table, on=_same("customers", "old")).where(late)


def bits_of_kept(plan: Plan, actors: KeptActors, trails: Sequence[Trail]) -> sql.Query:
    """The step of a plan's actors: its own words of each trail, made of the months that are kept."""
    found = sql.select(*members.segment_names(plan)).from_(exp.to_table(actors.relation))
    for number, trail in enumerate(trails):
        kept = next(one for one in actors.trails if one.events == trail.events)
        columns = [sql.column(f"{actors.prefix}{name}") for name in kept.names]
        words = columns[: len(kept.cuts) // WORD + 1]
        starts = [0, *(bisect_right(kept.cuts, cut) for cut in trail.cuts)]
        made = [_word(words, starts, word * WORD) for word in range(trail.size)]
        if trail.keeps_last:
            made.append(_place(columns[-1], starts))
        for name, value in zip(trail.names(number), made, strict=True):
            found = found.select(value.as_(name))
    return found


def _is_by_month(plan: Plan) -> bool:
    return (
        plan.metric.form.kind in _KINDS
        and plan.variant != WINDOWS
        and dict(plan.numbers).get("actor") != "person"
    )


def _over(trail: Trail, cuts: tuple[datetime, ...], *, keeps_last: bool) -> Trail:
    from holdfast.metrics.emit.actors import Trail  # noqa: PLC0415 - which reads kept actors itself

    return Trail(trail.events, cuts, keeps_last=keeps_last)


def _is_last(name: str) -> bool:
    return name.endswith("_last")


def _merged(name: str, tables: Sequence[str]) -> exp.Expr:
    none = sql.whole(-1) if _is_last(name) else sql.whole(0)
    values = [exp.Coalesce(this=sql.column(name, table), expressions=[none.copy()]) for table in tables]
    if len(values) == 1:
        return values[0]
    if _is_last(name):
        return exp.Greatest(this=values[0], expressions=values[1:], ignore_nulls=True)
    return sql.either(values[0], values[1])


def _same(one: str, other: str) -> exp.Expr:
    return exp.EQ(this=sql.column(members.CUSTOMER, one), expression=sql.column(members.CUSTOMER, other))


def _word(words: Sequence[exp.Expr], starts: Sequence[int], first: int) -> exp.Expr:
    """The bits of one word: a position is set where any month of it is."""
    ends = [*starts[1:], len(words) * WORD]
    found: exp.Expr = sql.whole(0)
    for bit, (start, end) in enumerate(list(zip(starts, ends, strict=True))[first : first + WORD]):
        months = [
            exp.NEQ(this=sql.both(word.copy(), sql.whole(mask)), expression=sql.whole(0))
            for place, word in enumerate(words)
            if (mask := _mask(start - place * WORD, end - place * WORD))
        ]
        if months:
            here = sql.case((exp.or_(*months), sql.whole(1 << bit)), default=sql.whole(0))
            found = here if isinstance(found, exp.Literal) else sql.either(found, here)
    return exp.cast(found, exp.DataType.Type.BIGINT)


def _mask(first: int, end: int) -> int:
    low, high = max(first, 0), min(end, WORD)
    return (1 << high) - (1 << low) if low < high else 0


def _place(last: exp.Expr, starts: Sequence[int]) -> exp.Expr:
    """The plan's own position of the last month; -1 where there is none."""
    branches = [
        (exp.GTE(this=last.copy(), expression=sql.whole(start)), sql.whole(place))
        for place, start in reversed(list(enumerate(starts)))
    ]
    return sql.case(*branches, default=sql.whole(-1))
