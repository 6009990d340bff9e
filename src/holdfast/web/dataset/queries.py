"""Reads of the data: tables with their age and faults, what waits, and the last check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from holdfast.tables import TABLES
from holdfast.values import dataclass
from holdfast.web.dataset import places
from holdfast.web.dataset.models import Arrival, Check, Pull
from holdfast.web.dataset.stated import Files, Stated, files_of, stated

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

_SHOWN = 50
_MOST_PULLS = 200
_SHOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class TableLine:
    """A canonical table of the workspace.

    Attributes:
        name: Canonical name.
        meaning: What one row is.
        origin: Where it comes from, in words.
        files: What lies on the disk; empty for tables of a database.
        rows: At the last check; None where they were not counted.
        first: Local date of the earliest instant then, as ISO text, or None.
        last: Of the latest.
        error: Why it cannot be used; empty where it can.
        warnings: Findings of the last check that bend numbers.
    """

    name: str
    meaning: str
    origin: str
    files: Files
    rows: int | None
    first: str | None
    last: str | None
    error: str
    warnings: int


@dataclass(frozen=True, slots=True)
class DataPage:
    """The data of the workspace.

    Attributes:
        told: The workspace file.
        tables: In the contract's order.
        waiting: Files that wait for a person, the latest first.
        undoable: Files that replaced another one, which is still kept.
        pulls: By name.
        check: The last one that ended, or None.
        asked_at: When a check was asked for that has not ended, or None.
    """

    told: Stated
    tables: tuple[TableLine, ...]
    waiting: tuple[Arrival, ...]
    undoable: tuple[Arrival, ...]
    pulls: tuple[Pull, ...]
    check: Check | None
    asked_at: datetime | None


def data_page(shift: timedelta) -> DataPage:
    """All of it. Five queries, and a look at the folder; no data file is opened.

    Args:
        shift: How far the clock of the pages is from the disk's.

    Raises:
        InputError: The workspace file cannot be read.
    """
    told = stated()
    check = last_check()
    asked = Check.objects.filter(finished_at=None).first()
    return DataPage(
        told=told,
        tables=tuple(
            _line(told, name, check.report if check else {}, shift) for name in TABLES if name in told.tables
        ),
        waiting=waiting_rows(),
        undoable=tuple(Arrival.objects.filter(state="used", kept=True).select_related("by")[:_SHOWN]),
        pulls=tuple(Pull.objects.all()[:_MOST_PULLS]),
        check=check,
        asked_at=asked.asked_at if asked else None,
    )


def waiting_rows() -> tuple[Arrival, ...]:
    """Files that wait for a person, the latest first. One query."""
    rows = Arrival.objects.filter(state="waiting").select_related("by")[:_SHOWN]
    return tuple(row for row in rows if places.waiting(row).is_file())


def waiting_file(key: uuid.UUID) -> Arrival:
    """One file that waits.

    Raises:
        Http404: It was used or dropped, or never came.
    """
    row = Arrival.objects.filter(key=key, state="waiting").select_related("by").first()
    if row is None or not places.waiting(row).is_file():
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Freshness:
    """The sources in four figures.

    Attributes:
        tables: How many there are.
        oldest: When the one changed that has not changed for longest, or None.
        pulls: Files that are fetched by themselves.
        failing: Tables that cannot be used and pulls that failed.
    """

    tables: int
    oldest: datetime | None
    pulls: int
    failing: int


def freshness(shift: timedelta) -> Freshness:
    """How the sources stand. Queries as for the page of the data.

    Args:
        shift: How far the clock of the pages is from the disk's.

    Raises:
        InputError: The workspace file cannot be read.
    """
    page = data_page(shift)
    changed = [one.files.changed_at for one in page.tables if one.files.changed_at]
    failing = sum(bool(one.error) for one in page.tables) + sum(bool(one.error) for one in page.pulls)
    return Freshness(len(page.tables), min(changed, default=None), len(page.pulls), failing)


def last_check() -> Check | None:
    """The last data check that ended."""
    return Check.objects.exclude(finished_at=None).order_by("-finished_at", "-pk").first()


def table_line(told: Stated, name: str, shift: timedelta) -> TableLine:
    """One table, as on the list."""
    check = last_check()
    return _line(told, name, check.report if check else {}, shift)


def findings_of(report: Mapping[str, Any], severity: str = "", table: str = "") -> list[Mapping[str, Any]]:
    """Findings of a stored report, of one severity and table where they are named."""
    return [
        one
        for one in report.get("findings", ())
        if (not severity or one["severity"] == severity) and (not table or one["table"] == table)
    ]


def found_of_table(table: str) -> dict[str, Any]:
    """The faults of a table at the last check, without a column to show them at."""
    check = last_check()
    errors = findings_of(check.report, "error", table) if check else []
    said = " ".join(f"{one['message']}." for one in errors)
    return {"error": said} if said else {}


def _line(told: Stated, name: str, report: Mapping[str, Any], shift: timedelta) -> TableLine:
    section = told.tables[name]
    patterns = told.patterns_of(section)
    files = files_of(patterns, shift) if patterns else Files((), 0, None)
    known: Sequence[Mapping[str, Any]] = report.get("tables", ())
    summary: Mapping[str, Any] = next((one for one in known if one["name"] == name), {})
    errors = findings_of(report, "error", name)
    return TableLine(
        name=name,
        meaning=TABLES[name].meaning,
        origin=_origin(told, section, files),
        files=files,
        rows=summary.get("rows"),
        first=summary.get("first"),
        last=summary.get("last"),
        error=files.error or (f"{errors[0]['message']}. {errors[0]['remedy']}." if errors else ""),
        warnings=len(findings_of(report, "warning", name)),
    )


def _origin(told: Stated, section: Mapping[str, Any], files: Files) -> str:
    if "table" in section:
        return f"table {section['table']} of the database"
    if told.engine == "postgres":
        return "a query in the database"
    shown = ", ".join(files.names[:_SHOWN_NAMES]) or ", ".join(told.patterns_of(section))
    more = f" and {len(files.names) - _SHOWN_NAMES} more" if len(files.names) > _SHOWN_NAMES else ""
    return f"a query over {shown}{more}" if "sql" in section else f"{shown}{more}"
