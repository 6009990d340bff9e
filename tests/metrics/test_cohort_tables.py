"""Cohort tables: the published ones cell by cell, each cell against the series, and the traps of averages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, cohort_table, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.metrics.conftest import Company

    from holdfast.records import CohortTable

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
FIRST_DAY = date(2020, 6, 10)


def _on_days(
    days: Mapping[str, Iterable[int]], *, name: str = "pageview", hour: int = 0
) -> list[dict[str, Any]]:
    """Events at offsets in days from 2020-06-10, as the published tests write them."""
    start = datetime.fromisoformat("2020-06-10 00:00:00") + timedelta(hours=hour)
    return [
        {"customer_id": who, "name": name, "occurred_at": start + timedelta(days=day)}
        for who, offsets in days.items()
        for day in offsets
    ]


def _in_months(months: Mapping[str, Iterable[int]]) -> list[dict[str, Any]]:
    return [
        {"customer_id": who, "name": "pageview", "occurred_at": datetime(2020, 6 + month, 10)}  # noqa: DTZ001 - naive by contract
        for who, offsets in months.items()
        for month in offsets
    ]


def _counts(table: CohortTable) -> list[list[int]]:
    """The size, then what was retained, as the published tables print it."""
    return [[row.size, *(cell.retained for cell in row.cells[1:] if cell is not None)] for row in table.rows]


def _rows(text: str) -> list[list[int]]:
    return [[int(number) for number in row.split()] for row in text.split("|")]


def test_the_daily_table_is_posthogs(company: Company) -> None:
    """PostHog, test_retention_query_runner.py, test_day_interval; p1's second 5 is by another id of p1."""
    engine = company({"events": _on_days({"p1": (0, 1, 2, 5, 5, 6), "p2": (1, 2, 3, 6)})})
    request = Request(metric="event_retention", grain="day", start=FIRST_DAY, as_of=date(2020, 6, 21))

    table = cohort_table(engine, request)

    zeros = " | ".join(" ".join("0" * n) for n in range(4, 0, -1))
    assert _counts(table) == _rows(
        "1 1 1 0 0 1 1 0 0 0 0 | 2 2 1 0 1 2 0 0 0 0 | 2 1 0 1 2 0 0 0 0 | 1 0 0 1 0 0 0 0 | 0 0 0 0 0 0 0"
        f" | 1 1 0 0 0 0 | 2 0 0 0 0 | {zeros}"
    )


def test_the_monthly_table_is_posthogs(company: Company) -> None:
    """PostHog, test_retention_query_runner.py, test_month_interval."""
    engine = company({"events": _in_months({"p1": (-5, -4, -3, -1, 0, 3), "p2": (-5, -4, -3, 0, 1, 5)})})
    request = Request(metric="event_retention", start=date(2020, 1, 1), as_of=date(2020, 12, 1))

    table = cohort_table(engine, request)

    assert _counts(table) == _rows(
        "2 2 2 0 1 2 1 0 1 0 1 | 2 2 0 1 2 1 0 1 0 1 | 2 0 1 2 1 0 1 0 1 | 0 0 0 0 0 0 0 0"
        " | 1 1 0 0 1 0 0 | 2 1 0 1 0 1 | 1 0 0 0 1 | 0 0 0 0 | 1 0 0 | 0 0 | 1"
    )


def test_the_rolling_table_is_posthogs(company: Company) -> None:
    """PostHog, test_retention_query_runner.py, test_rolling_retention."""
    days = {"p1": (0, 3, 4), "p2": (0, 1), "p3": (1, 2, 3), "p4": (3, 4), "p5": (4,)}
    engine = company({"events": _on_days(days)})
    request = Request(
        metric="event_retention",
        grain="day",
        start=date(2020, 6, 11),
        as_of=date(2020, 6, 16),
        parameters={"variant": "unbounded"},
    )

    table = cohort_table(engine, request)

    assert _counts(table) == _rows("2 1 1 0 0 | 1 1 0 0 | 3 2 0 | 3 0 | 0")
    assert not any(cell.is_final for row in table.rows for cell in row.cells if cell)
    assert table.average == (None,) * 5


