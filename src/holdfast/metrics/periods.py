"""The calendar: periods of a grain as local dates, and the instants at which local days start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.errors import InputError
from holdfast.units import Period

if TYPE_CHECKING:
    from holdfast.metrics.request import Request

_MOST = 5_000
_MONTHS = {"month": 1, "quarter": 3, "fiscal_quarter": 3}


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of the answer.

    Attributes:
        period: Local dates, half-open; cut off at the requested start and end.
        is_whole: The request does not cut it off, nor do the data begin within it.
    """

    period: Period
    is_whole: bool


def slots(request: Request) -> tuple[Slot, ...]:
    """The periods that a request covers and that begin before its as-of date, in order.

    Args:
        request: A start that it gives cuts the first period off; one from the data leaves it whole on paper.

    Returns:
        Periods that tile; empty where neither request nor data have a start.

    Raises:
        InputError: There would be more than 5,000 periods.
    """
    first = request.start or request.data_start
    if first is None:
        return ()
    last = min(request.end or date.max, request.as_of)
    found: list[Slot] = []
    start = period_start(first, request)
    while start < last:
        if len(found) == _MOST:
            raise _too_many(request, first)
        found.append(_slot(start, next_start(start, request), first=first, request=request))
        start = next_start(start, request)
    return tuple(found)


def day_start(day: date, zone: str) -> datetime:
    """The instant at which a local day starts, as naive UTC.

    Where the clock skips midnight this is the day's first instant; where midnight comes twice, the first.

    Raises:
        InputError: The zone is not known.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=_zone(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def period_start(day: date, request: Request) -> date:
    """First local date of the period of the request's grain in which a day lies."""
    if request.grain == "day":
        return day
    if request.grain == "week":
        return day - timedelta(days=(day.weekday() - request.week_start) % 7)
    first_month = request.fiscal_start_month if request.grain == "fiscal_quarter" else 1
    return _add_months(day.replace(day=1), -((day.month - first_month) % _MONTHS[request.grain]))


def last_ended(request: Request) -> Period:
    """The last whole period of the request's grain that ended by its as-of date."""
    end = period_start(request.as_of, request)
    return Period(period_start(end - timedelta(days=1), request), end)


def next_start(start: date, request: Request) -> date:
    """First local date after the period that starts on a day."""
    if request.grain in _MONTHS:
        return _add_months(start, _MONTHS[request.grain])
    return start + timedelta(days=1 if request.grain == "day" else 7)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; the month's last day where it has no such day."""
    first = _add_months(day.replace(day=1), -months)
    last = _add_months(first, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            "time zone", f"{name!r} is not known", "an IANA name such as Europe/Berlin", "Look the name up"
        ) from None


def _slot(start: date, end: date, *, first: date, request: Request) -> Slot:
    cut = min(end, request.end) if request.end else end
    shown = max(start, first) if request.start else start
    return Slot(Period(shown, cut), is_whole=start >= first and cut == end)


def _add_months(first_of_month: date, months: int) -> date:
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)


def _too_many(request: Request, first: date) -> InputError:
    return InputError(
        f"periods of one {request.grain}",
        f"there are more than {_MOST} from {first} to {request.as_of}",
        f"at most {_MOST}",
        "Give a later start or a longer grain; a start this early is often a wrong date in the data",
    )
