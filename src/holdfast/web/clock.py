"""The clock of the web application. Everything below the views is handed an instant or a date."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def real() -> datetime:
    """The instant now, aware, in UTC."""
    return datetime.now(UTC)


def standing_at(day: date) -> Callable[[], datetime]:
    """A clock for the demo: the time of day runs, the date stays as far from today as it was at the start."""
    offset = datetime.combine(day, time(), UTC) - datetime.combine(real().date(), time(), UTC)
    return lambda: real() + offset


def now() -> datetime:
    """The instant now, aware, in UTC: the clock that the settings name."""
    moment: datetime = settings.CLOCK()
    return moment


def today(zone: str) -> date:
    """The local date now in a time zone (IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def days_ago(days: int) -> datetime:
    """The instant that many days before now."""
    return now() - timedelta(days=days)
