"""Pairs of intervals, one of a cohort and one in which it was found, counted by distance.

Both sets of intervals are cut into pieces of six bits, and actors counted by the two pieces' values: at most
3,969 rows for each two pieces, however many actors there are. Those few rows are unfolded to pairs of
intervals. Joining each actor's intervals with one another takes twice to ten times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import actors
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.plan import Plan

PIECE = 6
_SIZE = (0, 0)
COHORT, FOUND = "cohort", "found"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two sets of intervals of each actor.

    Attributes:
        cohorts: The cohorts an actor is of.
        found: The intervals in which it was found.
        first: Position that is called period 0.
        count: How many cohorts there are.
        reach: The greatest distance that is looked at.
        end: Position after the last interval.
    """

    cohorts: Bits
    found: Bits
    first: int
    count: int
    reach: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Six bits of a word.

    Attributes:
        word: Place of the word.
        shift: Place of the lowest bit in it.
        starts: Period of the lowest bit.
    """

    word: int
    shift: int
    starts: int


def query(plan: Plan, trails: Sequence[Trail], pairs: Pairs, dialect: str) -> sql.Query:
    """Part ``cohort``, the period and n actors of it; part ``found``, the period, x the distance, n found.

    Without segments: the caller has filtered.
    """
    steps = actors.with_actors(sql.select(), plan, trails, dialect)
    period, distance = _place(COHORT), exp.Sub(this=_place(FOUND), expression=_place(COHORT))
    is_size = exp.EQ(this=sql.column("mask", "found_places"), expression=sql.whole(0))
    total = sql.cast(exp.Sum(this=sql.column("n", "paired")), exp.DType.BIGINT)
    return (
        steps.select(
            sql.named(sql.case((is_size, sql.text(COHORT)), default=sql.text(FOUND)), "part"),
            sql.named(period, "period"),
            sql.named(sql.case((is_size.copy(), sql.whole(0)), default=distance), "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(total, "n"),
        )
        .from_(_counted(_paired(pairs)).subquery("paired"))
        .join(_bit_places("cohort_places"), on=_is_set(COHORT))
        .join(_bit_places("found_places", _SIZE), on=_counts(is_size, distance, pairs.reach))
        .group_by(*(sql.whole(number) for number in (1, 2, 3)))
    )


def _counts(is_size: exp.Expr, distance: exp.Expr, reach: int) -> exp.Expr:
    """A found interval within reach, or once for each cohort's own piece: that row counts the members."""
    same = exp.EQ(this=sql.column("cohort_starts", "paired"), expression=sql.column("found_starts", "paired"))
    in_reach = exp.Between(this=sql.paren(distance.copy()), low=sql.whole(0), high=sql.whole(reach))
    return sql.any_of(sql.all_of(is_size.copy(), same), sql.all_of(_is_set(FOUND), in_reach))


def _paired(pairs: Pairs) -> sql.Query:
    """Each actor's two pieces for any two pieces within reach."""
    rows = [
        tuple(sql.whole(number) for number in _numbers(one, other)) for one, other in _within_reach(pairs)
    ]
    names = ("cohort_word", "cohort_shift", "cohort_starts", "found_word", "found_shift", "found_starts")
    pieces = sql.table_of("piece", names, rows).subquery("pieces")
    cohort = _bits(pairs.cohorts.within(pairs.first, pairs.first + pairs.count), "cohort")
    return (
        sql.select(
            sql.column("cohort_starts", "pieces"),
            sql.column("found_starts", "pieces"),
            sql.named(cohort, "cohort_bits"),
            sql.named(_bits(pairs.found, "found"), "found_bits"),
        )
        .from_("actors")
        .join(pieces, join_type="CROSS")
    )


def _within_reach(pairs: Pairs) -> Iterator[tuple[_Piece, _Piece]]:
    for one in _pieces(pairs.first, pairs.first, pairs.first + pairs.count):
        for other in _pieces(pairs.first, pairs.first, pairs.end):
            if one.starts <= other.starts <= one.starts + PIECE - 1 + pairs.reach:
                yield one, other


def _pieces(origin: int, low: int, end: int) -> Iterator[_Piece]:
    """Pieces of a word never reach into the next one."""
    while low < end:
        word, shift = divmod(low, WORD)
        yield _Piece(word, shift, low - origin)
        low = min(low + PIECE, (word + 1) * WORD)


def _numbers(one: _Piece, other: _Piece) -> tuple[int, ...]:
    return one.word, one.shift, one.starts, other.word, other.shift, other.starts


def _bits(bits: Bits, side: str) -> exp.Expr:
    words = [
        (exp.EQ(this=sql.column(f"{side}_word", "pieces"), expression=sql.whole(place)), word)
        for place, word in enumerate(bits.words)
        if word is not None
    ]
    chosen = sql.paren(sql.case(*words)) if len(words) > 1 else sql.paren(words[0][1])
    return sql.both(
        sql.shifted_down(chosen, sql.column(f"{side}_shift", "pieces")), sql.whole((1 << PIECE) - 1)
    )


def _counted(paired: sql.Query) -> sql.Query:
    """Actors by the two pieces' bits; those who are never found again are rows too, for the sizes."""
    keys = ("cohort_starts", "found_starts", "cohort_bits", "found_bits")
    return (
        sql.select(*keys, sql.named(exp.Count(this=exp.Star()), "n"))
        .from_(paired.subquery("each_actor"))
        .where(exp.NEQ(this=sql.column("cohort_bits"), expression=sql.whole(0)))
        .group_by(*keys)
    )


def _place(side: str) -> exp.Expr:
    return sql.paren(
        exp.Add(this=sql.column(f"{side}_starts", "paired"), expression=sql.column("bit", f"{side}_places"))
    )


def _bit_places(name: str, *more: tuple[int, int]) -> exp.Subquery:
    rows = [*more, *((bit, 1 << bit) for bit in range(PIECE))]
    values = [(sql.whole(bit), sql.whole(mask)) for bit, mask in rows]
    return sql.table_of("place", ("bit", "mask"), values).subquery(name)


def _is_set(side: str) -> exp.Expr:
    here = sql.both(sql.column(f"{side}_bits", "paired"), sql.column("mask", f"{side}_places"))
    return exp.NEQ(this=here, expression=sql.whole(0))
