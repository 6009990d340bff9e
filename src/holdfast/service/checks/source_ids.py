"""Ids of raw rows that occur again with other content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.raw_columns import id_column
from holdfast.service.checks.wording import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

# Below it the id is not the row's own: an invoice has many lines.
_OWN_SHARE = 0.9


def find(look: Look) -> Iterator[CheckFinding]:
    """Per source whose first column is nearly unique: ids that rows of different content share."""
    for name, relation in look.sources.items():
        column = id_column(relation.names)
        if column is not None:
            yield from _repeated(look, f"sources.{name}", column)


def _repeated(look: Look, source: str, column: str) -> Iterator[CheckFinding]:
    key = quoted(column)
    rows, ids = look.numbers(f"SELECT COUNT({key}), COUNT(DISTINCT {key}) FROM {source}")
    if ids == rows or ids < _OWN_SHARE * rows:
        return
    twice = f"SELECT {key} AS k FROM {source} GROUP BY {key} HAVING COUNT(*) > 1"
    different = (
        f"SELECT k FROM (SELECT DISTINCT t.k, r.* FROM {source} AS r JOIN ({twice}) AS t ON t.k = r.{key}"
        ") AS d GROUP BY k HAVING COUNT(*) > 1"
    )
    [count] = look.numbers(f"SELECT COUNT(*) FROM ({different}) AS c")
    if not count:
        return
    shown = look.rows(f"SELECT k FROM ({different}) AS c ORDER BY k LIMIT {EXAMPLES}")
    yield finding(
        table=source,
        kind="doubled",
        severity="warning",
        says=f"{count:,} of {ids:,} {column} occur in several rows of different content",
        count=count,
        of=ids,
        remedy="Find out which row is right, or whether ids were given twice",
        examples=examples(look, source, column, [(str(k), f"{column} {k}") for (k,) in shown]),
    )
