"""Facts customer by customer, against plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request
from holdfast.metrics.by_customer import assignments, days_of, plays, signings
from holdfast.metrics.departures import departures, paid_days, pays_through
from holdfast.metrics.emit.by_customer import (
    render_assignments,
    render_days,
    render_plays,
    render_signings,
)

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
END = datetime(2024, 6, 11, 22)  # noqa: DTZ001 - UTC, as columns are; in Berlin the as-of day begins


def asked(by: tuple[str, ...] = (), filters: dict[str, tuple[str, ...]] | None = None) -> Request:
    return Request(metric="logo_churn", as_of=AS_OF, time_zone="Europe/Berlin", by=by, filters=filters or {})


def local(instant: datetime) -> date:
    return instant.replace(tzinfo=UTC).astimezone(BERLIN).date()


def test_every_signing_with_its_local_date_and_segment(company: Company, world: MakeWorld) -> None:
    made = world(1, customers=80)
    column = next(name for name in made["customers"][0] if name in {"size", "plan", "region"})

    found = signings(company(made), asked(by=(column,)))

    wanted = {
        row["customer_id"]: (local(row["signed_at"]), "(none)" if row[column] is None else str(row[column]))
        for row in made["customers"]
        if row["customer_id"] is not None and row["signed_at"] < END
    }
    assert {one.customer_id: (one.signed_on, one.segment[0]) for one in found} == wanted


def test_a_filter_lets_its_values_through(company: Company, world: MakeWorld) -> None:
    made = world(1, customers=80)
    column = next(name for name in made["customers"][0] if name in {"size", "plan", "region"})
    value = next(str(row[column]) for row in made["customers"] if row[column] is not None)

    found = signings(company(made), asked(by=(column,), filters={column: (value,)}))

    assert {one.segment for one in found} == {(value,)}


def test_rows_are_counted_by_customer_and_local_day(company: Company, world: MakeWorld) -> None:
    made, start = world(2, customers=60), date(2024, 3, 1)

    found = days_of(company(made), asked(), "events", "occurred_at", start=start)

    wanted = Counter(
        (row["customer_id"], local(row["occurred_at"]))
        for row in made["events"]
        if row["customer_id"] is not None and row["occurred_at"] < END and local(row["occurred_at"]) >= start
    )
    assert {(who, day): count for who, day, count in found} == wanted


def test_a_play_has_its_assignments_and_no_other(company: Company, world: MakeWorld) -> None:
    engine = company(world(3, customers=5))
    assert (assignments(engine, asked(), "call"), plays(engine)) == ((), {})

    engine.execute(
        "CREATE TABLE assignments AS SELECT 'c' || n AS customer_id, "
        "CASE WHEN n % 2 = 1 THEN 'call' ELSE 'it''s mail' END AS play, "
        "CASE WHEN n % 3 = 0 THEN 'holdout' ELSE 'treated' END AS arm, "
        "TIMESTAMP '2024-03-01 23:30:00' + n * INTERVAL 1 MINUTE AS assigned_at, '7' AS seed "
        "FROM range(10) AS t(n)"
    )

    found = assignments(engine, asked(), "call")
    assert [(one.customer_id, one.assigned_on) for one in found] == [
        (f"c{n}", date(2024, 3, 2)) for n in (1, 3, 5, 7, 9)
    ]
    assert plays(engine) == {"call": 5, "it's mail": 5}
    assert len(assignments(engine, asked(), "it's mail")) == 5


def test_a_table_that_is_not_there_is_named(company: Company, world: MakeWorld) -> None:
    engine, start = company(world(4, customers=5)), date(2024, 1, 1)

    with pytest.raises(InputError, match="nowhere: there is no such table"):
        days_of(engine, asked(), "nowhere", "at", start=start)


def test_a_customer_pays_until_the_day_on_which_it_left(company: Company, world: MakeWorld) -> None:
    engine = company(world(5, customers=80))

    spans, left = paid_days(engine, asked()), departures(engine, asked())

    assert spans.keys() == left.keys()
    assert all(pays_through(spans[who], AS_OF) for who, gone in left.items() if gone is None)
    for who, gone in left.items():
        if gone is not None:
            assert pays_through(spans[who], gone) or any(start == end for start, end in spans[who])
            assert not pays_through(spans[who], gone + timedelta(days=1))


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark", "clickhouse"])
def test_every_engine_has_a_text_for_it(dialect: str) -> None:
    texts = (
        render_signings(asked(by=("size",), filters={"size": ("large", "(none)")}), dialect),
        render_assignments(asked(), "call", dialect),
        render_plays(dialect),
        render_days(asked(), "events", "occurred_at", start=date(2024, 1, 1), dialect=dialect),
    )

    assert all(text.startswith("SELECT") for text in texts)
