"""The meetings of a team as a calendar file (RFC 5545): the weekly one of each open cycle, and its review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur, vText

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from holdfast.units import Period

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle as a calendar needs it: its id, name and local dates."""

    pk: int
    name: str
    period: Period


@dataclass(frozen=True, slots=True)
class Recurring:
    """When a team meets.

    Attributes:
        uid: Of the team's meetings: the same meeting keeps its identity whenever the file is made.
        team: Its name.
        weekday: 0 is Monday.
        at: Local time of day.
        zone: IANA name of the company's time zone.
        minutes: Of the weekly meeting.
        review_minutes: Of the quarterly review.
        address: Of the page of meetings.
    """

    uid: UUID
    team: str
    weekday: int
    at: time
    zone: str
    minutes: int
    review_minutes: int
    address: str


def calendar_file(meets: Recurring, cycles: Iterable[Span], *, made_at: datetime) -> bytes:
    """The calendar of a team, with the time zone that it refers to in itself.

    Args:
        meets: When.
        cycles: Those that are not over for good.
        made_at: An instant.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(f"{meets.team}: meetings"))
    spans = sorted(cycles, key=lambda one: one.period.start)
    if spans and meets.zone != "UTC":
        # From a year before, so that each day of the span finds the change that its offset comes from.
        first = spans[0].period.start - timedelta(days=366)
        last = spans[-1].period.end + timedelta(days=366)
        calendar.add_component(Timezone.from_tzinfo(ZoneInfo(meets.zone), meets.zone, first, last))
    for span in spans:
        weekly = _weekly(meets, span, made_at)
        if weekly is not None:
            calendar.add_component(weekly)
        calendar.add_component(_review(meets, span, made_at))
    return bytes(calendar.to_ical())


def weekly_days(weekday: int, period: Period) -> tuple[date, ...]:
    """The local dates of a weekday in a period."""
    first = period.start + timedelta(days=(weekday - period.start.weekday()) % 7)
    return tuple(
        first + timedelta(days=7 * week) for week in range(max(0, -(-(period.end - first).days // 7)))
    )


def review_day(weekday: int, period: Period) -> date:
    """The first such weekday after the cycle, when its last day has passed."""
    return period.end + timedelta(days=(weekday - period.end.weekday()) % 7)


def _weekly(meets: Recurring, span: Span, made_at: datetime) -> Event | None:
    days = weekly_days(meets.weekday, span.period)
    if not days:
        return None
    event = _event(meets, f"weekly {span.pk}", days[0], meets.minutes, made_at)
    event.add("summary", f"{meets.team}: weekly meeting")
    event.add("description", f"What changed, what is stuck, who needs whom ({span.name}).\n{meets.address}")
    until = datetime.combine(days[-1], meets.at, ZoneInfo(meets.zone)).astimezone(UTC)
    event.add("rrule", vRecur({"FREQ": "WEEKLY", "UNTIL": until}))
    return event


def _review(meets: Recurring, span: Span, made_at: datetime) -> Event:
    day = review_day(meets.weekday, span.period)
    event = _event(meets, f"review {span.pk}", day, meets.review_minutes, made_at)
    event.add("summary", f"{meets.team}: quarterly review of {span.name}")
    event.add("description", f"Grades, lessons, and what goes on.\n{meets.address}")
    return event


def _event(meets: Recurring, name: str, day: date, minutes: int, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(meets.uid, name)}")
    event.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
    begins = datetime.combine(day, meets.at, UTC if meets.zone == "UTC" else ZoneInfo(meets.zone))
    event.add("dtstart", begins)
    event.add("duration", timedelta(minutes=minutes))
    event.add("url", meets.address)
    return event
