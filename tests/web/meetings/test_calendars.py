"""The calendar file of a team, read back by a parser, and who may make and change it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from icalendar import Calendar
from tests.web.conftest import NOON

from holdfast.units import Period
from holdfast.web.audit.models import Entry
from holdfast.web.meetings.calendars import Recurring, Span, calendar_file, review_day, weekly_days
from holdfast.web.meetings.models import MeetingTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

Q3 = Span(1, "2026-Q3", Period(date(2026, 7, 1), date(2026, 10, 1)))
Q4 = Span(2, "2026-Q4", Period(date(2026, 10, 1), date(2027, 1, 1)))
GIVEN = {"weekday": "0", "at": "09:30", "minutes": "15", "review_minutes": "90"}


def _meets(**changes: Any) -> Recurring:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "uid": UUID(int=5),
        "team": "Success",
        "weekday": 0,
        "at": time(9, 30),
        "zone": "Europe/Berlin",
        "minutes": 15,
        "review_minutes": 90,
        "address": "https://x.example/meetings?team=3",
    }
    return Recurring(**(fields | changes))


def _events(meets: Recurring, *spans: Span) -> list[Any]:
    return list(Calendar.from_ical(calendar_file(meets, spans, made_at=NOON)).walk("VEVENT"))


def test_each_cycle_has_a_weekly_meeting_until_its_end_and_a_review_after_it() -> None:
    weekly, review = _events(_meets(), Q3)

    assert weekly["dtstart"].dt.replace(tzinfo=None) == datetime(2026, 7, 6, 9, 30)  # noqa: DTZ001 - local
    assert weekly["rrule"] == {"FREQ": ["WEEKLY"], "UNTIL": [datetime(2026, 9, 28, 7, 30, tzinfo=UTC)]}
    assert weekly["duration"].dt == timedelta(minutes=15)
    assert review["dtstart"].dt.date() == date(2026, 10, 5)
    assert "quarterly review of 2026-Q3" in review["summary"]


def test_half_past_nine_stays_half_past_nine_when_the_clocks_change() -> None:
    zones = list(Calendar.from_ical(calendar_file(_meets(), [Q4], made_at=NOON)).walk("VTIMEZONE"))
    weekly, _ = _events(_meets(), Q4)

    assert weekly["dtstart"].params["TZID"] == "Europe/Berlin"
    assert weekly["dtstart"].dt.utcoffset() == timedelta(hours=2)  # 5 October: summer
    assert weekly["rrule"]["UNTIL"][0] == datetime(2026, 12, 28, 8, 30, tzinfo=UTC)  # 09:30 in winter
    assert [one["tzid"] for one in zones] == ["Europe/Berlin"]


def test_a_meeting_keeps_its_identity_however_often_the_file_is_made_and_whatever_changes() -> None:
    first = [event["uid"] for event in _events(_meets(), Q3, Q4)]
    moved = [event["uid"] for event in _events(_meets(at=time(14), weekday=3, team="New name"), Q3, Q4)]
    other = [event["uid"] for event in _events(_meets(uid=UUID(int=6)), Q3, Q4)]

    assert first == moved
    assert len(set(first)) == 4
    assert not set(first) & set(other)


def test_a_name_with_every_special_character_comes_back_as_it_was_and_no_line_is_too_long() -> None:
    name = "Größe; \\n, “x”: " + "ü" * 70

    made = calendar_file(_meets(team=name), [Q3], made_at=NOON)

    lines = made.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(b"\n" not in line for line in lines)
    events = list(Calendar.from_ical(made).walk("VEVENT"))
    assert str(events[0]["summary"]) == f"{name}: weekly meeting"


@pytest.mark.parametrize("weekday", range(7))
def test_the_days_of_a_period_are_all_those_of_the_weekday_and_no_others(weekday: int) -> None:
    every = [Q3.period.start + timedelta(days=n) for n in range((Q3.period.end - Q3.period.start).days)]

    assert list(weekly_days(weekday, Q3.period)) == [day for day in every if day.weekday() == weekday]
    assert review_day(weekday, Q3.period).weekday() == weekday
    assert 0 <= (review_day(weekday, Q3.period) - Q3.period.end).days < 7


def test_a_cycle_shorter_than_a_week_may_have_no_weekly_meeting() -> None:
    short = Span(3, "Sprint", Period(date(2026, 7, 1), date(2026, 7, 3)))  # Wednesday and Thursday

    assert len(_events(_meets(), short)) == 1


def test_without_a_cycle_the_calendar_is_empty_and_in_utc_no_zone_is_told() -> None:
    assert _events(_meets()) == []
    made = calendar_file(_meets(zone="UTC"), [Q3], made_at=NOON)
    assert b"VTIMEZONE" not in made
    assert b"DTSTART:20260706T093000Z" in made


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 302), ("bob", 302), ("carol", 403), ("dave", 403), ("erin", 403)]
)
def test_who_leads_a_team_plans_its_meetings(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, name: str, status: int
) -> None:
    answer = as_(getattr(staff, name)).post(f"/teams/{staff.success.pk}/meeting-time", GIVEN)

    assert answer.status_code == status
    assert MeetingTime.objects.count() == Entry.objects.count() == (status == 302)


def test_everybody_who_is_in_downloads_the_calendar_of_cycles_that_are_open(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    address = f"/teams/{staff.success.pk}/meetings.ics"
    before = as_(staff.erin).get(address)
    as_(staff.bob).post(f"/teams/{staff.success.pk}/meeting-time", GIVEN)
    page = as_(staff.dave).get("/meetings").content.decode()

    answer = as_(staff.erin).get(address)

    assert before.status_code == HTTPStatus.NOT_FOUND
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(list(Calendar.from_ical(answer.content).walk("VEVENT"))) == 2
    assert address in page
    assert "Mondays, 09:30" in page


@pytest.mark.parametrize(
    "bad", [{"weekday": "7"}, {"at": "25:00"}, {"at": ""}, {"minutes": "0"}, {"review_minutes": "481"}]
)
def test_a_meeting_time_that_cannot_be_comes_back_with_its_form(
    as_: Callable[[Person | None], Client], staff: Staff, bad: dict[str, str]
) -> None:
    answer = as_(staff.bob).post(f"/teams/{staff.success.pk}/meeting-time", GIVEN | bad)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not MeetingTime.objects.exists()


def test_a_team_that_is_not_there_has_no_time(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    assert as_(staff.alice).get("/teams/999/meeting-time").status_code == HTTPStatus.NOT_FOUND