_SIGNUPS = {"x": (-5, -1), "p1": (-1, 1, 2, 3, 4), "p2": (-1,), "p3": (0,), "p4": (2,)}
_VIEWS = {"p1": (0, 1, 2, 5, 5, 6), "p2": (1, 2, 3, 6), "p3": (1, 3, 4, 5), "p4": (3, 5)}
_FIRST_TIME = {"start_event": "signup", "return_event": "pageview", "entry": "first_time"}


def test_the_daily_first_time_table_is_posthogs(company: Company) -> None:
    """PostHog, test_retention_query_runner.py, test_first_time_retention; x was there before."""
    engine = company({"events": [*_on_days(_SIGNUPS, name="signup"), *_on_days(_VIEWS)]})
    request = Request(
        metric="event_retention",
        grain="day",
        start=date(2020, 6, 9),
        as_of=date(2020, 6, 16),
        parameters=_FIRST_TIME,
    )

    table = cohort_table(engine, request)

    assert _counts(table) == _rows("2 1 2 2 1 0 1 | 1 1 0 1 1 1 | 0 0 0 0 0 | 1 1 0 1 | 0 0 0 | 0 0 | 0")


def test_the_weekly_first_time_table_is_posthogs(company: Company) -> None:
    """The same data by weeks from Sunday, whose last three rows are published."""
    engine = company({"events": [*_on_days(_SIGNUPS, name="signup"), *_on_days(_VIEWS)]})
    request = Request(
        metric="event_retention",
        grain="week",
        week_start=6,
        start=date(2020, 5, 31),
        as_of=date(2020, 6, 17),
        parameters=_FIRST_TIME,
    )

    table = cohort_table(engine, request)

    assert _counts(table) == _rows("1 0 0 | 4 4 | 0")


@pytest.mark.parametrize("variant", ["calendar", "windows_24h", "unbounded", "bracket"])
@pytest.mark.parametrize("grain", ["day", "month"])
@pytest.mark.parametrize("denominator", ["fixed", "relative"])
def test_each_cell_is_the_series_at_its_distance(
    denominator: str, grain: str, variant: str, company: Company, world: MakeWorld
) -> None:
    engine = company(world(4))
    settings: dict[str, Any] = {
        "variant": variant,
        "denominator": denominator,
        "brackets": "1, 2",
        "entry": "first_time",
    }
    if variant == "calendar":
        settings["entry"] = "recurring"
    if variant == "windows_24h":
        settings["denominator"] = "fixed"
    request = _request(grain, settings)

    table = cohort_table(engine, request)

    for at in range(3):
        series = measure(engine, _request(grain, {**settings, "at": at}))
        found = [
            (0, 0) if row.cells[at] is None else (row.cells[at].retained, row.cells[at].counted)  # type: ignore[union-attr]
            for row in table.rows
        ]
        assert found == [(one.numerator, one.denominator) for one in series], at
        assert [bool(row.cells[at] and row.cells[at].is_final) for row in table.rows] == [  # type: ignore[union-attr]
            one.is_mature and row.cells[at] is not None for one, row in zip(series, table.rows, strict=True)
        ]


def _request(grain: Any, parameters: Mapping[str, Any]) -> Request:  # noqa: ANN401 - one of the grains
    return Request(
        metric="event_retention",
        as_of=date(2024, 5, 20),
        start=date(2024, 2, 1),
        grain=grain,
        time_zone="Europe/Berlin",
        parameters=parameters,
    )


def _cohorts(sizes: Sequence[tuple[int, int]], *, start: date = date(2024, 1, 1)) -> list[dict[str, Any]]:
    """One cohort a day with so many members, of whom so many are back the next day."""
    rows = []
    for number, (size, back) in enumerate(sizes):
        day = datetime.combine(start, datetime.min.time()) + timedelta(days=number, hours=12)
        for member in range(size):
            who = f"c{number}-{member}"
            rows.append({"customer_id": who, "name": "join", "occurred_at": day})
            if member < back:
                rows.append({"customer_id": who, "name": "use", "occurred_at": day + timedelta(days=1)})
    return rows


def _first_days(rows: list[dict[str, Any]], company: Company, *, as_of: date) -> CohortTable:
    parameters: dict[str, Any] = {"start_event": "join", "return_event": "use", "at": 1}
    request = Request(
        metric="event_retention", grain="day", start=date(2024, 1, 1), as_of=as_of, parameters=parameters
    )
    return cohort_table(company({"events": rows}), request)


