"""Whether customers who wrote about a theme leave more often than customers like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.ranking.model import REMEMBERED_DAYS, SPELL_DAYS
from holdfast.stats.holm import holm
from holdfast.stats.like_for_like import Likes
from holdfast.stats.person_time import said_before, spells
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from holdfast.reasons.ranking.model import Lives, Said
    from holdfast.records.reason import Verdict
    from holdfast.stats.like_for_like import Difference

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

FALSE_ALARMS = 0.07
"""Chance of any among all that is called out."""
LEAST_LEAVERS = 30
LEAST_CUSTOMERS = 30
_TENURES = (1, 2, 3, 6, 12, 24)
_QUARTER = 91
_MOST_THINGS, _MOST_VALUES, _LEAST_ROWS = 12, 20, 30
_ROUNDS = 3
_OVERLAP = 0.2


@dataclass(frozen=True, slots=True)
class Weighed:
    """A theme against leaving.

    Attributes:
        verdict: What the figures allow to say.
        difference: Of shares leaving in 30 days, like for like; None where not weighed.
        share_with: Leaving in 30 days among those who wrote about it.
        raw_gap: Less the share of all others.
        rows: Spells of 30 days of customers who wrote about it.
        paid_lost: What those of them who left had paid a month, minor units; nan where it is not known.
        apart_from: Places of themes that it cannot be told apart from.
    """

    verdict: Verdict
    difference: Difference | None = None
    share_with: float = 0.0
    raw_gap: float = 0.0
    rows: int = 0
    paid_lost: float = float("nan")
    apart_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """Spells in which something had been said before: rows, and which themes."""

    about: Reals
    left: Reals
    customer: Ints
    likes: Likes
    raw_without: Reals


def weigh(lives: Lives, said: Said, themes: int) -> tuple[Weighed, ...]:
    """Each theme's weight, in the order of the themes.

    A customer counts as having written about a theme from the next spell of 30 days on, for half a year.
    It is compared, spell by spell, with customers who wrote about as many different things in that half year,
    and are alike in tenure, quarter and segment. So many things and not so many texts: a theme that makes
    customers write again does not make them differ, and whoever is unhappy writes about more things. Among
    customers who wrote about equally many, which these are says nothing of how much they write at all.

    Themes that go with leaving are then held beside each other: what is left of one of them beside the others
    counts. One of which nothing is left there cannot be told apart from them.

    Returns:
        Nothing weighed where fewer than 30 customers left; "too few" for a theme of fewer than 30 customers.
    """
    table = _table(lives, said, themes)
    if table is None or table.left.sum() < LEAST_LEAVERS:
        return (Weighed("not weighed"),) * themes
    people = [len(np.unique(table.customer[table.about[:, place] > 0])) for place in range(themes)]
    candidates = [place for place in range(themes) if people[place] >= LEAST_CUSTOMERS]
    differences, alone, found = _found(table, candidates)
    return tuple(
        _weighed(
            table,
            lives,
            place,
            differences[place],
            _verdict(place, alone, found),
            _twins(table, place, alone, found),
        )
        if place in differences
        else Weighed("too few")
        for place in range(themes)
    )


def _found(table: _Table, candidates: list[int]) -> tuple[dict[int, Difference], set[int], set[int]]:
    """Differences beside each other, the themes that stand out alone, and those that do beside the others."""
    about = table.about[:, candidates]
    first = table.likes.differences(about)
    alone = beside = _standing_out(first)
    differences = first
    for _ in range(_ROUNDS):
        differences = table.likes.differences(about, beside=sorted(beside))
        more = beside | _standing_out(differences)
        if more == beside:
            break
        beside = more
    found = _left_beside(differences, beside)
    named = dict(zip(candidates, differences, strict=True))
    return named, {candidates[one] for one in alone | beside}, {candidates[one] for one in found}


def _standing_out(differences: list[Difference]) -> set[int]:
    told = holm([_chance_of_more(one) for one in differences], level=FALSE_ALARMS)
    pairs = enumerate(zip(differences, told, strict=True))
    return {place for place, (one, is_told) in pairs if is_told and one.estimate > 0}


def _chance_of_more(difference: Difference) -> float:
    """Of so much more leaving by chance: less leaving is never called out."""
    return difference.chance / 2 if difference.estimate > 0 else 1 - difference.chance / 2


def _left_beside(differences: list[Difference], beside: set[int]) -> set[int]:
    """Of the themes that stand out, those that do beside each other: the others are not asked again."""
    some = sorted(beside)
    return {some[place] for place in _standing_out([differences[one] for one in some])}


def _verdict(place: int, alone: set[int], found: set[int]) -> Verdict:
    if place in found:
        return "goes with leaving"
    return "cannot be told apart" if place in alone else "no sign"


def _twins(table: _Table, place: int, alone: set[int], found: set[int]) -> tuple[int, ...]:
    """Themes that a theme, standing out by itself alone, overlaps with; the nearest one in any case."""
    if place in found or place not in alone:
        return ()
    others = sorted(alone - {place})
    if not others:
        return ()
    alike = {one: float(np.corrcoef(table.about[:, place], table.about[:, one])[0, 1]) for one in others}
    near = tuple(one for one in others if alike[one] >= _OVERLAP)
    return near or (max(others, key=lambda one: alike[one]),)


def _weighed(  # noqa: PLR0913, PLR0917 - what a weight is made of
    table: _Table, lives: Lives, place: int, difference: Difference, verdict: Verdict, twins: tuple[int, ...]
) -> Weighed:
    about = table.about[:, place] > 0
    share = float(table.left[about].mean())
    gone = table.customer[about & (table.left > 0)]
    return Weighed(
        verdict=verdict,
        difference=difference,
        share_with=share,
        raw_gap=share - float(table.raw_without[place]),
        rows=int(about.sum()),
        paid_lost=float(lives.paid[gone].sum()),
        apart_from=twins,
    )


def _table(lives: Lives, said: Said, themes: int) -> _Table | None:
    known = spells(lives.began, lives.left, until=lives.until, length=SPELL_DAYS)
    saying, spell = said_before(
        known, customer=said.customer, day=said.day, began=lives.began, within=REMEMBERED_DAYS
    )
    about = np.zeros((len(known.customer), themes + 1))
    about[spell, said.theme[saying]] = 1.0  # a text about no theme (-1) is the last column: something else
    things = about.sum(axis=1).astype(np.int64)
    wrote = things > 0
    if not wrote.any():
        return None
    left = known.left.astype(np.float64)
    factors = np.column_stack(
        list(_factors(lives, things[wrote], known.number[wrote], known.start[wrote], known.customer[wrote]))
    )
    _, cluster = np.unique(known.customer[wrote], return_inverse=True)
    counts = about[:, :-1].sum(axis=0)
    events = left @ about[:, :-1]
    without = (left.sum() - events) / np.maximum(len(left) - counts, 1)
    return _Table(
        about=about[wrote, :-1],
        left=left[wrote],
        customer=known.customer[wrote],
        likes=Likes(factors, left[wrote], cluster),
        raw_without=without,
    )


def _factors(lives: Lives, things: Ints, number: Ints, start: Ints, customer: Ints) -> Iterator[Reals]:
    """Columns of what is known of a spell besides: things written about, tenure, quarter, segments."""
    yield _columns(np.minimum(things, _MOST_THINGS))
    yield _columns(np.digitize(number, _TENURES))
    yield _columns((start - start.min()) // _QUARTER)
    for values in lives.segments.values():
        _, codes = np.unique(values[customer], return_inverse=True)
        counts = np.bincount(codes)
        kept = np.argsort(-counts, kind="stable")[:_MOST_VALUES]
        yield _columns(np.where(np.isin(codes, kept), codes, -1))


def _columns(codes: Ints) -> Reals:
    """A column of 0 and 1 for each kind but the commonest; rare kinds stay with it."""
    kinds, counts = np.unique(codes, return_counts=True)
    kept = kinds[(counts >= _LEAST_ROWS) & (kinds != kinds[counts.argmax()])]
    columns: Reals = (codes[:, None] == kept[None, :]).astype(np.float64)
    return columns
