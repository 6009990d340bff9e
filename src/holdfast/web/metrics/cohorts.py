"""Tables of cohorts: kept as JSON, shown as a heat table whose cells have a number and a shade."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.records import CohortCell
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.records import CohortTable

MOST_COLUMNS, MOST_ROWS = 25, 36
SHADES = 8
"""Steps between the least and the greatest share of a table."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its share, above 1 where money grew, and how dark it is, 0 to `SHADES` less one."""

    share: float
    shade: int
    is_final: bool
    retained: int
    counted: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A cohort: None stands where the interval has not begun, or nobody counts."""

    period: Period
    size: int
    is_whole: bool
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Cohorts as the page shows them.

    Attributes:
        unit: What distances are counted in (``month``).
        columns: Names of the distances.
        average: Over final cells of whole cohorts.
        of_money: Cells are of money, and not of members.
        is_cut: Some columns or older cohorts are left out.
        error: Why there is none; empty where there is one.
    """

    unit: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    average: tuple[HeatCell | None, ...]
    of_money: bool
    is_cut: bool
    error: str = ""


def as_json(table: CohortTable) -> dict[str, Any]:
    """A table as it is kept, cut to what a page can show: the latest cohorts, the first distances."""
    rows, columns = table.rows[-MOST_ROWS:], table.columns[:MOST_COLUMNS]
    return {
        "unit": table.unit,
        "columns": list(columns),
        "rows": [
            {
                "start": row.period.start.isoformat(),
                "end": row.period.end.isoformat(),
                "size": row.size,
                "is_whole": row.is_whole,
                "cells": _cells(row.cells[:MOST_COLUMNS]),
            }
            for row in rows
        ],
        "average": _cells(table.average[:MOST_COLUMNS]),
        "of_money": table.of_money,
        "is_cut": len(rows) < len(table.rows) or len(columns) < len(table.columns),
    }


def heat_table(kept: Mapping[str, Any]) -> HeatTable | None:
    """The table that was kept; None where there is none."""
    if not kept:
        return None
    if "error" in kept:
        return HeatTable("", (), (), (), of_money=False, is_cut=False, error=kept["error"])
    cells = [_read(row["cells"]) for row in kept["rows"]]
    # The first column is nearly always the whole cohort: counted in, it would leave one shade for the rest.
    shares = [cell.share for row in cells for cell in row[1:] if cell is not None and cell.share is not None]
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    return HeatTable(
        unit=kept["unit"],
        columns=tuple(kept["columns"]),
        rows=tuple(
            HeatRow(_period(row), row["size"], row["is_whole"], _shaded(some, low, high))
            for row, some in zip(kept["rows"], cells, strict=True)
        ),
        average=_shaded(_read(kept["average"]), low, high),
        of_money=kept["of_money"],
        is_cut=kept["is_cut"],
    )


def _cells(cells: Sequence[CohortCell | None]) -> list[list[int] | None]:
    return [None if one is None else [one.retained, one.counted, int(one.is_final)] for one in cells]


def _read(cells: Sequence[Sequence[int] | None]) -> list[CohortCell | None]:
    return [None if one is None else CohortCell(one[0], one[1], is_final=bool(one[2])) for one in cells]


def _shaded(cells: Sequence[CohortCell | None], low: float, high: float) -> tuple[HeatCell | None, ...]:
    span = (high - low) or 1.0

    def shaded(cell: CohortCell | None) -> HeatCell | None:
        if cell is None or cell.share is None:
            return None
        step = int(SHADES * (cell.share - low) / span)
        shade = min(SHADES - 1, max(0, step))
        return HeatCell(cell.share, shade, cell.is_final, cell.retained, cell.counted)

    return tuple(shaded(one) for one in cells)


def _period(row: Mapping[str, Any]) -> Period:
    return Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
