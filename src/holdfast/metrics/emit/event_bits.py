"""One scan of events for any number of metrics: each actor's intervals as bits, and bits counted by interval.

Three steps. *Actors*: events grouped by actor, each trail (the intervals in which the actor did something) as
the bits of a few whole numbers; this is the only step that reads events, and its rows merge by ``bit_or``.
*Cells*: each layer (a set of intervals made from trails by shifts) cut into pieces of eight bits, and actors
counted by layer, piece and value, so that at most 255 rows a piece are left. *Places*: those few rows
unfolded to one row per layer and interval.

Counting distinct actors by interval, or joining each actor's intervals with one another, takes many times the
work and the memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import actors, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import WORD, Bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.plan import Plan

PIECE = 8


@dataclass(frozen=True, slots=True)
class Layer:
    """Intervals in which an actor counts.

    Attributes:
        part: Name of the count in the answer.
        bits: The intervals.
        first: Position that is called period 0.
        count: How many periods there are; positions outside of them do not count.
    """

    part: str
    bits: Bits
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Counting:
    """What one metric wants of the events.

    Attributes:
        trails: What is kept of each actor.
        layers: Layers, given the trails' bits in the same order.
    """

    trails: tuple[Trail, ...]
    layers: Callable[[Sequence[Bits]], tuple[Layer, ...]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One word of one layer."""

    number: int
    part: str
    word: exp.Expr
    shifts: tuple[int, ...]
    first: int


def query(plan: Plan, counting: Counting, dialect: str) -> exp.Select:
    """Rows of part, period, segments, x, y, n: actors whose layer has the interval; x and y are 0."""
    steps = actors.with_actors(exp.Select(), plan, counting.trails, dialect)
    layers = counting.layers([trail.bits(number) for number, trail in enumerate(counting.trails)])
    return _counted(steps, plan, list(_sheets(layers)))


def _sheets(layers: Sequence[Layer]) -> list[_Sheet]:
    found: list[_Sheet] = []
    for layer in layers:
        end = layer.first + layer.count
        for place, word in enumerate(layer.bits.within(layer.first, end).words):
            if word is not None:
                low, high = max(layer.first - place * WORD, 0), min(end - place * WORD, WORD)
                shifts = tuple(range(low, high, PIECE))
                found.append(_Sheet(len(found), layer.part, word, shifts, place * WORD - layer.first))
    return found


def _counted(query: exp.Select, plan: Plan, sheets: Sequence[_Sheet]) -> exp.Select:
    names = members.segment_names(plan)
    return (
        query.with_("pieces", as_=_pieces(sheets), copy=False)
        .with_("pieced", as_=_pieced(names, sheets), copy=False)
        .with_("counted", as_=_counted_pieces(names), copy=False)
        .with_("places", as_=_places(), copy=False)
        .select(*_answer(names, sheets), copy=False)
        .from_("counted", copy=False)
        .join("places", on=_has_place(), copy=False)
        .group_by(*(sql.whole(number) for number in range(1, 3 + len(names))), copy=False)
    )


def _pieces(sheets: Sequence[_Sheet]) -> exp.Select:
    rows = [
        (sql.whole(sheet.number), sql.whole(shift), sql.whole(sheet.first + shift))
        for sheet in sheets
        for shift in sheet.shifts
    ]
    return sql.table_of("piece", ("sheet", "shift", "starts"), rows)


def _pieced(names: Sequence[str], sheets: Sequence[_Sheet]) -> exp.Select:
    branches = [
        (exp.EQ(this=sql.column("sheet", "pieces"), expression=sql.whole(sheet.number)), sheet.word)
        for sheet in sheets
    ]
    shift = sql.column("shift", "pieces")
    value = sql.both(sql.shifted_down(exp.paren(sql.case(*branches)), shift), sql.whole((1 << PIECE) - 1))
    return (
        exp.select(
            sql.column("sheet", "pieces"),
            sql.column("starts", "pieces"),
            *(sql.column(name, "actors") for name in names),
            value.as_("piece_bits"),
        )
        .from_("actors")
        .join("pieces", join_type="CROSS")
    )


def _counted_pieces(names: Sequence[str]) -> exp.Select:
    keys = ("sheet", "starts", *names, "piece_bits")
    return (
        exp.select(*keys, exp.Count(this=exp.Star()).as_("n"))
        .from_("pieced")
        .where(exp.NEQ(this=sql.column("piece_bits"), expression=sql.whole(0)))
        .group_by(*keys)
    )


def _places() -> exp.Select:
    return sql.table_of("place", ("bit",), [(sql.whole(bit),) for bit in range(PIECE)])


def _has_place() -> exp.Expr:
    bits, bit = sql.column("piece_bits", "counted"), sql.column("bit", "places")
    here = sql.both(sql.shifted_down(bits, bit), sql.whole(1))
    return exp.EQ(this=here, expression=sql.whole(1))


def _answer(names: Sequence[str], sheets: Sequence[_Sheet]) -> list[exp.Expr]:
    parts = [
        (
            exp.EQ(this=sql.column("sheet", "counted"), expression=sql.whole(sheet.number)),
            sql.text(sheet.part),
        )
        for sheet in sheets
    ]
    period = exp.Add(this=sql.column("starts", "counted"), expression=sql.column("bit", "places"))
    total = exp.cast(exp.Sum(this=sql.column("n", "counted")), exp.DataType.Type.BIGINT)
    return [
        sql.case(*parts).as_("part"),
        period.as_("period"),
        *(sql.column(name, "counted") for name in names),
        sql.whole(0).as_("x"),
        sql.whole(0).as_("y"),
        total.as_("n"),
    ]
