"""When reminders are due: plain arithmetic of local dates, hours and time zones."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the people of a team are reminded.

    Attributes:
        weekday: Day of check-ins, 0 for Monday.
        hour: Local hour of reminders, in the time zone of whoever is reminded.
        grace_days: Days after it until the deputy is asked.
        every_weeks: Weeks from one reminder to the next.
    """

    weekday: int
    hour: int
    grace_days: int
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent, in the reader's time zone: [from, until), over midnight too.

    The same hour twice is no quiet hour at all.
    """

    begins: int
    ends: int

    def holds(self, hour: int) -> bool:
        """True within them."""
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


def reminder_day(rhythm: Rhythm, starts_on: date, today: date) -> date | None:
    """The latest day of reminders up to today, in a cycle; None before its first."""
    first = starts_on + timedelta(days=(rhythm.weekday - starts_on.weekday()) % _WEEK)
    if today < first:
        return None
    length = _WEEK * rhythm.every_weeks
    return first + timedelta(days=(today - first).days // length * length)


def weekday_before(weekday: int, today: date) -> date:
    """The latest day of that name up to today."""
    return today - timedelta(days=(today.weekday() - weekday) % _WEEK)


def at_hour(day: date, hour: int, zone: str) -> datetime:
    """That hour of a local date, in UTC. One that daylight saving leaves out is the hour after it."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def after_quiet(at: datetime, quiet: Quiet, zone: str) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls in, in UTC."""
    local = at.astimezone(ZoneInfo(zone))
    if not quiet.holds(local.hour):
        return at
    day = local.date() + timedelta(days=1 if local.hour >= quiet.ends else 0)
    return at_hour(day, quiet.ends, zone)


def is_owed(said_on: date | None, *, cadence_days: int, by: date) -> bool:
    """True where a check-in falls due up to a date: there was none, or the cadence is over by then."""
    return said_on is None or said_on + timedelta(days=cadence_days) <= by
