"""Active customers, lifecycle and stickiness: published tables, oracles, identities, traps of calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.event_oracle import Log

from holdfast.errors import InputError
from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]


def _in_january(days: Mapping[str, Iterable[int]]) -> list[dict[str, Any]]:
    return [
        {
            "customer_id": who,
            "name": "pageview",
            "occurred_at": datetime.fromisoformat(f"2020-01-{day:02}T12:00"),
        }
        for who, found in days.items()
        for day in found
    ]


def _details(one: Measurement) -> dict[str, float]:
    return dict(one.details)


def test_the_lifecycle_is_posthogs(company: Company) -> None:
    """PostHog, test_lifecycle_query_runner.py, days 9 to 19 January 2020; dormant is negative there."""
    days = {"p1": (11, 12, 13, 15, 17, 19), "p2": (9, 12), "p3": (12,), "p4": (15,)}
    request = Request(
        metric="lifecycle", grain="day", start=date(2020, 1, 9), end=date(2020, 1, 21), as_of=date(2020, 2, 1)
    )

    found = [_details(one) for one in measure(company({"events": _in_january(days)}), request)]

    assert [one["new"] for one in found] == [1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    assert [one["returning"] for one in found] == [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [one["resurrecting"] for one in found] == [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0]
    assert [one["dormant"] for one in found] == [0, 1, 0, 0, 2, 1, 0, 2, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("interval", "wanted"),
    [("day", {"on_5": 1, "on_9": 1}), ("week", {"on_3": 2}), ("month", {"on_1": 2})],
)
def test_the_stickiness_is_posthogs(interval: str, wanted: dict[str, int], company: Company) -> None:
    """PostHog, test_stickiness_query_runner.py, 11 to 19 January 2020, weeks from Sunday."""
    days = {"p1": range(11, 20), "p2": (11, 13, 15, 17, 19)}
    request = Request(
        metric="stickiness",
        start=date(2020, 1, 1),
        as_of=date(2020, 2, 1),
        week_start=6,
        parameters={"interval": interval},
    )

    [found] = measure(company({"events": _in_january(days)}), request)

    assert {name: n for name, n in found.details if name.startswith("on_")} == wanted


@pytest.mark.parametrize("grain", ["day", "week", "month"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo"])
def test_the_lifecycle_counts_what_it_means(
    zone: str,
    grain: Any,  # noqa: ANN401 - one of the grains
    company: Company,
    world: MakeWorld,
) -> None:
    tables, as_of = world(5), date(2024, 5, 6)
    log = Log.of(tables, as_of=as_of, zone=zone, grain=grain)
    seen = {actor: {log.interval(m) for m in moments} for actor, moments in log.by_actor(()).items()}
    request = Request(metric="lifecycle", grain=grain, time_zone=zone, start=date(2024, 1, 1), as_of=as_of)

    for one in measure(company(tables), request):
        start, before = one.period.start, log.step(one.period.start, -1)
        wanted = Counter[str]()
        for intervals in seen.values():
            if start in intervals:
                state = "new" if start == min(intervals) else "resurrecting"
                wanted["returning" if before in intervals else state] += 1
            elif before in intervals:
                wanted["dormant" if one.period.end <= as_of else "pending"] += 1
        found = _details(one)
        assert one.pending == wanted.pop("pending", 0)
        assert {name: n for name, n in found.items() if n and name != "active"} == dict(wanted), start


@pytest.mark.parametrize("seed", range(3))
def test_active_is_the_sum_of_its_states_and_dormant_what_did_not_return(
    seed: int, company: Company, world: MakeWorld
) -> None:
    engine = company(world(seed))
    asked: dict[str, Any] = {
        "grain": "week",
        "start": date(2024, 1, 1),
        "as_of": date(2024, 5, 6),
        "time_zone": "Europe/Berlin",
    }

    states = [_details(one) for one in measure(engine, Request(metric="lifecycle", **asked))]
    active = [one.numerator for one in measure(engine, Request(metric="active_customers", **asked))]

    assert [s["new"] + s["returning"] + s["resurrecting"] for s in states] == active
    assert [one["dormant"] for one in states[1:]] == [
        before - one["returning"] for before, one in zip(active, states[1:], strict=False)
    ]


def test_who_was_there_before_the_range_is_not_new_in_it(company: Company) -> None:
    """The trap of a first-seen that is computed from the window of the query."""
    events = _in_january({"old": (2, 20), "new": (21,)})
    request = Request(metric="lifecycle", start=date(2020, 1, 15), as_of=date(2020, 2, 1))

    [found] = measure(company({"events": events}), request)

    assert (_details(found)["new"], _details(found)["returning"]) == (1, 1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("variant", ["histogram", "dau_mau", "l28"])
def test_the_stickiness_counts_what_it_means(
    variant: str, zone: str, company: Company, world: MakeWorld
) -> None:
    tables, as_of = world(6), date(2024, 5, 6)
    log = Log.of(tables, as_of=as_of, zone=zone, grain="day")
    days = {actor: {log.day(m) for m in moments} for actor, moments in log.by_actor(()).items()}
    request = Request(
        metric="stickiness",
        time_zone=zone,
        start=date(2024, 1, 1),
        as_of=as_of,
        parameters={"variant": variant, "at_least": 3},
    )

    for one in measure(company(tables), request):
        start, end = one.period.start, min(one.period.end, as_of)
        if variant == "dau_mau":
            span = [start + timedelta(days=n) for n in range((end - start).days)]
            daily = [sum(day in found for found in days.values()) for day in span]
            trailing = [_seen_within(days, day + timedelta(days=1)) for day in span]
            ratios = [d / t for d, t in zip(daily, trailing, strict=True) if t]
            assert (one.numerator, one.denominator) == (sum(daily), sum(trailing))
            assert one.value == pytest.approx(sum(ratios) / len(ratios))
            continue
        first = end - timedelta(days=28) if variant == "l28" else start
        counts = [n for found in days.values() if (n := sum(first <= day < end for day in found))]
        if variant == "histogram":
            assert (one.numerator, one.denominator) == (sum(n >= 3 for n in counts), len(counts))
        else:
            assert (one.numerator, one.denominator) == (sum(counts), 28 * len(counts))


def _seen_within(days: Mapping[Any, set[date]], end: date) -> int:
    first = end - timedelta(days=28)
    return sum(any(first <= day < end for day in found) for found in days.values())


@pytest.mark.parametrize("least", [1, 2])
def test_the_adoption_counts_what_it_means(least: int, company: Company, world: MakeWorld) -> None:
    tables, as_of = world(8), date(2024, 5, 6)
    log = Log.of(tables, as_of=as_of, zone="Europe/Berlin", grain="month")
    request = Request(
        metric="feature_adoption",
        time_zone="Europe/Berlin",
        start=date(2024, 1, 1),
        as_of=as_of,
        parameters={"event": "report", "minimum_occurrences": least},
    )

    for one in measure(company(tables), request):
        inside = {
            actor: sum(log.interval(m) == one.period.start for m in log.by_actor(("report",)).get(actor, []))
            for actor, moments in log.by_actor(()).items()
            if any(log.interval(m) == one.period.start for m in moments)
        }
        assert (one.numerator, one.denominator) == (sum(n >= least for n in inside.values()), len(inside))


def _hourly(start: str, hours: int) -> list[dict[str, Any]]:
    """One customer with an event at every full hour."""
    first = datetime.fromisoformat(start)
    return [
        {"customer_id": "c1", "name": "ping", "occurred_at": first + timedelta(hours=hour)}
        for hour in range(hours)
    ]


@pytest.mark.parametrize(
    ("start", "zone"), [("2024-03-28 00:00", "Europe/Berlin"), ("2024-10-24 00:00", "Europe/Berlin")]
)
def test_a_day_of_23_or_25_hours_is_one_day(start: str, zone: str, company: Company) -> None:
    """PostHog issue 31775: the day of the clock change came twice."""
    first = date.fromisoformat(start[:10])
    request = Request(
        metric="active_customers", grain="day", time_zone=zone, start=first, as_of=first + timedelta(days=6)
    )
    days = company({"events": _hourly(start, 24 * 7)})

    found = [one.numerator for one in measure(days, request)]
    [sticky] = measure(
        days,
        Request(
            metric="stickiness", grain="week", start=first, as_of=first + timedelta(days=4), time_zone=zone
        ),
    )[:1]

    assert found == [1] * 6
    assert _details(sticky)[f"on_{(sticky.period.end - sticky.period.start).days}"] == 1


@pytest.mark.parametrize(("zone", "retained"), [("UTC", 0), ("Asia/Tokyo", 1), ("America/Los_Angeles", 0)])
def test_the_zone_decides_whether_somebody_is_back_on_the_next_day(
    zone: str, retained: int, company: Company
) -> None:
    """15:30 UTC is the next day in Tokyo; one log has another day-1 retention in each zone."""
    events = [
        {"customer_id": "a", "name": "x", "occurred_at": f"2024-03-04 {at}"} for at in ("14:00", "15:30")
    ]
    request = Request(
        metric="event_retention",
        grain="day",
        time_zone=zone,
        start=date(2024, 3, 4),
        end=date(2024, 3, 5),
        as_of=date(2024, 3, 10),
    )

    [found] = measure(company({"events": events}), request)

    assert (found.numerator, found.denominator) == (retained, 1)


@pytest.mark.parametrize(("week_start", "wanted"), [(0, [1, 1]), (6, [0, 2])])
def test_the_start_of_the_week_changes_rows(week_start: int, wanted: list[int], company: Company) -> None:
    """3 March 2024 is a Sunday: the end of one week from Monday, the start of another from Sunday."""
    events = [
        {"customer_id": who, "name": "x", "occurred_at": f"2024-03-0{day} 12:00"}
        for who, day in (("a", 3), ("b", 5))
    ]
    first = date(2024, 2, 26) if week_start == 0 else date(2024, 2, 25)
    request = Request(
        metric="active_customers", grain="week", week_start=week_start, start=first, as_of=date(2024, 3, 10)
    )

    assert [one.numerator for one in measure(company({"events": events}), request)][:2] == wanted


def test_duplicate_events_and_two_ids_of_one_customer_count_once(company: Company) -> None:
    row = {"customer_id": "c1", "person_id": "p1", "name": "x", "occurred_at": "2024-03-04 12:00"}
    request = Request(metric="active_customers", start=date(2024, 3, 1), as_of=date(2024, 4, 1))

    [found] = measure(company({"events": [row, row, {**row, "person_id": "p2"}]}), request)

    assert found.numerator == 1


def test_more_intervals_than_a_word_has_bits_are_counted_as_well(company: Company) -> None:
    """300 days are five words; each customer comes back after exactly 63 days, across their borders."""
    start = datetime.fromisoformat("2024-01-01 12:00")
    rows = [
        {"customer_id": f"c{day}", "name": "x", "occurred_at": start + timedelta(days=day + later)}
        for day in range(230)
        for later in (0, 63)
    ]
    request = Request(
        metric="event_retention",
        grain="day",
        start=date(2024, 1, 1),
        end=date(2024, 8, 18),
        as_of=date(2025, 1, 1),
        parameters={"at": 63, "entry": "first_time"},
    )

    found = measure(company({"events": rows}), request)

    assert [(one.numerator, one.denominator) for one in found] == [(1, 1)] * 230


def test_persons_cannot_be_counted_without_their_column(company: Company) -> None:
    engine = company({})
    engine.execute("ALTER TABLE events DROP COLUMN person_id")
    request = Request(metric="active_customers", as_of=date(2024, 4, 1), parameters={"actor": "person"})

    with pytest.raises(InputError, match="table 'events' has no column 'person_id'"):
        measure(engine, request)
    assert measure(engine, Request(metric="active_customers", as_of=date(2024, 4, 1))) == ()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"actor": "persons"}, "Did you mean 'person'"),
        ({"entry": "first"}, "'first' is not known"),
        ({"variant": "bracket", "at": 4}, "a bracket from 0 (the cohort's own period) to 3"),
        ({"variant": "bracket", "minimum_occurrences": 2}, "more than 1 was given for brackets"),
        ({"brackets": "1, 0"}, "'1, 0' was given"),
        ({"brackets": ""}, "1 to 50 whole numbers from 1"),
        ({"at": "soon"}, "parameter at: 'soon' was given"),
    ],
)
def test_what_a_retention_cannot_be_asked_is_refused(
    parameters: dict[str, Any], message: str, company: Company
) -> None:
    request = Request(
        metric="event_retention", start=date(2024, 1, 1), as_of=date(2024, 4, 1), parameters=parameters
    )

    with pytest.raises(InputError) as raised:
        measure(company({}), request)

    assert message in str(raised.value)
