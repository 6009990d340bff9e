"""The text that Holdfast emits against the best SQL by hand, and against obvious forms, on one engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.metrics.by_hand import QUERIES
from benchmarks.metrics.by_hand.obvious import RANGE_JOIN, SCANS, TRAILING_JOIN
from benchmarks.metrics.cost import interleaved
from benchmarks.metrics.figures import Figure, ratio

from holdfast.metrics import compile_sql, measure, resolve
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.metrics.by_hand.model import ByHand

    from holdfast.metrics.declaration import Setting
    from holdfast.service.workspace import Workspace

SMALL_MS = 10
"""What a query may cost more where data are so small that a ratio says nothing."""


def text_of(workspace: Workspace, metric: str, **parameters: Setting) -> str:
    """The emitted text of 24 months."""
    request = resolve(workspace.engine, request_for(workspace, metric, parameters=parameters))
    return compile_sql(request, engine=workspace.engine)


def against_hand(workspace: Workspace, *, is_small: bool) -> Iterator[Figure]:
    """Each metric's emitted text against the same by hand, which must count what Holdfast measures."""
    for metric, by_hand in QUERIES.items():
        if metric not in workspace.catalogue.metrics:
            continue
        _refuse_other_figures(workspace, metric, by_hand)
        costs = interleaved(
            {
                "ours": _run(workspace, text_of(workspace, metric)),
                "hand": _run(workspace, by_hand.sql),
            },
            times=5,
        )
        more = 1000 * (costs["ours"] - costs["hand"])
        note = f"{costs['ours']:.3f} against {costs['hand']:.3f} CPU s"
        if is_small:
            yield Figure(f"{metric}: emitted more than by hand", more, SMALL_MS, "ms", note)
        else:
            yield Figure(f"{metric}: emitted against by hand", costs["ours"] / costs["hand"], 1.10, note=note)


def _refuse_other_figures(workspace: Workspace, metric: str, by_hand: ByHand) -> None:
    """Ends the run where the query by hand counts something else."""
    measured = measure(workspace.engine, request_for(workspace, metric))
    ours = {number: (one.numerator, one.denominator) for number, one in enumerate(measured)}
    rows = workspace.engine.rows(by_hand.check.format(sql=by_hand.sql))
    theirs = {int(month or 0): (int(part or 0), int(whole or 0)) for month, part, whole in rows}
    for month, (part, whole) in ours.items():
        if whole and theirs.get(month) != (part, whole):
            sys.exit(f"{metric}, month {month}: measured {part} of {whole}, by hand {theirs.get(month)}")


def against_range_join(workspace: Workspace) -> Iterator[Figure]:
    """Churn and net revenue retention against joining every span with every month that it covers."""
    for metric, obvious in RANGE_JOIN.items():
        if metric in workspace.catalogue.metrics:
            costs = interleaved(
                {
                    "ours": _run(workspace, text_of(workspace, metric)),
                    "join": _run(workspace, obvious),
                }
            )
            yield ratio(f"{metric}: ledger against months x spans", costs["ours"], costs["join"], 0.5)
    costs = interleaved(
        {
            "ours": _run(workspace, text_of(workspace, "nrr", trailing_months=12)),
            "join": _run(workspace, TRAILING_JOIN),
        }
    )
    yield ratio("nrr of 12 months: ledger against months x spans", costs["ours"], costs["join"], 0.5)


def against_scan(workspace: Workspace) -> Iterator[Figure]:
    """Each metric against a bare scan of the columns it touches."""
    for metric, (scan, limit) in SCANS.items():
        if metric in workspace.catalogue.metrics:
            costs = interleaved(
                {
                    "ours": _run(workspace, text_of(workspace, metric)),
                    "scan": _run(workspace, scan.format(place=workspace.path.parent)),
                }
            )
            yield ratio(f"{metric}: against a bare scan", costs["ours"], costs["scan"], limit)


def _run(workspace: Workspace, sql: str) -> Callable[[], object]:
    return lambda: workspace.engine.rows(sql)