def test_the_average_weighs_cohorts_by_their_size(company: Company) -> None:
    """PostHog issue 25998: 20 % of 10 and 0 % of 100 are 1.8 %, not 10 %; a cell of 0 % counts (30624)."""
    table = _first_days(_cohorts([(10, 2), (100, 0)]), company, as_of=date(2024, 1, 4))

    average = table.average[1]

    assert average is not None
    assert (average.retained, average.counted) == (2, 110)
    assert average.share == pytest.approx(0.018, abs=0.0005)


def test_empty_cohorts_do_not_deflate_the_average(company: Company) -> None:
    """PostHog issue 26217."""
    table = _first_days(_cohorts([(10, 5), (0, 0), (0, 0)]), company, as_of=date(2024, 1, 6))

    average = table.average[1]

    assert average is not None
    assert average.share == 0.5


def test_a_cell_that_is_not_over_stays_out_of_the_average(company: Company) -> None:
    table = _first_days(_cohorts([(10, 5), (10, 0)]), company, as_of=date(2024, 1, 3))

    assert [row.cells[1] is None for row in table.rows] == [False, True]
    assert table.average[1] is not None
    assert (table.average[1].retained, table.average[1].counted) == (5, 10)


def test_trap_12_unbounded_retention_is_never_final_since_it_grows_with_age(company: Company) -> None:
    """One of two is back on day 2, the other on day 9: the same cohort is at 50 %, and later at 100 %."""
    at = [("c1", "join", 1), ("c2", "join", 1), ("c1", "use", 3), ("c2", "use", 10)]
    rows = [
        {"customer_id": customer, "name": name, "occurred_at": f"2024-01-{day:02}T12:00:00"}
        for customer, name, day in at
    ]
    parameters: dict[str, Any] = {
        "start_event": "join",
        "return_event": "use",
        "at": 1,
        "variant": "unbounded",
    }

    found = [
        measure(
            company({"events": rows}),
            Request(
                metric="event_retention",
                grain="day",
                start=date(2024, 1, 1),
                as_of=as_of,
                parameters=parameters,
            ),
        )[0]
        for as_of in (date(2024, 1, 5), date(2024, 3, 1))
    ]

    assert [(one.value, one.is_mature) for one in found] == [(0.5, False), (1.0, False)]


def test_what_has_not_begun_is_blank_and_never_nought(company: Company, world: MakeWorld) -> None:
    table = cohort_table(company(world(2)), _request("month", {}))

    assert [[cell is None for cell in row.cells] for row in table.rows] == [
        [False] * 4,
        [False] * 3 + [True],
        [False] * 2 + [True] * 2,
        [False] + [True] * 3,
    ]


def test_a_repeat_purchase_has_a_table_by_first_purchase(company: Company) -> None:
    days = {
        "c1": ("2024-01-05", "2024-01-06", "2024-03-01"),
        "c2": ("2024-01-09",),
        "c3": ("2024-02-02", "2024-03-09"),
    }
    orders = [
        {
            "order_id": f"{who}{day}",
            "customer_id": who,
            "ordered_at": f"{day} 10:00",
            "amount_minor": 900,
            "kind": "sale",
        }
        for who, found in days.items()
        for day in found
    ]
    refund = {
        "order_id": "r",
        "customer_id": "c2",
        "ordered_at": "2024-02-09 10:00",
        "amount_minor": -900,
        "kind": "refund",
    }
    request = Request(metric="repeat_purchase_rate", start=date(2024, 1, 1), as_of=date(2024, 4, 1))

    table = cohort_table(company({"orders": [*orders, refund]}), request)

    assert _counts(table) == [[2, 0, 1], [1, 1], [0]]


def test_a_metric_without_cohorts_is_refused(company: Company) -> None:
    with pytest.raises(InputError, match="cohort table of nps: the metric has no cohorts"):
        cohort_table(company({}), Request(metric="nps", as_of=date(2024, 4, 1)))


def test_a_table_by_segments_is_refused(company: Company) -> None:
    request = Request(metric="event_retention", as_of=date(2024, 4, 1), by=("size",))

    with pytest.raises(InputError, match="Filter by a value of the segment instead"):
        cohort_table(company({}), request)


def test_a_table_without_data_has_no_rows(company: Company) -> None:
    table = cohort_table(company({}), Request(metric="event_retention", as_of=date(2024, 4, 1)))

    assert table.rows == ()
