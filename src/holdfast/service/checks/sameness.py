"""Instants that are the same in every row: a day of import, not of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAST_ROWS = 50
_INSTANTS = {"customers": "signed_at", "subscriptions": "started_at"}


def find(look: Look) -> Iterator[CheckFinding]:
    """Tables of many rows whose defining instant lies on one local day in all of them."""
    for table, rows in look.counts.items():
        instant = TABLES[table].watermark or _INSTANTS.get(table)
        # Everybody is drawn into a play at once, and that is as it should be.
        if rows < _LEAST_ROWS or not instant or table == "assignments" or not look.has(table, instant):
            continue
        # The days of the two ends, and not the ends of all days: zones are dear.
        first_day, last_day = (look.local_date(f'{end}("{instant}")') for end in ("MIN", "MAX"))
        [(first, last)] = look.rows(f"SELECT {first_day}, {last_day} FROM {table}")
        if first is not None and first == last:
            yield finding(
                table=table,
                kind="impossible",
                severity="warning",
                says=f"{instant} is {first} in all {rows:,} rows: the day of an import rather than of "
                "what happened",
                count=rows,
                of=rows,
                remedy="Map the column that holds the day itself",
            )
