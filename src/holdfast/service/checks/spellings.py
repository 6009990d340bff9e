"""Segments whose value is written in several ways, each of which is a segment of its own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.wording import finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_MOST_VALUES = 1_000
"""A column with more values is no segment."""


def find(look: Look) -> Iterator[CheckFinding]:
    """Per further column of customers: values that differ by capitals and blanks alone."""
    columns = [*look.segments(), *(["plan"] if look.has("customers", "plan") else [])]
    for column in columns:
        name = quoted(column)
        rows = look.rows(
            f"SELECT CAST({name} AS VARCHAR), COUNT(*) FROM customers WHERE {name} IS NOT NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST_VALUES + 1}"
        )
        if len(rows) <= _MOST_VALUES:
            yield from _several(look, column, [(str(value), int(n or 0)) for value, n in rows])


def _several(look: Look, column: str, counts: Sequence[tuple[str, int]]) -> Iterator[CheckFinding]:
    ways: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for value, n in counts:
        ways[" ".join(value.split()).casefold()].append((value, n))
    for spelled in ways.values():
        if len(spelled) > 1:
            (usual, _), *others = spelled
            named = " and ".join(f"{value!r} ({n:,})" for value, n in spelled[:4])
            yield finding(
                table="customers",
                kind="contradictory",
                severity="warning",
                says=f"{column} is {named}: one value in {len(spelled)} spellings, each a segment of its own",
                count=sum(n for _, n in others),
                of=look.counts["customers"],
                remedy=f"Map them to one: values = {{ {others[0][0]!r} = {usual!r} }}",
            )
