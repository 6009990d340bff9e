"""When reminders are due: dates, hours, quiet hours and daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from holdfast.web.notices.rhythm import Quiet, Rhythm, after_quiet, at_hour, is_owed, reminder_day

MONDAYS = Rhythm(weekday=0, hour=9, grace_days=2)
NIGHT = Quiet(19, 8)
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 7, 5), None),  # the cycle began on a Wednesday: no Monday yet
        (date(2026, 7, 6), date(2026, 7, 6)),
        (date(2026, 7, 12), date(2026, 7, 6)),
        (date(2026, 7, 13), date(2026, 7, 13)),
    ],
)
def test_the_day_of_reminders_is_the_latest_one_of_the_cycle(today: date, expected: date | None) -> None:
    assert reminder_day(MONDAYS, date(2026, 7, 1), today) == expected


def test_a_fortnight_is_counted_from_the_start_of_the_cycle() -> None:
    rhythm = Rhythm(weekday=0, hour=9, grace_days=2, every_weeks=2)

    days = {reminder_day(rhythm, date(2026, 7, 1), date(2026, 7, day)) for day in range(6, 32)}

    assert days == {date(2026, 7, 6), date(2026, 7, 20)}


@pytest.mark.parametrize(
    ("local", "hour", "utc"),
    [
        (date(2026, 3, 27), 9, "2026-03-27 08:00"),  # Berlin's winter time ends on 29 March 2026
        (date(2026, 3, 30), 9, "2026-03-30 07:00"),
        (date(2026, 3, 29), 2, "2026-03-29 01:00"),  # an hour that does not exist: 03:00 there
        (date(2026, 10, 25), 2, "2026-10-25 00:00"),  # an hour that comes twice: the first
        (date(2026, 10, 26), 9, "2026-10-26 08:00"),
    ],
)
def test_an_hour_is_that_of_the_clock_on_the_wall_on_both_sides_of_daylight_saving(
    local: date, hour: int, utc: str
) -> None:
    assert f"{at_hour(local, hour, BERLIN):%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    ("at", "quiet", "expected"),
    [
        ("2026-08-24 18:59", NIGHT, "2026-08-24 18:59"),
        ("2026-08-24 19:00", NIGHT, "2026-08-25 08:00"),
        ("2026-08-24 23:30", NIGHT, "2026-08-25 08:00"),
        ("2026-08-25 00:10", NIGHT, "2026-08-25 08:00"),
        ("2026-08-25 08:00", NIGHT, "2026-08-25 08:00"),
        ("2026-08-24 12:30", Quiet(12, 14), "2026-08-24 14:00"),
        ("2026-08-24 20:00", Quiet(19, 0), "2026-08-25 00:00"),
        ("2026-08-24 03:00", Quiet(0, 0), "2026-08-24 03:00"),
        ("2026-03-29 01:30", NIGHT, "2026-03-29 08:00"),  # the night in which an hour is missing
        ("2026-10-25 01:30", NIGHT, "2026-10-25 08:00"),  # and the one in which one comes twice
    ],
)
def test_what_falls_into_quiet_hours_comes_at_their_end_on_the_wall(
    at: str, quiet: Quiet, expected: str
) -> None:
    local = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(BERLIN))

    later = after_quiet(local.astimezone(UTC), quiet, BERLIN).astimezone(ZoneInfo(BERLIN))

    assert f"{later:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("said_on", "expected"),
    [
        (None, True),
        (date(2026, 8, 10), True),
        (date(2026, 8, 17), True),  # a week ago: due today
        (date(2026, 8, 19), True),  # due on the last day of grace
        (date(2026, 8, 20), False),
        (date(2026, 8, 24), False),
    ],
)
def test_a_check_in_is_owed_where_it_falls_due_before_the_grace_is_over(
    said_on: date | None, *, expected: bool
) -> None:
    assert is_owed(said_on, cadence_days=7, by=date(2026, 8, 26)) == expected
