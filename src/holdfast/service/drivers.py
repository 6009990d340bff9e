"""Which experiences go with leaving in a workspace: what `holdfast drivers` and the API answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.measuring import resolve
from holdfast.metrics.snapshots import Looks, snapshot_panel
from holdfast.reasons.drivers.assessing import assess, driver_figures, followed, missing
from holdfast.reasons.drivers.few_persons import survey_figures, told_of_few
from holdfast.reasons.risk.assessing import leaking
from holdfast.reasons.risk.contradiction import refuse_contradiction
from holdfast.reasons.risk.periods import HISTORY_DAYS, HORIZONS, landmarks
from holdfast.reasons.risk.refusing import refuse_little
from holdfast.reasons.risk.scoring import MOST_SEGMENTS
from holdfast.records.drivers import DriversReport
from holdfast.service.leavers_known import refuse_without_leavers
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.reasons.drivers.driver import Driver
    from holdfast.records.snapshot import SnapshotPanel
    from holdfast.service.workspace import Workspace

MOST_ROWS = 30_000
_EVERY, _MOST = 60, 8
"""Landmarks two months apart, of 16 months: more of them see the same leaving again."""


@dataclass(frozen=True, slots=True)
class DriversQuestion:
    """How far ahead, and of whom.

    Attributes:
        horizon_days: 30, 60 or 90.
        filters: Segment column to the values let through.
        without: Segments that are not adjusted for.
    """

    horizon_days: int = 90
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()


def drivers_in(workspace: Workspace, question: DriversQuestion) -> DriversReport:
    """Every candidate experience with how many more leave after it, like for like, and its weight.

    Args:
        workspace: Open.
        question: See `DriversQuestion`.

    Raises:
        InputError: Subscriptions are not mapped; nobody, everybody or fewer than 30 left; a flag contradicts
            the subscriptions.
        SourceError: The engine failed.
    """
    if question.horizon_days not in HORIZONS:
        expected = ", ".join(map(str, HORIZONS))
        raise InputError("--horizon", f"{question.horizon_days} days", f"one of {expected}", "Choose one")
    refuse_without_leavers(workspace, "drivers")
    with workspace.engine.snapshot():
        panel = _panel(workspace, question)
        few = _of_few(workspace, question, panel.snapshots)
    refuse_contradiction(panel)
    everybody = set(panel.customer_id.tolist())
    events = len(set(panel.customer_id[panel.left > 0].tolist()))
    refuse_little(
        str(workspace.path),
        events=events,
        customers=len(everybody),
        stayed=len(everybody) - events,
        days=(workspace.as_of - panel.snapshots[0]).days,
    )
    without = (*question.without, *(leak.column for leak in leaking(panel)))
    of = followed(_without_figures(panel, few), without=without)
    found, explained = assess(of)
    return DriversReport(
        as_of=workspace.as_of,
        horizon_days=question.horizon_days,
        landmarks=panel.snapshots,
        customers=len(everybody),
        left=events,
        explained=explained,
        adjusted_for=of.adjusted_for,
        drivers=found,
        left_out=missing(panel),
        notes=(*_NOTES, *(_FEW.format(one.name) for one in few)),
        segments=() if question.filters else _segments(panel, without),
    )


_NOTES = (
    "A driver is a question, and can be tested: what goes with leaving need not lead to it.",
    "Signs are what customers do; who has decided to leave uses less and answers less.",
)


_FEW = (
    "A {} is told of all customers only: of one segment it would tell what fewer than five persons answered."
)


def _of_few(workspace: Workspace, question: DriversQuestion, days: tuple[date, ...]) -> tuple[Driver, ...]:
    """Candidates that are not told of a segment; none where all customers are asked about."""
    columns = tuple(question.filters)
    if not columns or "surveys" not in workspace.tables:
        return ()
    looks = Looks(days, question.horizon_days, survey_figures(), MOST_ROWS)
    return told_of_few(
        snapshot_panel(workspace.engine, request_for(workspace, PAYING, by=columns), looks), columns
    )


def _without_figures(panel: SnapshotPanel, few: tuple[Driver, ...]) -> SnapshotPanel:
    hidden = {known.name for one in few for known in one.known}
    return replace(panel, columns={name: own for name, own in panel.columns.items() if name not in hidden})


def _segments(panel: SnapshotPanel, without: tuple[str, ...]) -> tuple[tuple[str, str, int], ...]:
    """Of columns that part customers the values and how many have each, the largest first."""
    found = []
    for name, values in panel.segments.items():
        counts = Counter(dict(zip(panel.customer_id.tolist(), values.tolist(), strict=True)).values())
        if name not in without and 1 < len(counts) <= MOST_SEGMENTS:
            found += [(name, str(value), count) for value, count in counts.most_common()]
    return tuple(found)


def _panel(workspace: Workspace, question: DriversQuestion) -> SnapshotPanel:
    by = tuple(one for one in workspace.segments if one not in question.without)
    request = request_for(workspace, PAYING, by=by, filters=question.filters)
    first = resolve(workspace.engine, request).data_start
    days = (
        landmarks(first, workspace.as_of, question.horizon_days, every_days=_EVERY, most=_MOST)
        if first
        else ()
    )
    if not days:
        raise InputError(
            str(workspace.path),
            "the data do not reach back far enough to have seen who left",
            f"at least {question.horizon_days + HISTORY_DAYS} days of subscriptions",
            "Bring older subscriptions, or ask for a shorter horizon by --horizon 30",
        )
    looks = Looks(days, question.horizon_days, driver_figures(), MOST_ROWS)
    return snapshot_panel(workspace.engine, request, looks)
