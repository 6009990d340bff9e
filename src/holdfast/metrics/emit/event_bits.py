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

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import actors, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.actors import merged_trails, place_of
from holdfast.metrics.emit.bits import WORD, Bits
from holdfast.metrics.emit.spreads import Placed, Spread, with_spreads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.plan import Plan

PIECE = 8
FIRST = 2
"""Position of a plan's first period: 0 is what came before its cuts, 1 the period before the first."""

_MATERIALIZING = frozenset({"duckdb", "postgres"})


@dataclass(frozen=True, slots=True)
class Layer:
    """Intervals in which an actor counts; the answer has one row per interval, x and y are 0.

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
class Tally:
    """A whole number of each actor; the answer has one row for each that occurs, 0 aside.

    Attributes:
        part: Name of the count in the answer.
        period: Position of the period it is of.
        x: The number.
        y: A second number that goes with it.
    """

    part: str
    period: int
    x: exp.Expr
    y: exp.Expr


@dataclass(frozen=True, slots=True)
class Counting:
    """What one metric wants of the events.

    Attributes:
        trails: What is kept of each actor.
        read: Layers and tallies, given the bits of the trails and then of the spreads, in the same order.
        spreads: What is made of the trails before it is read.
    """

    trails: tuple[Trail, ...]
    read: Callable[[Sequence[Bits]], Sequence[Layer | Tally]]
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One word of a layer, or of several that are the same.

    Attributes:
        parts: Names of the counts that it belongs to.
        word: The bits.
        shifts: Places of the lowest bits of its pieces.
        first: Period of the word's lowest bit.
    """

    parts: list[str]
    word: exp.Expr
    shifts: tuple[int, ...]
    first: int


def query(plan: Plan, counting: Counting, dialect: str) -> sql.Query:
    """Rows of part, period, segments, x, y, n: actors that have the interval, or the number."""
    return _counted(plan, [counting], dialect, marked=False)


def can_share(countings: Sequence[Counting]) -> bool:
    """Whether `together` may count the metrics: a minimum of events is counted by one list of cuts only."""
    trails = merged_trails([trail for counting in countings for trail in counting.trails])
    return len({trail.cuts for trail in trails}) == 1 or all(trail.at_least == 1 for trail in trails)


def together(plan: Plan, countings: Sequence[Counting], dialect: str) -> sql.Query:
    """Rows as of `query` for several metrics over one scan, each part as ``number:part`` of its metric.

    Args:
        plan: Any of the metrics' plans: they share actor, segments, filters, cells, zone and as-of date.
        countings: What each metric wants, that `can_share`; their periods may differ.
        dialect: For what engines write differently.
    """
    return _counted(plan, countings, dialect, marked=True)


def _counted(plan: Plan, countings: Sequence[Counting], dialect: str, *, marked: bool) -> sql.Query:
    trails = merged_trails([trail for counting in countings for trail in counting.trails])
    spreads = _placed([spread for counting in countings for spread in counting.spreads], trails)
    found: list[Layer | Tally] = []
    for number, counting in enumerate(countings):
        places = [place_of(trail, trails) for trail in counting.trails]
        wide = [spreads[place_of(one.trail, trails), one.length] for one in counting.spreads]
        read = counting.read(
            [
                *(trails[place].bits(place) for place in places),
                *(spread.bits(trails[spread.place]) for spread in wide),
            ]
        )
        found += [replace(one, part=f"{number}:{one.part}") if marked else one for one in read]
    sheets = _sheets([one for one in found if isinstance(one, Layer)])
    tallies = [one for one in found if isinstance(one, Tally)]
    is_read_twice = bool(sheets) and bool(tallies) and dialect in _MATERIALIZING
    steps = _with_actors(plan, trails, list(spreads.values()), dialect, materialized=is_read_twice)
    names = members.segment_names(plan)
    if not tallies:
        return _places_counted(steps, names, sheets)
    numbers = _tallied(steps, names, tallies)
    if not sheets:
        return numbers
    return sql.union_all(numbers, _places_counted(sql.select(), names, sheets))


def _placed(spreads: Sequence[Spread], trails: Sequence[Trail]) -> dict[tuple[int, int], Placed]:
    keys = dict.fromkeys((place_of(spread.trail, trails), spread.length) for spread in spreads)
    return {key: Placed(number, *key) for number, key in enumerate(keys)}


def _with_actors(
    plan: Plan, trails: Sequence[Trail], spreads: Sequence[Placed], dialect: str, *, materialized: bool
) -> sql.Query:
    if not any(spread.widths for spread in spreads):
        return actors.with_actors(sql.select(), plan, trails, dialect, materialized=materialized)
    steps = actors.with_actors(sql.select(), plan, trails, dialect, name="trails")
    return with_spreads(steps, trails, spreads, source="trails", materialized=materialized)


def _sheets(layers: Sequence[Layer]) -> list[_Sheet]:
    found: dict[tuple[exp.Expr, tuple[int, ...], int], _Sheet] = {}
    for layer in layers:
        end = layer.first + layer.count
        for place, word in enumerate(layer.bits.within(layer.first, end).words):
            if word is not None:
                low, high = max(layer.first - place * WORD, 0), min(end - place * WORD, WORD)
                shifts = tuple(range(low, high, PIECE))
                first = place * WORD - layer.first
                sheet = found.setdefault((word, shifts, first), _Sheet([], word, shifts, first))
                sheet.parts.append(layer.part)
    return list(found.values())


