"""Ids of raw rows that occur again with other content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.places import EXAMPLES, raw_examples
from holdfast.service.checks.raw_columns import id_column
from holdfast.service.checks.wording import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look, Raw
    from holdfast.tables import CheckFinding

# Below it the id is not the row's own: an invoice has many lines.
_OWN_SHARE = 0.9
# Distinct ids of more rows than this cost more than they tell.
_MOST_ROWS = 5_000_000


def find(look: Look) -> Iterator[CheckFinding]:
    """Per file whose first column is nearly unique: ids that rows of different content share."""
    for raw in look.raw:
        column = id_column(raw.names)
        # Keys of tables are checked with the tables; what remains are ids that no column of ours holds.
        if column is not None and (raw.is_source or _is_unmapped(look, raw, column)):
            yield from _repeated(look, raw, column)


def _is_unmapped(look: Look, raw: Raw, column: str) -> bool:
    loaded = look.workspace.sources.tables[raw.name]
    mapped = {item.source for item in loaded.conversions}
    return column not in mapped and look.counts[raw.name] <= _MOST_ROWS


def _repeated(look: Look, raw: Raw, column: str) -> Iterator[CheckFinding]:
    key, source = quoted(column), f"{raw.sql} AS x"
    rows, ids = look.numbers(f"SELECT COUNT({key}), COUNT(DISTINCT {key}) FROM {source}")
    if ids == rows or ids < _OWN_SHARE * rows:
        return
    twice = f"SELECT {key} AS k FROM {source} GROUP BY {key} HAVING COUNT(*) > 1"
    different = (
        f"SELECT k FROM (SELECT DISTINCT t.k, r.* FROM {raw.sql} AS r JOIN ({twice}) AS t ON t.k = r.{key}"
        ") AS d GROUP BY k HAVING COUNT(*) > 1"
    )
    [count] = look.numbers(f"SELECT COUNT(*) FROM ({different}) AS c")
    if not count:
        return
    shown = look.rows(f"SELECT k FROM ({different}) AS c ORDER BY k LIMIT {EXAMPLES}")
    yield finding(
        table=raw.name,
        kind="doubled",
        severity="warning",
        says=f"{count:,} of {ids:,} {column} occur in several rows of different content",
        count=count,
        of=ids,
        remedy="Find out which row is right, or whether ids were given twice",
        examples=raw_examples(look, raw, column, [(str(k), f"{column} {k}") for (k,) in shown]),
    )
