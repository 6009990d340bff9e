"""Business hours: calendars as they are written, and waits against minutes counted one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, compile_sql, measure
from holdfast.metrics.business_hours import business_hours

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
OFFICE = """
    Mon-Fri 09:00-12:30 and 13:00-17:00, Sat 10:00-14:00
    not 2024-01-01, 2024-04-01
    from 2024-03-15: Mon-Fri 08:00-18:00, Sun 00:00-24:00
"""


def test_a_calendar_has_weekdays_pauses_holidays_and_changes() -> None:
    office = business_hours(OFFICE)

    assert office.spans(date(2024, 1, 5)) == ((540, 750), (780, 1020))
    assert office.spans(date(2024, 1, 6)) == ((600, 840),)
    assert office.spans(date(2024, 1, 7)) == ()
    assert office.spans(date(2024, 1, 1)) == ()
    assert office.spans(date(2024, 3, 14)) == ((540, 750), (780, 1020))
    assert office.spans(date(2024, 3, 15)) == ((480, 1080),)
    assert office.spans(date(2024, 3, 16)) == ()
    assert office.spans(date(2024, 3, 17)) == ((0, 1440),)


def test_days_over_the_weekend_wrap_around() -> None:
    shop = business_hours("Sat-Mon 10:00-12:00")

    assert [bool(shop.spans(date(2024, 1, day))) for day in range(5, 10)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not 2024-01-01",
        "Mon-Fri",
        "Mon-Fri 17:00-09:00",
        "Mon-Fri 09:00-25:00",
        "Mon-Fri 09:60-17:00",
        "Mon-Fri 09:00-13:00 and 12:00-17:00",
        "Mun-Fri 09:00-17:00",
        "Mon-Fri 9-17",
        "Mon-Fri 09:00-17:00\nnot yesterday",
        "from soon: Mon-Fri 09:00-17:00",
        "Mon-Fri 09:00-17:00; DROP TABLE tickets",
    ],
)
def test_what_is_no_calendar_is_refused_with_the_line_and_a_form(text: str) -> None:
    with pytest.raises(InputError, match=r"business_hours: .* was given.*Mon-Fri 09:00-12:00"):
        business_hours(text)


@pytest.mark.parametrize(
    ("seed", "zone"), [*enumerate(("Europe/Berlin", "America/New_York", "Asia/Kathmandu"))]
)
@pytest.mark.parametrize(
    ("metric", "variant", "until"),
    [
        ("first_response_time", "business_hours", "first_public_reply_at"),
        ("resolution_time", "first_business_hours", "first_solved_at"),
        ("resolution_time", "full_business_hours", "last_solved_at"),
    ],
)
def test_waits_are_the_business_minutes_counted_one_by_one(  # noqa: PLR0913, PLR0917 - a case, on a company
    metric: str, variant: str, until: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables, as_of = world(seed), date(2024, 5, 7)
    request = Request(
        metric=metric,
        as_of=as_of,
        start=date(2024, 2, 1),
        time_zone=zone,
        parameters={"variant": variant, "business_hours": OFFICE, "limit_hours": 10},
    )
    engine = company(tables)

    rows = engine.rows(compile_sql(request, engine=engine))

    found: Counter[tuple[Any, ...]] = Counter()
    for part, period, x, y, n in rows:
        found[part, period, x, y // 60_000_000] += int(n or 0)  # type: ignore[operator]
    assert found == _by_minutes(tables["tickets"], until, as_of, ZoneInfo(zone), limit=600)


def _by_minutes(
    tickets: list[dict[str, Any]], until: str, as_of: date, zone: ZoneInfo, *, limit: int
) -> Counter[tuple[Any, ...]]:
    """By part, month, state and minutes begun; a calendar of its own, without the product's."""
    end = datetime.combine(as_of, datetime.min.time(), zone).astimezone(UTC).replace(tzinfo=None)
    found: Counter[tuple[Any, ...]] = Counter()
    for ticket in tickets:
        opened, over = ticket["opened_at"], ticket[until]
        month = opened.replace(tzinfo=UTC).astimezone(zone)
        if opened >= end or (month.year, month.month) < (2024, 2):
            continue
        is_over = over is not None and over < end
        state = -1 if over is not None and over < opened else int(is_over)
        seconds = 0 if state == -1 else _seconds(opened, over if is_over else end, zone)
        part = "old" if _seconds(opened, end, zone) >= limit * 60 else "young"
        found[part, month.month - 2, state, -(-seconds // 60)] += 1
    return found


def _seconds(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Open seconds, quarter of an hour by quarter: no calendar here changes within one."""
    total, moment = 0, start
    while moment < end:
        quarter = moment.replace(minute=moment.minute // 15 * 15, second=0)
        following = min(end, quarter + timedelta(minutes=15))
        if _is_open(moment.replace(tzinfo=UTC).astimezone(zone)):
            total += (following - moment).seconds
        moment = following
    return total


def _is_open(local: datetime) -> bool:
    minute, weekday = local.hour * 60 + local.minute, local.weekday()
    if local.date() in {date(2024, 1, 1), date(2024, 4, 1)}:
        return False
    if local.date() >= date(2024, 3, 15):
        return (weekday < 5 and 480 <= minute < 1080) or weekday == 6
    return (weekday < 5 and (540 <= minute < 750 or 780 <= minute < 1020)) or (
        weekday == 5 and 600 <= minute < 840
    )


def test_trap_18_a_later_change_of_hours_leaves_earlier_waits_as_they_were(company: Company) -> None:
    """Friday 16:00 to Monday 10:00 is two hours of the old calendar, whatever holds from June on."""
    rows = [_ticket("2024-03-08 16:00", "2024-03-11 10:00")]
    engine = company({"tickets": rows})
    old, changed = "Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00; from 2024-06-01: Mon-Sun 00:00-24:00"

    values = [_measured(engine, hours, as_of=date(2024, 7, 1)) for hours in (old, changed)]

    assert values == [2.0, 2.0]


def test_the_clock_counts_every_hour_and_business_hours_do_not(company: Company) -> None:
    engine = company({"tickets": [_ticket("2024-03-08 16:00", "2024-03-11 10:00")]})
    request = Request(metric="first_response_time", as_of=date(2024, 4, 1), start=date(2024, 3, 1))

    [clock] = measure(engine, request)

    assert clock.value == 66.0
    assert _measured(engine, "Mon-Fri 09:00-17:00", as_of=date(2024, 4, 1)) == 2.0


def test_business_hours_are_never_guessed(company: Company) -> None:
    with pytest.raises(InputError, match="business_hours: 'nothing' was given"):
        _measured(company({"tickets": [_ticket("2024-03-08 16:00", None)]}), "", as_of=date(2024, 4, 1))


def test_the_hours_belong_to_the_version_of_their_variant_alone(company: Company) -> None:
    engine = company({"tickets": [_ticket("2024-03-08 16:00", None)]})

    def versions(variant: str) -> set[str]:
        found: dict[str, set[str]] = defaultdict(set)
        for hours in ("Mon-Fri 09:00-17:00", "Mon-Sat 09:00-17:00"):
            given = {"variant": variant, "business_hours": hours}
            request = Request(metric="first_response_time", as_of=date(2024, 4, 1), parameters=given)
            found[variant] |= {one.version for one in measure(engine, request)}
        return found[variant]

    assert len(versions("standard")) == 1
    assert len(versions("business_hours")) == 2


def _measured(engine: Any, hours: str, *, as_of: date) -> float | None:  # noqa: ANN401 - an engine
    given = {"variant": "business_hours", "business_hours": hours}
    request = Request(
        metric="first_response_time",
        as_of=as_of,
        start=date(2024, 3, 1),
        end=date(2024, 4, 1),
        parameters=given,
    )
    [one] = measure(engine, request)
    return one.value


def _ticket(opened: str, replied: str | None) -> dict[str, Any]:
    return {"ticket_id": opened, "customer_id": "c1", "opened_at": opened, "first_public_reply_at": replied}
