"""Raw sources that share an id: rows outside the time of their parent, and attributes that disagree."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.look import plain
from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.raw_columns import day, end_column, instant_column, start_column
from holdfast.service.checks.wording import finding, slip
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

# What two files say of one thing has to be the same; other columns of one name are often two things.
_ATTRIBUTES = frozenset(["plan", "plantier", "tier", "seats", "currency", "country", "industry", "region"])


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of one source that belong to a row of another.

    Attributes:
        child: Name of the source of many rows.
        parent: Name of the source in which the id is unique.
        column: The id's name in both.
        rows: Rows of the child that find their parent.
    """

    child: str
    parent: str
    column: str
    rows: int

    @property
    def joined(self) -> str:
        """SQL from FROM on: child rows c with their parent row p."""
        key = quoted(self.column)
        child, parent = quoted(self.child), quoted(self.parent)
        return f"FROM sources.{child} AS c JOIN sources.{parent} AS p ON p.{key} = c.{key}"


def find(look: Look) -> Iterator[CheckFinding]:
    """Findings per pair of sources that share an id which is unique in one of them."""
    for link in _links(look):
        yield from _outside(look, link)
        yield from _disagreeing(look, link)


def _links(look: Look) -> Iterator[Link]:
    for parent, child in permutations(look.sources, 2):
        names = look.sources[parent].names
        for column in names:
            if not plain(column).endswith("id") or column not in look.sources[child].names:
                continue
            if _is_unique(look, parent, column) and not _is_unique(look, child, column):
                link = Link(child, parent, column, 0)
                [rows] = look.numbers(f"SELECT COUNT(*) {link.joined}")
                if rows:
                    yield replace(link, rows=rows)


def _is_unique(look: Look, source: str, column: str) -> bool:
    key = quoted(column)
    rows, ids = look.numbers(f"SELECT COUNT({key}), COUNT(DISTINCT {key}) FROM sources.{quoted(source)}")
    return rows > 0 and rows == ids


def _outside(look: Look, link: Link) -> Iterator[CheckFinding]:
    """Rows of a day before the start, or after the end, of what they belong to."""
    theirs = instant_column(look.sources[link.child].names)
    names = look.sources[link.parent].names
    start, end = start_column(names), end_column(names)
    # Rows of customers are compared with customers.signed_at by the canonical tables.
    if theirs is None or start is None or end is None:
        return
    cases = (
        (start, "before", f"{day(theirs, 'c')} < {day(start, 'p')}"),
        (end, "after", f"{day(theirs, 'c')} > {day(end, 'p')}"),
    )
    for bound, word, condition in cases:
        [count] = look.numbers(f"SELECT COUNT(*) {link.joined} WHERE {condition}")
        if count:
            says = f"{count:,} of {link.rows:,} rows have {theirs} {word} {bound} in sources.{link.parent}"
            yield _found(look, link, count=count, says=says, condition=condition, columns=(theirs, bound))


def _disagreeing(look: Look, link: Link) -> Iterator[CheckFinding]:
    """Attributes of one name that differ between a row and the row it belongs to."""
    shared = [name for name in look.sources[link.parent].names if name in look.sources[link.child].names]
    for name in shared:
        if plain(name) not in _ATTRIBUTES:
            continue
        condition = f"LOWER(CAST(c.{quoted(name)} AS VARCHAR)) <> LOWER(CAST(p.{quoted(name)} AS VARCHAR))"
        [count] = look.numbers(f"SELECT COUNT(*) {link.joined} WHERE {condition}")
        if count:
            says = (
                f"{count:,} of {link.rows:,} rows have another {name} than their row in sources.{link.parent}"
            )
            yield _found(look, link, count=count, says=says, condition=condition, columns=(name, name))


def _found(  # noqa: PLR0913 (a finding and what it is shown by)
    look: Look, link: Link, *, count: int, says: str, condition: str, columns: tuple[str, str]
) -> CheckFinding:
    key, ours, theirs = quoted(link.column), quoted(columns[0]), quoted(columns[1])
    shown = look.rows(
        f"SELECT c.{key}, MIN(CAST(c.{ours} AS VARCHAR)), MIN(CAST(p.{theirs} AS VARCHAR)) {link.joined} "
        f"WHERE {condition} GROUP BY c.{key} ORDER BY c.{key} LIMIT {EXAMPLES}"
    )
    found = [(str(k), f"{link.column} {k}: {mine} against {other}") for k, mine, other in shown]
    return finding(
        table=f"sources.{link.child}",
        kind="contradictory",
        severity=slip(count / link.rows),
        says=says,
        count=count,
        of=link.rows,
        remedy="Find out which of the two files is right before both are used",
        examples=examples(look, f"sources.{link.child}", link.column, found),
    )
