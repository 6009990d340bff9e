"""The calendar of a request."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request
from holdfast.metrics.periods import day_start, slots


def _starts(**given: Any) -> list[str]:  # noqa: ANN401 - fields of a request
    return [slot.period.start.isoformat() for slot in slots(Request(metric="nps", **given))]


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        ({"grain": "day", "start": date(2024, 2, 28)}, ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ({"grain": "week", "data_start": date(2024, 2, 25)}, ["2024-02-19", "2024-02-26"]),
        (
            {"grain": "week", "data_start": date(2024, 2, 25), "week_start": 6},
            ["2024-02-25"],
        ),
        (
            {"grain": "month", "data_start": date(2023, 12, 31)},
            ["2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"],
        ),
        ({"grain": "quarter", "data_start": date(2023, 12, 31)}, ["2023-10-01", "2024-01-01"]),
        (
            {"grain": "fiscal_quarter", "data_start": date(2023, 12, 31), "fiscal_start_month": 2},
            ["2023-11-01", "2024-02-01"],
        ),
    ],
)
def test_periods_tile_from_the_start_to_the_as_of_date(given: dict[str, Any], starts: list[str]) -> None:
    assert _starts(as_of=date(2024, 3, 2), **given) == starts


def test_a_period_is_whole_unless_request_or_data_cut_it_off() -> None:
    asked = slots(
        Request(metric="nps", as_of=date(2024, 6, 1), start=date(2024, 1, 15), end=date(2024, 3, 10))
    )
    found = slots(Request(metric="nps", as_of=date(2024, 3, 1), data_start=date(2024, 1, 15)))

    assert [slot.is_whole for slot in asked] == [False, True, False]
    assert (asked[0].period.start, asked[-1].period.end) == (date(2024, 1, 15), date(2024, 3, 10))
    assert [slot.is_whole for slot in found] == [False, True]
    assert found[0].period.start == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("day", "zone", "utc"),
    [
        (date(2024, 4, 1), "UTC", "2024-04-01 00:00:00"),
        (date(2024, 3, 31), "Europe/Berlin", "2024-03-30 23:00:00"),
        (date(2024, 4, 1), "Europe/Berlin", "2024-03-31 22:00:00"),
        # Midnight was skipped in Beirut and came twice in Havana.
        (date(2024, 3, 31), "Asia/Beirut", "2024-03-30 22:00:00"),
        (date(2023, 11, 5), "America/Havana", "2023-11-05 04:00:00"),
    ],
)
def test_a_local_day_starts_at_its_first_instant(day: date, zone: str, utc: str) -> None:
    assert day_start(day, zone) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"grain": "year"}, "grain: 'year' is not known"),
        ({"week_start": 7}, "week_start: 7 was given"),
        ({"fiscal_start_month": 0}, "fiscal_start_month: 0 was given"),
        ({"by": ("size", "size")}, "each column once"),
        ({"start": date(2024, 2, 1), "end": date(2024, 2, 1)}, "an end after the start"),
        ({"start": date(2024, 6, 1)}, "not before the as-of date"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Request(metric="nps", as_of=date(2024, 6, 1), **given)


def test_a_start_far_in_the_past_is_refused_before_it_costs_anything() -> None:
    request = Request(metric="nps", as_of=date(2024, 6, 1), data_start=date(1, 1, 1), grain="day")

    with pytest.raises(InputError, match="more than 5000"):
        slots(request)
