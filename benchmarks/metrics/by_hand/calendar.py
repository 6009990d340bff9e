# ruff: noqa: E501 - queries read better unbroken
"""The months and the local days of the queries by hand: Berlin, January 2023 to December 2024, as of 1 January 2025.

Written for speed, as one does who knows the zone: months begin at known instants, and local time is one hour ahead
of UTC or two. Converting each instant by its zone takes ten times as long.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
MONTHS = 24
END = "TIMESTAMP '2024-12-31 23:00:00'"
"""The as-of instant, in UTC."""


def _start(number: int) -> str:
    local = datetime(2023 + number // 12, number % 12 + 1, 1, tzinfo=ZONE)
    return f"TIMESTAMP '{local.astimezone(UTC).replace(tzinfo=None)}'"


STARTS = [_start(number) for number in range(MONTHS + 1)]
"""Of the months, and the end of the last, in UTC."""

_CUTS = ", ".join(
    f"TIMESTAMP '{2023 + number // 12}-{number % 12 + 1:02}-01'" for number in range(MONTHS + 1)
)
CUT_TABLE = f"SELECT number - 1 AS cut, moment FROM (SELECT UNNEST(range(1, 26)) AS number, UNNEST([{_CUTS}]) AS moment)"


def month(at: str) -> str:
    """The number of the month that an instant lies in, 24 from the as-of instant on."""
    return _halves(at, STARTS, 0)


def cut(at: str) -> str:
    """How many starts of months lie before an instant: the first month at whose start a span stands."""
    return _halves(at, ["", *STARTS], 0, sign="<=")


def day(at: str) -> str:
    """The local date of an instant."""
    changes = ["2023-03-26", "2023-10-29", "2024-03-31", "2024-10-27"]
    hours = [1, 2, 1, 2, 1]
    branches = " ".join(
        f"WHEN {at} < TIMESTAMP '{on} 01:00:00' THEN INTERVAL {h} HOUR"
        for on, h in zip(changes, hours[:4], strict=True)
    )
    return f"CAST({at} + CASE {branches} ELSE INTERVAL 1 HOUR END AS DATE)"


def month_of_day(local: str) -> str:
    """The number of the month of a local date."""
    return f"(EXTRACT(year FROM {local}) - 2023) * 12 + EXTRACT(month FROM {local}) - 1"


def _halves(at: str, starts: list[str], first: int, *, sign: str = "<") -> str:
    if len(starts) == 1:
        return str(first)
    middle = len(starts) // 2
    early, late = (
        _halves(at, starts[:middle], first, sign=sign),
        _halves(at, starts[middle:], first + middle, sign=sign),
    )
    return f"CASE WHEN {at} {sign} {starts[middle]} THEN {early} ELSE {late} END"
