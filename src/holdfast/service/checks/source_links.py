"""Raw sources that share an id: rows outside the time of their parent, and attributes that disagree."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.look import plain
from holdfast.service.checks.places import EXAMPLES, raw_examples
from holdfast.service.checks.raw_columns import day, instant_column, span_end_column, start_column
from holdfast.service.checks.wording import finding, slip
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look, Raw
    from holdfast.tables import CheckFinding

# What two files say of one thing has to be the same; other columns of one name are often two things.
_ATTRIBUTES = frozenset(["plan", "plantier", "tier", "seats", "currency", "country", "industry", "region"])


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of one source that belong to a row of another.

    Attributes:
        child: The file of many rows.
        parent: The file in which the id is unique.
        column: The id's name in both.
        rows: Rows of the child that find their parent.
    """

    child: Raw
    parent: Raw
    column: str
    rows: int

    @property
    def joined(self) -> str:
        """SQL from FROM on: child rows c with their parent row p."""
        key = quoted(self.column)
        return f"FROM {self.child.sql} AS c JOIN {self.parent.sql} AS p ON p.{key} = c.{key}"


def find(look: Look) -> Iterator[CheckFinding]:
    """Findings per pair of sources that share an id which is unique in one of them."""
    for link in _links(look):
        yield from _outside(look, link)
        yield from _disagreeing(look, link)


def _links(look: Look) -> Iterator[Link]:
    for parent, child in permutations(look.raw, 2):
        if not _bounds(parent, child) and not _shared(parent, child):
            continue
        for column in parent.names:
            if not plain(column).endswith("id") or column not in child.names:
                continue
            if _is_unique(look, parent, column) and not _is_unique(look, child, column):
                link = Link(child, parent, column, 0)
                [rows] = look.numbers(f"SELECT COUNT(*) {link.joined}")
                if rows:
                    yield replace(link, rows=rows)


def _bounds(parent: Raw, child: Raw) -> tuple[str, str, str] | None:
    """Instant of the child, start and end of the parent; None where a name is missing."""
    theirs = instant_column(child.names)
    start, end = start_column(parent.names), span_end_column(parent.names)
    return (theirs, start, end) if theirs and start and end else None


def _shared(parent: Raw, child: Raw) -> list[str]:
    """Attributes that both sources have; tables say what is history and what is not by their contract."""
    if not (parent.is_source and child.is_source):
        return []
    return [name for name in parent.names if name in child.names and plain(name) in _ATTRIBUTES]


def _is_unique(look: Look, raw: Raw, column: str) -> bool:
    key = quoted(column)
    rows, ids = look.numbers(f"SELECT COUNT({key}), COUNT(DISTINCT {key}) FROM {raw.sql} AS r")
    return rows > 0 and rows == ids


def _outside(look: Look, link: Link) -> Iterator[CheckFinding]:
    """Rows of a day before the start, or after the end, of what they belong to."""
    # Rows of customers are compared with customers.signed_at by the canonical tables.
    bounds = _bounds(link.parent, link.child)
    if bounds is None:
        return
    theirs, start, end = bounds
    cases = (
        (start, "before", f"{day(theirs, 'c')} < {day(start, 'p')}"),
        (end, "after", f"{day(theirs, 'c')} > {day(end, 'p')}"),
    )
    for bound, word, condition in cases:
        [count] = look.numbers(f"SELECT COUNT(*) {link.joined} WHERE {condition}")
        if count:
            says = f"{count:,} of {link.rows:,} rows have {theirs} {word} {bound} in {link.parent.name}"
            yield _found(look, link, count=count, says=says, condition=condition, columns=(theirs, bound))


def _disagreeing(look: Look, link: Link) -> Iterator[CheckFinding]:
    """Attributes of one name that differ between a row and the row it belongs to."""
    for name in _shared(link.parent, link.child):
        condition = f"LOWER(CAST(c.{quoted(name)} AS VARCHAR)) <> LOWER(CAST(p.{quoted(name)} AS VARCHAR))"
        [count] = look.numbers(f"SELECT COUNT(*) {link.joined} WHERE {condition}")
        if count:
            says = f"{count:,} of {link.rows:,} rows have another {name} than their row in {link.parent.name}"
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
        table=link.child.name,
        kind="contradictory",
        severity=slip(count / link.rows),
        says=says,
        count=count,
        of=link.rows,
        remedy="Find out which of the two files is right before both are used",
        examples=raw_examples(look, link.child, link.column, found),
    )
