"""Tables that stop some days before the as-of date, so that the last period looks finished and is not."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_STARTS = {"customers": "signed_at", "subscriptions": "started_at"}
# Longer silences are found by the check of late tables; shorter ones are weekends.
_LEAST_DAYS, _MOST_DAYS = 3, 14
# Beyond it no new customers are a cohort that was cut out, or a bad year.
_MOST_STARTLESS_DAYS = 62
_LEAST_ACTIVE_DAYS = 60
# A young company has longer pauses than it will have later: the last year shows its rhythm.
_RHYTHM = timedelta(days=400)


def find(look: Look) -> Iterator[CheckFinding]:
    """Tables silent up to the as-of date for some days, and for twice as long as ever before."""
    if look.as_of and not look.workspace.is_as_of_stated:
        yield from _within_month(look, look.as_of)
    for table in look.counts if look.as_of else ():
        instant = TABLES[table].watermark or _STARTS.get(table)
        if instant and look.as_of and not look.is_derived(table) and look.has(table, instant):
            yield from _stopped(look, table, instant, look.as_of)


def _within_month(look: Look, as_of: date) -> Iterator[CheckFinding]:
    """A note where the data end within a month and nobody has said that they should."""
    table = next((name for name in look.counts if TABLES[name].watermark), None)
    days = calendar.monthrange(as_of.year, as_of.month)[1]
    if table is None or as_of.day == 1:
        return
    yield finding(
        table=table,
        kind="late",
        severity="note",
        says=f"the data end on {as_of}: of the last month they have {as_of.day - 1} of {days} days, and "
        "whatever is counted in it is not final",
        count=0,
        of=0,
        remedy="Judge the months before, or state as_of under [data] if the data are complete beyond",
    )


def _stopped(look: Look, table: str, instant: str, as_of: date) -> Iterator[CheckFinding]:
    name = f'"{instant}"'
    days = (
        f"SELECT DISTINCT {look.local_date(name)} AS day FROM {table} WHERE {name} < {look.end} "
        f"AND {name} >= TIMESTAMP '{as_of - _RHYTHM} 00:00:00'"
    )
    pauses = f"SELECT day, day - LAG(day) OVER (ORDER BY day) AS pause FROM ({days}) AS d"
    [(last, active, longest)] = look.rows(f"SELECT MAX(day), COUNT(*), MAX(pause) FROM ({pauses}) AS p")
    if last is None or int(active or 0) < _LEAST_ACTIVE_DAYS:
        return
    silent = (as_of - date.fromisoformat(str(last))).days - 1
    limit = _MOST_DAYS if TABLES[table].watermark else _MOST_STARTLESS_DAYS
    if not _LEAST_DAYS <= silent <= limit or silent <= 2 * int(longest or 0):
        return
    yield finding(
        table=table,
        kind="late",
        severity="warning",
        says=f"{instant} stops on {last}, {silent:,} days before the as-of date {as_of}, with no pause above "
        f"{int(longest or 0) - 1:,} days before: the last period is not finished, and misleads",
        count=0,
        of=0,
        remedy=f"Set as_of to the day after {last}, or export the table again",
    )
