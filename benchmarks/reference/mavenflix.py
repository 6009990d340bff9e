"""MavenFlix: one month has as many churn rates as there are formulas, and an unfinished one looks great."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import Measurement
    from holdfast.service.workspace import Workspace

WORKSPACE = Path(__file__).parents[1] / "workspaces" / "mavenflix"
Row = tuple[str, str, str, str]
PUBLISHED = {
    date(2022, 10, 1): {
        "standard": "31.0 %",
        "stripe": "21.3 %",
        "baremetrics": "44.0 %",
        "average": "33.5 %",
    },
    date(2023, 8, 1): {
        "standard": "17.4 %",
        "stripe": "16.4 %",
        "baremetrics": "20.5 %",
        "average": "20.0 %",
    },
}


def figures(data: str) -> Iterator[Row]:
    """Name, figure, reference and how it was measured."""
    with open_workspace(WORKSPACE, variables={"DATA": data}) as workspace:
        for month, references in PUBLISHED.items():
            for variant, reference in references.items():
                found = _of(workspace, month, variant)
                yield f"MavenFlix {month:%b %Y} {variant}", _percent(found), reference, "measure, logo_churn"
        unfinished = _of(workspace, date(2023, 9, 1), "standard")
        yield "MavenFlix Sep 2023, unfinished", _percent(unfinished), "4.9 %", "measure, logo_churn"
        state = "final" if unfinished.is_mature else "not final"
        yield "MavenFlix Sep 2023, its state", state, "not final", "measure, logo_churn"


def _of(workspace: Workspace, month: date, variant: str) -> Measurement:
    end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    [found] = measure_metric(workspace, "logo_churn", start=month, end=end, parameters={"variant": variant})
    return found


def _percent(one: Measurement) -> str:
    return "none" if one.value is None else f"{100 * one.value:.1f} %"
