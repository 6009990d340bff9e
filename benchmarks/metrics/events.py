"""Metrics of events: all of them over one scan, and the cohort table with the memory that it takes."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run by itself for the cohort table

from benchmarks.metrics import data
from benchmarks.metrics.cost import in_own_process, interleaved
from benchmarks.metrics.figures import Figure, ratio

from holdfast.metrics import measure, measure_all
from holdfast.service.measuring import request_for
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics import Grain, Request
    from holdfast.service.workspace import Workspace

SCAN = "SELECT MAX(occurred_at), MAX(customer_id) FROM read_parquet('{place}/events/*.parquet')"
MOST_MEGABYTES = 400
MEMORY_LIMITS = ("1GB", "256MB")
"""The product's own limit, and one that makes the engine spill."""


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """All event metrics together against n-day retention by month, by week and by day; and all by week."""
    place = data.company(folder, scale)
    with open_workspace(place) as workspace:
        by_month = all_of_them(workspace)
        by_week, by_day = ([_by(grain, one) for one in by_month] for grain in ("week", "day"))
        costs = interleaved(
            {
                "all": lambda: measure_all(workspace.engine, by_month),
                "all by week": lambda: measure_all(workspace.engine, by_week),
                "one": lambda: measure(workspace.engine, by_month[0]),
                "one by week": lambda: measure(workspace.engine, by_week[0]),
                "one by day": lambda: measure(workspace.engine, by_day[0]),
            }
        )
        name = f"all {len(by_month)} metrics of events over one scan against one n-day query"
        yield ratio(name, costs["all"], costs["one"], 1.2)
        for other in ("one by week", "one by day"):
            yield ratio(f"{name} {other.removeprefix('one ')}", costs["all"], costs[other], None)
        yield ratio(f"{name}, both by week", costs["all by week"], costs["one by week"], None)


def _by(grain: Grain, request: Request) -> Request:
    return replace(request, grain=grain, start=date.fromisoformat(data.FIRST), end=request.as_of)


def cohort_table_figures(folder: Path, scale: str) -> Iterator[Figure]:
    """The cohort table of 24 months, each run a process of its own: against a bare scan, and its memory."""
    for memory in MEMORY_LIMITS:
        place = data.company(folder, scale, memory=memory)
        table, scan, nothing = (
            in_own_process([sys.executable, __file__, str(place), what])
            for what in ("table", "scan", "nothing")
        )
        name = f"cohort table of 24 months, engine limited to {memory}"
        limit = 4.0 if memory == MEMORY_LIMITS[0] else None
        yield ratio(f"{name}: against a bare scan", table.cpu - nothing.cpu, scan.cpu - nothing.cpu, limit)
        note = f"of the process, which has {nothing.megabytes:.0f} MB before it"
        yield Figure(f"{name}: peak memory", table.megabytes, MOST_MEGABYTES, "MB", note)


def all_of_them(workspace: Workspace) -> list[Request]:
    """n-day, unbounded and bracket retention, lifecycle, stickiness and active customers, by month."""
    asked: list[tuple[str, dict[str, str | int]]] = [
        ("event_retention", {"at": 1}),
        ("event_retention", {"variant": "unbounded", "at": 1}),
        ("event_retention", {"variant": "bracket", "at": 1}),
        ("lifecycle", {}),
        ("stickiness", {}),
        ("active_customers", {}),
    ]
    return [request_for(workspace, name, parameters=parameters) for name, parameters in asked]


def _run(place: Path, what: str) -> None:
    from holdfast.metrics.cohorts import cohort_table  # noqa: PLC0415 - not for the parent

    with open_workspace(place) as workspace:
        workspace.engine.prepare("events")
        if what == "table":
            cohort_table(workspace.engine, request_for(workspace, "event_retention"))
        elif what == "scan":
            workspace.engine.rows(SCAN.format(place=place))


if __name__ == "__main__":
    _run(Path(sys.argv[1]), sys.argv[2])
