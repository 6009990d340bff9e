"""File and row of what a finding is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal, quoted
from holdfast.errors import HoldfastError
from holdfast.tables import Example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.connect.sources.files.load import LoadedTable
    from holdfast.connect.sources.files.model import Relation
    from holdfast.service.checks.look import Look, Raw

EXAMPLES = 3
# Rows of Parquet have no number that a person could look up.
_NUMBERED = ("csv", "json", "fixed")


def examples(look: Look, table: str, column: str, found: Sequence[tuple[str, str]]) -> tuple[Example, ...]:
    """At most three examples, each with file and row where its key can be found in the table's files.

    Args:
        look: The data.
        table: Canonical table.
        column: Column that holds the keys, by our name.
        found: Pairs of key and what to show.
    """
    return _examples(look, tuple(_origins(look, table, column)), found)


def raw_examples(look: Look, raw: Raw, column: str, found: Sequence[tuple[str, str]]) -> tuple[Example, ...]:
    """The same for raw rows and a column of the file's own."""
    return _examples(look, ((raw.relation, column),), found)


def _examples(
    look: Look, origins: Sequence[tuple[Relation, str]], found: Sequence[tuple[str, str]]
) -> tuple[Example, ...]:
    shown = [(key, text.replace("T00:00:00", "")) for key, text in found[:EXAMPLES]]
    placed = _places(look, origins, [key for key, _ in shown])
    return tuple(Example(text, *placed.get(key, (None, None))) for key, text in shown)


def _places(
    look: Look, origins: Sequence[tuple[Relation, str]], keys: Sequence[str]
) -> dict[str, tuple[str, int]]:
    placed: dict[str, tuple[str, int]] = {}
    for relation, name in origins:
        if relation.kind in _NUMBERED and not set(keys) <= set(placed):
            placed = {**_in_files(look, relation, name, keys), **placed}
    return placed


def _origins(look: Look, table: str, column: str) -> Iterator[tuple[Relation, str]]:
    """Relations of files, and the column of each that holds the key."""
    loaded = look.workspace.sources.tables.get(table)
    if loaded is None:
        return
    if loaded.relation.kind != "sql":
        source = next((item.source for item in loaded.conversions if item.column.name == column), None)
        if source:
            yield loaded.relation, source
        return
    yield from _queried(look, loaded, column)


def _queried(look: Look, loaded: LoadedTable, column: str) -> Iterator[tuple[Relation, str]]:
    named = _behind(loaded.mapping.sql or "", column)
    for name in dict.fromkeys(re.findall(r"\bsources\.\"?(\w+)", loaded.mapping.sql or "")):
        relation = look.workspace.sources.sources.get(name)
        if relation is not None and named in relation.names:
            yield relation, named


def _behind(sql: str, column: str) -> str:
    """The source's column that a query gives our name; our name itself where it is no plain column."""
    plain_column = re.compile(
        rf'(?:\b\w+\.)?(?:"([^"]+)"|\b(\w+))\s+AS\s+"?{re.escape(column)}\b', re.IGNORECASE
    )
    found = plain_column.search(sql)
    return next((name for name in found.groups() if name), column) if found else column


def _in_files(look: Look, relation: Relation, name: str, keys: Sequence[str]) -> dict[str, tuple[str, int]]:
    wanted = ", ".join(literal(key) for key in keys)
    placed: dict[str, tuple[str, int]] = {}
    for path, part in zip(relation.files, relation.parts, strict=True):
        sql = (
            f"SELECT k, MIN(n) FROM (SELECT TRIM(CAST({quoted(name)} AS VARCHAR)) AS k, "
            f"ROW_NUMBER() OVER () + {relation.first_row - 1} AS n FROM ({part}) AS p) AS r "
            f"WHERE k IN ({wanted}) GROUP BY k"
        )
        try:
            rows = look.rows(sql)
        except HoldfastError:
            return placed  # a place is a courtesy: its absence must not cost the finding
        placed.update({str(key): (path.name, int(number or 0)) for key, number in rows})
    return placed
