"""Resolution times of the help desk: as published, and as they looked while some tickets were still open."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.metrics import Request, measure
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.service.workspace import Workspace

WORKSPACE = Path(__file__).parents[1] / "workspaces" / "help_desk"
_LOG = Path("customers") / "helpdesk" / "helpdesk.csv"
_ZONE = ZoneInfo("Europe/Rome")
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_HOURS = 24
_MINUTES = _HOURS * 60
_AS_OF = tuple(date(year, month, 1) for year in (2011, 2012) for month in (1, 4, 7, 10))[:-1]
Ticket = tuple[datetime, datetime]
Row = tuple[str, str, str, str]


def figures(data: str) -> Iterator[Row]:
    """Name, figure, reference and how it was measured.

    Mean and median of all tickets are published. For each as-of date stands the median of the tickets opened
    in the month before: of the closed ones alone, and as the product measures it, by Kaplan-Meier. Their
    reference is computed from the log without the product. The full log tells what became of the same
    tickets: to this truth Kaplan-Meier has to be nearer.
    """
    log = _log(Path(data) / _LOG)
    everyone = [(end - start) / _DAY for start, end in log]
    with open_workspace(WORKSPACE, variables={"DATA": data}) as workspace:
        waits = [minutes / _MINUTES for minutes, _ in _waits(workspace, date(2009, 1, 1), date(2013, 1, 1))]
        yield "Help desk mean days", f"{mean(waits):.1f}", "8.8", "query on tickets"
        yield "Help desk median days", f"{median(waits):.1f}", "3.9", "query on tickets"
        yield "Help desk tickets", f"{len(waits):,}", f"{len(everyone):,}", "query on tickets"
        nearer = 0
        for as_of in _AS_OF:
            naive, censored = _medians(workspace, as_of)
            start = _month_before(as_of)
            seen = [ticket for ticket in log if start <= ticket[0].astimezone(_ZONE).date() < as_of]
            truth = median((end - start) / _DAY for start, end in seen)
            nearer += abs(censored - truth) < abs(naive - truth)
            yield from _as_of(as_of, (naive, censored), _expected(seen, as_of), truth)
    by = "months in which it misses the truth by less"
    yield (
        "Help desk, Kaplan-Meier nearer",
        f"{nearer} of {len(_AS_OF)}",
        f"{len(_AS_OF)} of {len(_AS_OF)}",
        by,
    )


def _as_of(
    as_of: date, found: tuple[float, float], expected: tuple[float, float], truth: float
) -> Iterator[Row]:
    name = f"Help desk at {as_of}"
    said = f"median days of the month's tickets; the full log says {truth:.2f}"
    yield f"{name}, closed alone", f"{found[0]:.2f}", f"{expected[0]:.2f}", f"query, {said}"
    yield f"{name}, Kaplan-Meier", f"{found[1]:.2f}", f"{expected[1]:.2f}", f"measure, {said}"


def _medians(workspace: Workspace, as_of: date) -> tuple[float, float]:
    """Days: the median of closed tickets, and the resolution time that the product measures."""
    start = _month_before(as_of)
    closed = [minutes for minutes, is_closed in _waits(workspace, start, as_of) if is_closed]
    request = Request(
        metric="resolution_time", as_of=as_of, start=start, end=as_of, time_zone=workspace.time_zone
    )
    [measured] = measure(workspace.engine, request)
    return median(closed) / _MINUTES, (measured.value or 0) / _HOURS


def _month_before(day: date) -> date:
    return (day - _DAY).replace(day=1)


def _waits(workspace: Workspace, start: date, as_of: date) -> list[tuple[int, bool]]:
    """Whole minutes from opening to the last activity, or to the as-of date where that came first."""
    first, limit = (
        f"MAKE_TIMESTAMP(EPOCH_US(TIMESTAMP '{day} 00:00:00' AT TIME ZONE '{workspace.time_zone}'))"
        for day in (start, as_of)
    )
    sql = f"""
    SELECT CAST(FLOOR(EPOCH(LEAST(last_solved_at, {limit}) - opened_at) / 60) AS BIGINT),
      last_solved_at < {limit}
    FROM tickets WHERE opened_at >= {first} AND opened_at < {limit}
    """
    return [(int(minutes or 0), bool(is_closed)) for minutes, is_closed in workspace.engine.rows(sql)]


def _log(path: Path) -> list[Ticket]:
    """First and last instant of every case, read without the product."""
    seen: defaultdict[str, list[datetime]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            local = datetime.fromisoformat(row["CompleteTimestamp"]).replace(tzinfo=_ZONE)
            seen[row["CaseID"]].append(local.astimezone(UTC))  # differences of local times miss an hour
    return [(min(instants), max(instants)) for instants in seen.values()]


def _expected(seen: Sequence[Ticket], as_of: date) -> tuple[float, float]:
    """The same two medians by the plain product over single tickets; begun minutes count as whole ones."""
    limit = datetime.combine(as_of, time(), tzinfo=_ZONE).astimezone(UTC)
    closed = sorted(end - start for start, end in seen if end < limit)
    naive = median(wait / _DAY for wait in closed)
    standing = 1.0
    for wait in closed:
        at_risk = sum(min(end, limit) - start >= wait for start, end in seen)
        standing *= 1 - 1 / at_risk
        if standing <= 0.5:
            return naive, ceil(wait / _MINUTE) / _MINUTES
    return naive, 0.0