def _places_counted(query: sql.Query, names: Sequence[str], sheets: Sequence[_Sheet]) -> sql.Query:
    """The small steps stand within the query, so that it can be one side of a union."""
    counted = _counted_pieces(names, sheets).subquery("counted")
    return (
        query.select(*_answer(names))
        .from_(counted)
        .join(_places().subquery("places"), on=_has_place())
        .join(_parts(sheets).subquery("parts"), on=_same_sheet("counted", "parts"))
        .group_by(*(sql.whole(number) for number in range(1, 3 + len(names))))
    )


def _pieces(sheets: Sequence[_Sheet]) -> sql.Query:
    rows = [
        (sql.whole(number), sql.whole(shift), sql.whole(sheet.first + shift))
        for number, sheet in enumerate(sheets)
        for shift in sheet.shifts
    ]
    return sql.table_of("piece", ("sheet", "shift", "starts"), rows)


def _pieced(names: Sequence[str], sheets: Sequence[_Sheet]) -> sql.Query:
    words = [sql.column(f"sheet_{number}", "masks") for number, _ in enumerate(sheets)]
    branches = [(_is_number("sheet", number, "pieces"), word) for number, word in enumerate(words)]
    # Words are made before the join: within it they would be made anew for each piece.
    masks = sql.select(*(sql.column(name, "actors") for name in names)).from_("actors")
    for number, sheet in enumerate(sheets):
        masks = masks.select(sql.named(sheet.word, f"sheet_{number}"))
    shift = sql.column("shift", "pieces")
    value = sql.both(sql.shifted_down(sql.paren(sql.case(*branches)), shift), sql.whole((1 << PIECE) - 1))
    return (
        sql.select(
            sql.column("sheet", "pieces"),
            sql.column("starts", "pieces"),
            *(sql.column(name, "masks") for name in names),
            sql.named(value, "piece_bits"),
        )
        .from_(masks.subquery("masks"))
        .join(_pieces(sheets).subquery("pieces"), join_type="CROSS")
    )


def _counted_pieces(names: Sequence[str], sheets: Sequence[_Sheet]) -> sql.Query:
    keys = ("sheet", "starts", *names, "piece_bits")
    return (
        sql.select(*keys, sql.named(exp.Count(this=exp.Star()), "n"))
        .from_(_pieced(names, sheets).subquery("pieced"))
        .where(exp.NEQ(this=sql.column("piece_bits"), expression=sql.whole(0)))
        .group_by(*keys)
    )


def _tallied(query: sql.Query, names: Sequence[str], tallies: Sequence[Tally]) -> sql.Query:
    # As for words: what is counted is made before the join, once for each actor.
    made = sql.select(*(sql.column(name, "actors") for name in names)).from_("actors")
    for number, tally in enumerate(tallies):
        made = made.select(sql.named(tally.x, f"x_{number}"), sql.named(tally.y, f"y_{number}"))
    numbers = range(len(tallies))
    numbered = sql.select(
        sql.column("tally", "tallies"),
        *(sql.column(name, "made") for name in names),
        sql.named(_of_tally([sql.column(f"x_{number}", "made") for number in numbers]), "x"),
        sql.named(_of_tally([sql.column(f"y_{number}", "made") for number in numbers]), "y"),
    ).from_(made.subquery("made"))
    numbered = numbered.join(
        sql.table_of("tally_numbers", ("tally",), [(sql.whole(number),) for number in numbers]).subquery(
            "tallies"
        ),
        join_type="CROSS",
    )
    parts = [(_is_number("tally", number), sql.text(tally.part)) for number, tally in enumerate(tallies)]
    periods = [(_is_number("tally", number), sql.whole(tally.period)) for number, tally in enumerate(tallies)]
    keys = ("tally", *names, "x", "y")
    counted = sql.select(*keys, sql.named(exp.Count(this=exp.Star()), "n")).from_(
        numbered.subquery("numbered")
    )
    counted = counted.where(exp.NEQ(this=sql.column("x"), expression=sql.whole(0))).group_by(*keys)
    return query.select(
        sql.named(sql.case(*parts), "part"), sql.named(sql.case(*periods), "period"), *names, "x", "y", "n"
    ).from_(counted.subquery("counted"))


def _of_tally(values: Sequence[exp.Expr]) -> exp.Expr:
    return sql.case(*((_is_number("tally", number, "tallies"), value) for number, value in enumerate(values)))


def _is_number(name: str, number: int, table: str | None = None) -> exp.Expr:
    return exp.EQ(this=sql.column(name, table), expression=sql.whole(number))


def _places() -> sql.Query:
    return sql.table_of("place", ("bit",), [(sql.whole(bit),) for bit in range(PIECE)])


def _has_place() -> exp.Expr:
    bits, bit = sql.column("piece_bits", "counted"), sql.column("bit", "places")
    here = sql.both(sql.shifted_down(bits, bit), sql.whole(1))
    return exp.EQ(this=here, expression=sql.whole(1))


def _parts(sheets: Sequence[_Sheet]) -> sql.Query:
    rows = [
        (sql.whole(number), sql.text(part)) for number, sheet in enumerate(sheets) for part in sheet.parts
    ]
    return sql.table_of("part_of", ("sheet", "part"), rows)


def _same_sheet(one: str, other: str) -> exp.Expr:
    return exp.EQ(this=sql.column("sheet", one), expression=sql.column("sheet", other))


def _answer(names: Sequence[str]) -> list[exp.Expr]:
    period = exp.Add(this=sql.column("starts", "counted"), expression=sql.column("bit", "places"))
    total = sql.cast(exp.Sum(this=sql.column("n", "counted")), exp.DType.BIGINT)
    return [
        sql.column("part", "parts"),
        sql.named(period, "period"),
        *(sql.column(name, "counted") for name in names),
        sql.named(sql.whole(0), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(total, "n"),
    ]
