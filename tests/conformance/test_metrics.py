"""Every metric, variant and grain gives the same counts on every engine, to the last integer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import (
    NONE,
    Request,
    cards,
    cohort_table,
    compile_sql,
    measure,
    measure_all,
    metric,
    resolve,
)
from holdfast.metrics.batch.engine import Remembering
from holdfast.metrics.bridge import bridge
from holdfast.metrics.cohorts import METRICS

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics import Answer, Engine
    from holdfast.units import Period

AS_OF = date(2024, 6, 12)
ODD = 'it\'s "odd"'
HOURS = "Mon-Fri 09:00-12:30 and 13:00-17:00; not 2024-04-01; from 2024-03-15: Mon-Sun 00:00-24:00"
SHAPES: dict[str, dict[str, Any]] = {
    "months by segment in Berlin": {
        "grain": "month", "start": date(2024, 1, 1), "by": ("size", "world"), "time_zone": "Europe/Berlin",
    },
    "Sunday weeks of some in Kathmandu": {
        "grain": "week", "week_start": 6, "start": date(2024, 2, 20), "by": ("world",),
        "filters": {"size": ("large", ODD, NONE)}, "time_zone": "Asia/Kathmandu",
    },
    "days of a change of clocks in New York": {
        "grain": "day", "start": date(2024, 3, 8), "end": date(2024, 4, 3), "time_zone": "America/New_York",
    },
    "quarters of all data in UTC": {"grain": "quarter", "by": ("world",)},
    "fiscal quarters in Auckland": {
        "grain": "fiscal_quarter", "fiscal_start_month": 2, "by": ("size",), "time_zone": "Pacific/Auckland",
    },
}  # fmt: skip
WINDOWS = [
    pytest.param(name, "standard", shape, given, id=f"{name}, {shape}, {given}")
    for name in ("logo_churn", "retention_rate", "mrr", "nrr")
    for shape in list(SHAPES)[:2]
    for given in ({"trailing_days": 30}, {"trailing_months": 3})
]
CASES = [
    pytest.param(name, variant, shape, id=f"{name}, {variant}, {shape}")
    for name in cards()
    for variant in metric(name).variants
    for shape in SHAPES
]


@pytest.mark.parametrize(("name", "variant", "shape"), CASES)
def test_every_count_is_the_same(
    engine: Engine, duckdb: DuckDBEngine, name: str, variant: str, shape: str
) -> None:
    request = _request(duckdb, name, variant, shape)

    found = _counts(engine, request)

    assert found == _counts(duckdb, request)
    assert found, "no world has anything to count: the comparison would be empty"


@pytest.mark.parametrize(("name", "variant", "shape", "given"), WINDOWS)
def test_every_count_of_windows_that_overlap_is_the_same(  # noqa: PLR0913, PLR0917 - a case, on two engines
    engine: Engine, duckdb: DuckDBEngine, name: str, variant: str, shape: str, given: dict[str, int]
) -> None:
    request = _request(duckdb, name, variant, shape, **given)

    assert _counts(engine, request) == _counts(duckdb, request)


@pytest.mark.parametrize(
    ("metric", "to", "given"),
    [
        ("logo_churn", "stripe", {}),
        ("logo_churn", "baremetrics", {}),
        ("logo_churn", "daily", {}),
        ("revenue_churn", "nrr", {}),
        ("renewal_rate", "money", {"least_months": 1}),
        ("historic_value", "gross", {"within_days": 60}),
    ],
)
def test_a_bridge_between_two_variants_is_the_same(
    engine: Engine, duckdb: DuckDBEngine, metric: str, to: str, given: dict[str, int]
) -> None:
    request = Request(
        metric=metric,
        as_of=AS_OF,
        start=date(2024, 3, 1),
        end=date(2024, 4, 1),
        time_zone="Asia/Tokyo",
        parameters=given,
    )

    found = bridge(engine, request, to)

    assert found == bridge(duckdb, request, to)
    assert found.lines


@pytest.mark.parametrize("name", METRICS)
def test_a_cohort_table_is_the_same(engine: Engine, duckdb: DuckDBEngine, name: str) -> None:
    request = Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Asia/Tokyo")

    found = cohort_table(engine, request)

    assert found == cohort_table(duckdb, request)
    assert any(row.size for row in found.rows)


def test_the_data_start_on_the_same_day(engine: Engine, duckdb: DuckDBEngine) -> None:
    requests = [Request(metric=name, as_of=AS_OF, time_zone="Asia/Tokyo") for name in cards()]
    asked_once = Remembering(engine)

    found = {one.metric: resolve(asked_once, one).data_start for one in requests}

    assert found == {one.metric: resolve(duckdb, one).data_start for one in requests}


def test_all_metrics_at_once_give_what_each_gives_alone_on_duckdb(
    engine: Engine, duckdb: DuckDBEngine
) -> None:
    shape = SHAPES["months by segment in Berlin"]
    requests = [Request(metric=name, as_of=AS_OF, **shape) for name in cards()]

    found = {one.request.metric: (one.series, one.error) for one in measure_all(engine, requests)}

    assert found == {one.metric: (measure(duckdb, one), None) for one in requests}


def test_segments_add_up_to_the_total(engine: Engine) -> None:
    shape = {**SHAPES["months by segment in Berlin"], "by": ()}
    requests = [Request(metric=name, as_of=AS_OF, **shape) for name in cards()]

    # Asked in two calls: in one, the total would be folded from the segments.
    totals, cut = (
        measure_all(engine, [replace(request, by=by) for request in requests]) for by in ((), ("size",))
    )

    assert [_sums(one) for one in cut] == [_sums(one) for one in totals]
    assert any(sum(_sums(one).values(), ()) for one in totals)


def _sums(answer: Answer) -> dict[Period, tuple[int, ...]]:
    found: dict[Period, tuple[int, ...]] = {}
    for one in answer.series:
        numerator, denominator = found.get(one.period, (0, 0))
        found[one.period] = (numerator + one.numerator, denominator + one.denominator)
    return found


def _request(duckdb: DuckDBEngine, name: str, variant: str, shape: str, **given: int) -> Request:
    hours: dict[str, str] = {"business_hours": HOURS} if variant.endswith("business_hours") else {}
    parameters: dict[str, Any] = {"variant": variant, **given, **hours}
    asked = Request(metric=name, as_of=AS_OF, parameters=parameters, **SHAPES[shape])
    return resolve(duckdb, asked)


def _counts(engine: Engine, request: Request) -> Counter[tuple[object, ...]]:
    rows = engine.rows(compile_sql(request, engine=engine))
    wrong = [value for row in rows for value in row if isinstance(value, float)]
    assert not wrong, "counts are whole numbers"
    return Counter(rows)
