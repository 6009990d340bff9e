"""The data check: what is missing, doubled, orphaned, late or impossible, and so what is measurable."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.connect.sources.files.faults import UnreadableTableError
from holdfast.connect.sources.files.local_times import local_time_faults
from holdfast.errors import InputError
from holdfast.report.page import DataCheck
from holdfast.service.check_links import doubled, doubled_source_rows, empty_source_columns, orphans, silence
from holdfast.service.check_measurable import measurable
from holdfast.service.check_rows import ask, impossible_rows, later_rows
from holdfast.service.checks import Look, run_checks
from holdfast.tables import TABLES, CheckFinding, CheckReport, TableSummary

if TYPE_CHECKING:
    from holdfast.service.workspace import Workspace
    from holdfast.tables import Table

__all__ = ["CheckReport", "check_workspace", "page_check"]

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check_workspace(workspace: Workspace) -> CheckReport:
    """The data check of a workspace; counts in the engine, a handful of queries per table.

    A table that cannot be read is a finding, and the others are checked all the same. All counts are of one
    moment, as far as the engine can.

    Raises:
        SourceError: The disk or the database failed.
    """
    where_read = workspace.where_read()
    with where_read.engine.snapshot():
        return _checked(where_read)


def _checked(workspace: Workspace) -> CheckReport:
    unreadable = {name: faults for name in workspace.tables if (faults := _unreadable(workspace, name))}
    readable = [name for name in workspace.tables if name not in unreadable]
    as_of = _as_of(workspace)
    found = [finding for faults in unreadable.values() for finding in faults]
    summaries = [TableSummary(name, None) for name in unreadable]
    for name in readable:
        summary = _summary(workspace, TABLES[name])
        summaries.append(summary)
        found += _findings(workspace, summary, readable, as_of)
    sources, source_findings = _sources(workspace)
    found += run_checks(Look(workspace, {item.name: item.rows for item in summaries if item.rows}, as_of))
    empty = {summary.name for summary in summaries if summary.rows == 0}
    can, cannot = measurable(workspace, unreadable=unreadable, empty=empty)
    return CheckReport(
        company=workspace.company.name,
        as_of=as_of,
        tables=(*sorted(summaries, key=lambda item: list(TABLES).index(item.name)), *sources),
        findings=tuple(
            sorted((*found, *source_findings), key=lambda item: (_ORDER[item.severity], -item.count))
        ),
        measurable=can,
        unmeasurable=cannot,
        remarks=tuple(note.text for note in workspace.notes),
    )


def page_check(report: CheckReport) -> DataCheck:
    """The check in the form that the page shows: problems as sentences, notes left out."""
    total = len(report.measurable) + len(report.unmeasurable)
    return DataCheck(
        headline=f"{len(report.measurable)} of {total} metrics can be measured from these data.",
        tables=tuple((table.name, table.rows) for table in report.tables if table.rows is not None),
        problems=tuple(
            f"{item.table}: {item.message}. {item.remedy}."
            for item in report.findings
            if item.severity != "note"
        ),
        measurable=tuple(card.title for card in report.measurable),
        unmeasurable=tuple((card.title, reason) for card, reason in report.unmeasurable),
    )


def _unreadable(workspace: Workspace, name: str) -> tuple[CheckFinding, ...]:
    try:
        workspace.engine.prepare(name)
    except UnreadableTableError as error:
        return error.findings
    except InputError as error:
        message = f"{error.where}: {error.found}; expected {error.expected}"
        return (CheckFinding(name, "impossible", "error", message, error.remedy),)
    return ()


def _as_of(workspace: Workspace) -> date | None:
    try:
        return workspace.as_of
    except InputError:
        return None


def _summary(workspace: Workspace, table: Table) -> TableSummary:
    instant = table.watermark or next((column.name for column in table.columns if column.type == "ts"), None)
    if instant is None:
        return TableSummary(
            table.name, int(workspace.engine.rows(f"SELECT COUNT(*) FROM {table.name}")[0][0] or 0)
        )
    # Placeholders of 1970 and 2038 would make every range of dates look the same.
    kept = f"\"{instant}\" BETWEEN TIMESTAMP '1980-01-01 00:00:00' AND TIMESTAMP '2037-12-31 23:59:59'"
    sql = (
        f'SELECT COUNT(*), MIN("{instant}") FILTER (WHERE {kept}), MAX("{instant}") FILTER (WHERE {kept}) '
        f"FROM {table.name}"
    )
    rows, first, last = workspace.engine.rows(sql)[0]
    return TableSummary(table.name, int(rows or 0), _local(workspace, first), _local(workspace, last))


def _local(workspace: Workspace, instant: object) -> date | None:
    if instant is None:
        return None
    return (
        datetime.fromisoformat(str(instant))
        .replace(tzinfo=UTC)
        .astimezone(ZoneInfo(workspace.time_zone))
        .date()
    )


def _findings(
    workspace: Workspace, summary: TableSummary, readable: list[str], as_of: date | None
) -> list[CheckFinding]:
    table, rows, engine = TABLES[summary.name], summary.rows or 0, workspace.engine
    if not rows and table.name not in workspace.sources.tables:
        return []
    if not rows:
        return [CheckFinding(table.name, "missing", "warning", "the table has no rows", "Export it again")]
    questions = impossible_rows(table)
    if as_of is not None:
        questions += later_rows(table, _instant(workspace, as_of))
    found = [
        *ask(engine, table, questions),
        *doubled(engine, table, rows),
        *orphans(engine, table, rows, readable),
    ]
    loaded = workspace.sources.tables.get(table.name)
    if loaded:
        found += local_time_faults(workspace.sources.raw, loaded)
    if as_of is not None and summary.last is not None:
        found += silence(engine, table, last=summary.last, as_of=as_of, zone=workspace.time_zone)
    return found


def _instant(workspace: Workspace, day: date) -> str:
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(workspace.time_zone)).astimezone(UTC)
    return f"TIMESTAMP '{start:%Y-%m-%d %H:%M:%S}'"


def _sources(workspace: Workspace) -> tuple[list[TableSummary], list[CheckFinding]]:
    summaries: list[TableSummary] = []
    found: list[CheckFinding] = []
    for name, relation in workspace.sources.sources.items():
        source = f"sources.{name}"
        rows = int(workspace.engine.rows(f"SELECT COUNT(*) FROM {source}")[0][0] or 0)
        summaries.append(TableSummary(source, rows))
        found += doubled_source_rows(workspace.engine, source, rows)
        found += empty_source_columns(workspace.engine, source, relation.names, rows)
    return summaries, found
