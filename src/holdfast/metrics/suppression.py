"""Cell suppression: which cells of a table of persons are not shown, so that none can be worked out.

A cell of a few persons is left out (primary), and others beside it (complementary), until what the totals
less the cells shown tell is of enough persons again. Each total is looked at by itself: a cell that several
totals of a table in three columns or more determine together is not found.

Source:
    Cox 1980, Suppression methodology and statistical disclosure control, Journal of the American Statistical
    Association 75, 377-385.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Cell = tuple[str, ...]
    """One value for each column that the table is cut by."""


def hidden_cells(persons: Mapping[Cell, int], *, least: int, also: Collection[Cell] = ()) -> frozenset[Cell]:
    """The cells that are not shown where every total of the table is.

    Args:
        persons: Every cell's number; a cell of nobody tells nothing.
        least: Persons that a cell, and what totals tell of those hidden, must be of.
        also: Cells that are hidden for another reason.
    """
    hidden = {cell for cell, count in persons.items() if 0 < count < least} | set(also)
    groups = _groups(persons)
    is_open = bool(hidden)
    while is_open:
        is_open = False
        for group in groups:
            shown = [cell for cell in group if persons[cell] and cell not in hidden]
            if shown and _is_told(group & hidden, persons, least):
                hidden.add(min(shown, key=lambda cell: (persons[cell], cell)))
                is_open = True
    return frozenset(hidden)


def tells_hidden(
    part: frozenset[Cell], persons: Mapping[Cell, int], hidden: frozenset[Cell], *, least: int
) -> bool:
    """Whether the sum of some cells, beside those shown and the totals, tells of too few persons.

    Args:
        part: The cells that are added up.
        persons: Every cell's number.
        hidden: As `hidden_cells` has them.
        least: As there.
    """
    if len(part) == 1:
        return part <= hidden
    rests = ((group - part) & hidden for group in _groups(persons) if group & part)
    return any(_is_told(cells, persons, least) for cells in (part & hidden, *rests))


def _groups(persons: Mapping[Cell, int]) -> list[frozenset[Cell]]:
    """Cells that a total is of: all, and those alike in some columns and not in all."""
    return [frozenset(group) for kept in _margins(persons) for group in _alike(persons, kept)]


def _margins(persons: Mapping[Cell, int]) -> Iterator[tuple[int, ...]]:
    columns = len(next(iter(persons), ()))
    for size in range(columns):
        yield from combinations(range(columns), size)


def _alike(persons: Mapping[Cell, int], kept: tuple[int, ...]) -> Collection[list[Cell]]:
    groups: dict[Cell, list[Cell]] = {}
    for cell in persons:
        groups.setdefault(tuple(cell[place] for place in kept), []).append(cell)
    return groups.values()


def _is_told(cells: frozenset[Cell], persons: Mapping[Cell, int], least: int) -> bool:
    """Whether cells of which the sum is known are too few: one alone is known, and may tell of another."""
    return bool(cells) and (len(cells) == 1 or sum(persons[cell] for cell in cells) < least)
