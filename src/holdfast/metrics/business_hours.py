"""Business hours: which times of which local dates count, and since when they do."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXT = "business_hours"
"""The text of a definition that says them, and the key in ``[company]``."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(
    r"(?P<first>[a-z]{3})[a-z]*(?:\s*-\s*(?P<last>[a-z]{3})[a-z]*)?\s+(?P<times>\d.*)", re.IGNORECASE
)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_SINCE = re.compile(r"from\s+(\d{4}-\d{2}-\d{2})\s*:?\s*(.*)", re.IGNORECASE)
_NOT = re.compile(r"not\s+(.*)", re.IGNORECASE)
_EXPECTED = (
    "lines such as 'Mon-Fri 09:00-12:00 and 13:00-17:00', 'not 2024-12-25', "
    "'from 2024-07-01: Mon-Fri 08:00-18:00'"
)
_DAY_MINUTES = 24 * 60
_HOUR_MINUTES = 60
_WEEK = 7

Spans = tuple[tuple[int, int], ...]
"""Minutes of the local day, half-open, in order."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """A calendar of the times that count.

    Attributes:
        weeks: By the local date from which they hold, in order; each has the spans of days from Monday on.
        holidays: Local dates on which no time counts.
    """

    weeks: tuple[tuple[date, tuple[Spans, ...]], ...]
    holidays: frozenset[date]

    def spans(self, day: date) -> Spans:
        """What counts of a local date, by the week that holds on it: later changes leave it alone."""
        number = bisect_right(self.weeks, day, key=lambda week: week[0]) - 1
        if number < 0 or day in self.holidays:
            return ()
        return self.weeks[number][1][day.weekday()]

    def instants(self, first: date, last: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """The times that count from one local date to another, both included, as naive UTC, in order."""
        place = ZoneInfo(zone)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for opens, closes in self.spans(day):
                yield _instant(day, opens, place), _instant(day, closes, place)

    def days_for(self, hours: float) -> int:
        """Days within which so many business hours surely pass, whatever the day they begin on."""
        least = min(
            sum(closes - opens for spans in week for opens, closes in spans) for _, week in self.weeks
        )
        lost = len(self.holidays) * _DAY_MINUTES
        return _WEEK * (ceil((hours * _HOUR_MINUTES + lost) / least) + 1)


def business_hours(text: str) -> BusinessHours:
    """The calendar that a text says.

    Raises:
        InputError: There is no time in it that counts, or a line cannot be read; the message has it.
    """
    weeks: dict[date, list[Spans]] = {}
    holidays: set[date] = set()
    since = date.min
    for line in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        if found := _NOT.fullmatch(line):
            holidays |= {_date(part.strip(), line) for part in found[1].split(",")}
            continue
        if found := _SINCE.fullmatch(line):
            since, line = _date(found[1], line), found[2]  # noqa: PLW2901 - the rest of it
        week = weeks.setdefault(since, [()] * _WEEK)
        for part in filter(None, (part.strip() for part in line.split(","))):
            _add(week, part)
    read = BusinessHours(
        tuple((day, tuple(week)) for day, week in sorted(weeks.items())), frozenset(holidays)
    )
    if not read.weeks or any(not any(week) for _, week in read.weeks):
        raise _refused(text.strip() or "nothing")
    return read


def _add(week: list[Spans], part: str) -> None:
    found = _FORM.fullmatch(part)
    days = [name.lower() for name in (found["first"], found["last"] or found["first"])] if found else []
    if not found or not set(days) <= set(_DAYS):
        raise _refused(part)
    first, last = (_DAYS.index(day) for day in days)
    spans = _spans(found["times"], part)
    for number in range(first, last + (0 if first <= last else _WEEK) + 1):
        week[number % _WEEK] = spans


def _spans(text: str, part: str) -> Spans:
    spans: list[tuple[int, int]] = []
    for one in re.split(r"\s+and\s+", text.strip()):
        found = _TIMES.fullmatch(one.strip())
        if not found:
            raise _refused(part)
        hours, minutes, later_hours, later_minutes = map(int, found.groups())
        opens, closes = hours * 60 + minutes, later_hours * 60 + later_minutes
        is_time = max(minutes, later_minutes) < _HOUR_MINUTES and closes <= _DAY_MINUTES
        if not is_time or not (spans[-1][1] if spans else 0) <= opens < closes:
            raise _refused(part)
        spans.append((opens, closes))
    return tuple(spans)


def _date(text: str, line: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(line) from None


def _refused(found: str) -> InputError:
    remedy = "Say what counts as business hours under [company], or with the metric"
    return InputError(TEXT, f"{found[:60]!r} was given", _EXPECTED, remedy)


def _instant(day: date, minute: int, place: ZoneInfo) -> datetime:
    if minute == _DAY_MINUTES:
        day, minute = day + timedelta(days=1), 0
    local = datetime.combine(day, time(minute // 60, minute % 60), place)
    return local.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A UTC date of the calendar.

    Attributes:
        day: The UTC date.
        before: Business microseconds from the calendar's first date up to the start of this one.
        spans: Instants between which time counts, within the date.
    """

    day: date
    before: int
    spans: tuple[tuple[datetime, datetime], ...]


def open_days(hours: BusinessHours, first: datetime, last: datetime, zone: str) -> Sequence[OpenDay]:
    """Every UTC date from that of an instant to that of another, with what counts of it (both in UTC)."""
    days: dict[date, list[tuple[datetime, datetime]]] = {
        first.date() + timedelta(days=number): [] for number in range((last.date() - first.date()).days + 1)
    }
    around = timedelta(days=2)  # no zone is further from UTC
    for opens, closes in hours.instants(first.date() - around, last.date() + around, zone):
        for begins, ends in _by_date(opens, closes):
            if begins.date() in days:
                days[begins.date()].append((begins, ends))
    found, before = [], 0
    for day, spans in days.items():
        found.append(OpenDay(day, before, tuple(spans)))
        before += sum((ends - begins) // timedelta(microseconds=1) for begins, ends in spans)
    return found


def _by_date(opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
    """A span of time, cut at midnight; nothing where clocks leave it out."""
    while opens < closes:
        midnight = datetime.combine(opens.date() + timedelta(days=1), time())
        yield opens, min(closes, midnight)
        opens = midnight


def elapsed(days: Sequence[OpenDay], moment: datetime) -> int:
    """Business microseconds from the calendar's first date up to an instant of one of its dates."""
    one = days[(moment.date() - days[0].day).days]
    passed = (min(max(moment, begins), ends) - begins for begins, ends in one.spans)
    return one.before + sum((span // timedelta(microseconds=1) for span in passed), 0)
