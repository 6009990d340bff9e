"""What is made of an actor's words once its events are grouped: wide ones split, coarse ones read off fine.

Each event pays for every word that is collected, an actor pays once. So two words are collected as one of
twice the width where the engine has such whole numbers, and a trail whose intervals are made up of another's
is read off the other's bits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.emit.actors import Trail


def finer(trail: Trail, trails: Sequence[Trail]) -> int | None:
    """The place of a trail of the same events whose cuts are all of this one's and more; None where none is.

    Trails of several words are not read off others, nor those that need several events in an interval.
    """
    if trail.size > 1 or trail.at_least > 1:
        return None
    places = [place for place, one in enumerate(trails) if _is_finer(one, trail)]
    return max(places, key=lambda place: len(trails[place].cuts), default=None)


def lengthened(trails: Sequence[Trail]) -> list[Trail]:
    """The trails, a fine one going on for as long as a coarse one that can then be read off it."""
    found = list(trails)
    for coarse in trails:
        for place, fine in enumerate(found):
            longer = replace(fine, cuts=(*fine.cuts, *(cut for cut in coarse.cuts if cut > fine.cuts[-1])))
            if finer(coarse, [longer]) is not None:
                found[place] = longer
    return found


def _is_finer(one: Trail, trail: Trail) -> bool:
    same = replace(one, cuts=trail.cuts, keeps_last=trail.keeps_last)
    return same == trail and set(one.cuts) > set(trail.cuts)


def is_paired(trail: Trail, dialect: str) -> bool:
    """Its words are collected in pairs, each as one wide word."""
    return trail.size > 1 and sql.has_wide_masks(dialect)


def pair_names(trail: Trail, number: int) -> list[str]:
    """Columns of the wide words."""
    return [f"trail_{number}_pair_{pair}" for pair in range((trail.size + 1) // 2)]


def steps_after(keys: Sequence[str], trails: Sequence[Trail], dialect: str, source: str) -> list[sql.Query]:
    """Selects from collected words to every trail's words; each reads ``source`` with its number behind."""
    found: list[sql.Query] = []
    if any(is_paired(trail, dialect) for trail in trails):
        found.append(_split(keys, trails, dialect, f"{source}_{len(found)}"))
    coarse = {
        number: place for number, trail in enumerate(trails) if (place := finer(trail, trails)) is not None
    }
    if coarse:
        words = [
            sql.named(
                _coarse_word(trails[number], trails[place], place, f"{source}_{len(found)}"),
                f"trail_{number}_0",
            )
            for number, place in coarse.items()
        ]
        found.append(sql.select(sql.every_column(), *words).from_(f"{source}_{len(found)}"))
    if lasts := [number for number in coarse if trails[number].keeps_last]:
        columns = [_last(trails[number], number) for number in lasts]
        found.append(sql.select(sql.every_column(), *columns).from_(f"{source}_{len(found)}"))
    return found


def _split(keys: Sequence[str], trails: Sequence[Trail], dialect: str, source: str) -> sql.Query:
    columns: list[exp.Expr] = []
    for number, trail in enumerate(trails):
        if finer(trail, trails) is not None:
            continue
        names = list(trail.names(number))
        if is_paired(trail, dialect):
            pairs = pair_names(trail, number)
            halves = [sql.half_of(sql.column(pairs[word // 2]), word % 2) for word in range(trail.size)]
            columns += [sql.named(half, name) for half, name in zip(halves, names, strict=False)]
            names = names[trail.size :]
        columns += [sql.column(name) for name in names]
    return sql.select(*keys, *columns).from_(source)


def _coarse_word(trail: Trail, fine: Trail, number: int, source: str) -> exp.Expr:
    """A bit for each interval in which any of those that it is made up of is set."""
    word: exp.Expr | None = None
    for place, (first, end) in enumerate(_spans(trail, fine)):
        parts = [part for part in fine.bits(number, source).within(first, end).words if part is not None]
        is_set = sql.any_of(*(exp.NEQ(this=part, expression=sql.whole(0)) for part in parts))
        bit = sql.case((is_set, sql.whole(1 << place)), default=sql.whole(0))
        word = bit if word is None else exp.Add(this=word, expression=bit)
    return sql.cast(word or sql.whole(0), exp.DType.BIGINT)


def _spans(trail: Trail, fine: Trail) -> Iterator[tuple[int, int]]:
    """The fine positions, half-open, that each position is made up of."""
    place = {cut: number for number, cut in enumerate(fine.cuts, start=1)}
    starts = [0, *(place[cut] for cut in trail.cuts)]
    return zip(starts, [*starts[1:], fine.size * WORD], strict=True)


def _last(trail: Trail, number: int) -> exp.Expr:
    """The place of the highest bit; -1 where none is set."""
    places = range(len(trail.cuts), -1, -1)
    word = sql.column(f"trail_{number}_0")
    ways = [(exp.GTE(this=word.copy(), expression=sql.whole(1 << p)), sql.whole(p)) for p in places]
    return sql.named(sql.case(*ways, default=sql.whole(-1)), f"trail_{number}_last")
