"""A cohort table as aligned text, as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.words import day_text, period_text
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from holdfast.records import CohortCell, CohortTable, MetricCard

_CSV_COLUMNS = (
    "metric",
    "variant",
    "version",
    "cohort_start",
    "cohort_end",
    "size",
    "distance",
    "retained",
    "counted",
    "share",
    "is_final",
)


def cohort_table_text(card: MetricCard, table: CohortTable) -> str:
    """A row per cohort with its size and shares in per cent, then the weighted average of final cells.

    A cell that can still change has a ``*``; one whose interval has not begun is blank.
    """
    title = f"{card.title} ({card.name}), cohorts by {table.unit.replace('_', ' ')}"
    if not table.rows:
        return f"{title}\n\nNothing to measure: the data hold no cohort for this metric.\n"
    head = ("cohort", "size", *table.columns)
    rows = [
        (period_text(row.period), f"{row.size:,}", *(_shown(cell) for cell in row.cells))
        for row in table.rows
    ]
    rows.append(("average", "", *(_shown(cell) for cell in table.average)))
    right: Align = "right"
    align: tuple[Align, ...] = ("left", *(right for _ in head[1:]))
    whole = "what is paid of what the members paid at first" if table.of_money else "retained of all members"
    notes = (
        f"* can still change. Average: {whole}, over final cells of whole cohorts.\n"
        f"Data up to {day_text(table.as_of)} (that day not included). "
        f"Definition: {table.variant}, version {table.version}."
    )
    return f"{title}\n\n{aligned_table(head, rows, align)}\n\n{notes}\n"


def cohort_table_csv(table: CohortTable) -> str:
    """CSV with a header and one row per cell; what has not begun has empty figures."""
    import csv  # noqa: PLC0415  only this form needs it, and start-up time is part of the product
    from io import StringIO  # noqa: PLC0415  the same

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    for row in table.rows:
        cohort = (table.metric, table.variant, table.version, row.period.start, row.period.end, row.size)
        for distance, cell in zip(table.columns, row.cells, strict=True):
            writer.writerow((*cohort, distance, *_figures(cell)))
    return buffer.getvalue()


def cohort_table_json(card: MetricCard, table: CohortTable) -> str:
    """JSON with rows of cells; a cell whose interval has not begun is null."""
    document = {
        "metric": table.metric,
        "title": card.title,
        "variant": table.variant,
        "version": table.version,
        "unit": table.unit,
        "of_money": table.of_money,
        "as_of": table.as_of.isoformat(),
        "columns": list(table.columns),
        "cohorts": [
            {
                "period": {"start": row.period.start.isoformat(), "end": row.period.end.isoformat()},
                "size": row.size,
                "is_whole": row.is_whole,
                "cells": [_cell_dict(cell) for cell in row.cells],
            }
            for row in table.rows
        ],
        "average": [_cell_dict(cell) for cell in table.average],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _shown(cell: CohortCell | None) -> str:
    if cell is None or cell.share is None:
        return ""
    return f"{100 * cell.share:.1f}%{'' if cell.is_final else '*'}"


def _figures(cell: CohortCell | None) -> tuple[object, ...]:
    if cell is None:
        return ("", "", "", "")
    return (cell.retained, cell.counted, cell.share, str(cell.is_final).lower())


def _cell_dict(cell: CohortCell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "retained": cell.retained,
        "counted": cell.counted,
        "share": cell.share,
        "is_final": cell.is_final,
    }
