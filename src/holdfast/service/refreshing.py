"""Refresh a workspace's figures, and read what earlier refreshes recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.engines.digest import customers_digests
from holdfast.connect.store.kept import FolderOfKept
from holdfast.connect.store.partials import FilePartials
from holdfast.errors import HoldfastError, InputError
from holdfast.metrics.discovery import catalogue
from holdfast.metrics.partials.outcome import MetricRefresh, MetricVerification
from holdfast.metrics.partials.refreshing import Refresher
from holdfast.metrics.partials.sources import END_OF_TIME, LATE_DAYS, Sources
from holdfast.metrics.periods import day_start
from holdfast.service.measuring import request_for
from holdfast.service.withholding import shown_revisions
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from holdfast.metrics.partials.model import Revision
    from holdfast.metrics.request import Grain
    from holdfast.service.workspace import Workspace

    Tell = Callable[[int, int, str], None]

STORE_FOLDER = ".holdfast"
# They change with every payment, and no segment is made of them.
_NOT_DIGESTED = frozenset({"is_paying", "free_since"})


def refresh_workspace(
    workspace: Workspace,
    *,
    recorded_at: datetime,
    metrics: Sequence[str] = (),
    is_full: bool = False,
    tell: Tell | None = None,
) -> tuple[MetricRefresh, ...]:
    """Bring what is kept of each metric up to the workspace's as-of date, one transaction a metric.

    A metric that cannot be measured here, or whose source fails, has its error and stops no other.

    Args:
        workspace: Open; figures are kept in the folder ``.holdfast`` beside its file.
        recorded_at: Aware UTC.
        metrics: Names; all that the data allow unless given.
        is_full: Read everything anew.
        tell: Called before each metric with how many are done, of how many, and its name. What it raises
            ends the work; metrics that are done stay done, the one at work is as it was.

    Raises:
        InputError: A metric of that name does not exist.
    """
    names = _names(workspace, metrics)
    workspace.sources.remember(workspace.path.parent / STORE_FOLDER)
    customers = _Customers(workspace)
    files = _files(workspace)
    refresher = _refresher(workspace, customers, recorded_at, files, is_full=is_full)
    found = []
    for done, name in enumerate(names):
        if tell:
            tell(done, len(names), name)
        if files is None:  # else all metrics are of the same files
            customers.forget()
        try:
            # What is kept of one metric is of one moment, although several queries count it.
            with workspace.engine.snapshot():
                found.append(MetricRefresh(name, refresher.refresh(request_for(workspace, name))))
        except HoldfastError as error:
            found.append(MetricRefresh(name, error=error))
    return tuple(found)


def verify_workspace(
    workspace: Workspace, *, recorded_at: datetime, choose: Callable[[int], int]
) -> tuple[MetricVerification, ...]:
    """Count one frozen day of each metric again and compare it with what is kept.

    Args:
        workspace: Open.
        recorded_at: Aware UTC.
        choose: Picks one of so many days, from 0.

    Raises:
        SourceError: The engine failed.
    """
    refresher = _refresher(workspace, _Customers(workspace), recorded_at, _files(workspace))
    return tuple(_verified(workspace, refresher, choose))


def recorded_values(
    folder: Path, metric: str, grain: Grain, *, by: str | None = None
) -> tuple[Revision, ...]:
    """Every revision of a metric's values that refreshes recorded, as far as they are shown; reads no data.

    Args:
        folder: Of the workspace, or its file.
        metric: Name.
        grain: Length of the periods.
        by: Segment column; None for everybody.

    Raises:
        InputError: None is recorded.
        SourceError: The file cannot be read.
    """
    place = folder if folder.is_dir() else folder.parent
    cut = () if by is None else (by,)
    recorded = FilePartials(place / STORE_FOLDER).revisions(metric, grain=grain)
    found = tuple(one for one in recorded if tuple(name for name, _ in one.measurement.segment) == cut)
    if not found:
        raise InputError(
            metric,
            f"no value by {grain}{f' and {by}' if by else ''} is recorded",
            "values of a refresh",
            "Run holdfast refresh first",
        )
    return shown_revisions(found, catalogue())


def latest_values(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The last revision of each value of the definition that was recorded last, in the given order."""
    version = max(revisions, key=lambda one: one.recorded_at).measurement.version
    latest = {}
    for revision in revisions:
        if revision.measurement.version == version:
            latest[revision.measurement.period, revision.measurement.segment] = revision
    return tuple(latest.values())


def _names(workspace: Workspace, metrics: Sequence[str]) -> Sequence[str]:
    for name in metrics:
        workspace.catalogue.metric(name)
    return metrics or list(workspace.catalogue.metrics)


def _verified(
    workspace: Workspace, refresher: Refresher, choose: Callable[[int], int]
) -> Iterator[MetricVerification]:
    for name in workspace.catalogue.metrics:
        try:
            yield MetricVerification(name, refresher.verify(request_for(workspace, name), choose))
        except InputError:
            continue  # not measurable here, so nothing is kept of it


class _Customers:
    """Digests of customers for the dates that a refresh asks for: one scan for each as-of date kept."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._columns = [name for name in workspace.engine.columns("customers") if name not in _NOT_DIGESTED]
        self._known: dict[datetime, str] = {}

    def __call__(self, _: Sequence[str], before: date) -> str:
        days = (before, self._workspace.as_of, END_OF_TIME)
        instants = [day_start(day, self._workspace.time_zone) for day in days]
        if instants[0] not in self._known:
            found = customers_digests(self._workspace.engine, self._columns, instants)
            # What was told to one metric holds for the next: a later scan may be of another file.
            self._known = {**found, **self._known}
        return self._known[instants[0]]

    def forget(self) -> None:
        """The next metric is of a moment of its own."""
        self._known = {}


def _refresher(
    workspace: Workspace,
    customers: _Customers,
    recorded_at: datetime,
    files: FolderOfKept | None,
    *,
    is_full: bool = False,
) -> Refresher:
    late = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}
    return Refresher(
        workspace.engine,
        FilePartials(workspace.path.parent / STORE_FOLDER),
        segments=workspace.segments,
        sources=Sources(workspace.mapping, customers, {**late, **workspace.late_days}),
        recorded_at=recorded_at,
        is_full=is_full,
        files=files,
    )


def _files(workspace: Workspace) -> FolderOfKept | None:
    """Where the embedded engine reads the data it can keep actors and rows; elsewhere all are read."""
    from holdfast.connect.engines.duckdb import DuckDBEngine  # noqa: PLC0415 - no database needs it

    engine = workspace.engine
    folder = workspace.path.parent / STORE_FOLDER
    return FolderOfKept(engine, folder) if isinstance(engine, DuckDBEngine) else None
