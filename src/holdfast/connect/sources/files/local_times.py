"""Local times that a change of clocks leaves out or has twice, counted where they stand in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal
from holdfast.tables import CheckFinding

if TYPE_CHECKING:
    from holdfast.connect.sources.files.load import LoadedTable
    from holdfast.connect.sources.files.model import Answering

# Clocks move by an hour, on Lord Howe Island by half of one.
_MOVES = ("'30 MINUTES'", "'60 MINUTES'")


def local_time_faults(raw: Answering, loaded: LoadedTable) -> tuple[CheckFinding, ...]:
    """A note per column with such times; empty where every instant has an offset or the zone is UTC."""
    asked = [item for item in loaded.conversions if item.local]
    if not asked:
        return ()
    counts = ", ".join(
        f"COUNT(*) FILTER (WHERE {condition})"
        for item in asked
        for condition in (_left_out(item.local or "", item.zone), _twice(item.local or "", item.zone))
    )
    rows, *found = (
        int(cell or 0) for cell in raw.rows(f"SELECT COUNT(*), {counts} FROM ({loaded.source_sql}) AS r")[0]
    )
    notes = []
    for number, item in enumerate(asked):
        left_out, twice = found[2 * number : 2 * number + 2]
        said = {
            f"has {left_out:,} local times that the change of clocks in {item.zone} leaves out": left_out,
            f"has {twice:,} local times that the change of clocks in {item.zone} has twice": twice,
        }
        notes += [
            _note(loaded, f"{item.column.name} {text}", count, rows) for text, count in said.items() if count
        ]
    return tuple(notes)


def _note(loaded: LoadedTable, message: str, count: int, rows: int) -> CheckFinding:
    return CheckFinding(
        table=loaded.mapping.table,
        kind="impossible",
        severity="note",
        message=message,
        remedy="Export instants with their offset; until then these are off by the move at most",
        count=count,
        share=count / rows,
    )


def _left_out(local: str, zone: str) -> str:
    there = f"(({local}) AT TIME ZONE {literal(zone)})"
    return f"({there} AT TIME ZONE {literal(zone)}) <> ({local})"


def _twice(local: str, zone: str) -> str:
    instant = f"(({local}) AT TIME ZONE {literal(zone)})"
    moved = " OR ".join(
        f"(({instant} {sign} INTERVAL {move}) AT TIME ZONE {literal(zone)}) = ({local})"
        for sign in "+-"
        for move in _MOVES
    )
    return f"({moved})"
