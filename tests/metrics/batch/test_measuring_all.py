"""Many requests together give what each gives alone, with fewer queries."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError, SourceError
from holdfast.metrics import Request, cards, measure, measure_all, metric

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)


def _portfolio(name: str) -> list[Request]:
    """Requests that differ in all that may differ, some of them twice."""
    cuts: list[dict[str, Any]] = [
        {},
        {"by": ("size",)},
        {"by": ("owner", "size"), "grain": "quarter"},
        {"filters": {"size": ("large",)}},
        {"filters": {"size": ("small", "(none)")}, "grain": "week"},
        {"filters": {"size": ("large", "small"), "owner": ("(none)",)}, "by": ("size",)},
        {"grain": "quarter", "start": None},
        {"filters": {"size": ("nobody",)}},
        {"start": date(2024, 2, 15), "end": date(2024, 5, 20)},
        {"by": ("size",)},
    ]
    standard: dict[str, Any] = {"as_of": AS_OF, "start": date(2024, 1, 1), "time_zone": "Europe/Berlin"}
    return [
        Request(metric=name, parameters=_parameters(variant), **{**standard, **cut})
        for variant in metric(name).variants
        for cut in cuts
    ]


def _parameters(variant: str) -> dict[str, str]:
    hours = {"business_hours": "Mon-Fri 09:00-17:00"} if variant.endswith("business_hours") else {}
    return {"variant": variant, **hours}


@pytest.mark.parametrize(("name", "seed"), [(name, number % 2) for number, name in enumerate(cards())])
def test_each_answer_equals_what_is_measured_alone(
    name: str, seed: int, company: Company, world: MakeWorld
) -> None:
    engine = company(world(seed))
    portfolio = _portfolio(name)

    answers = measure_all(engine, portfolio)

    assert {answer.error for answer in answers} == {None}
    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]
    assert [answer.request for answer in answers] == portfolio


@pytest.mark.parametrize("name", cards())
def test_populations_without_the_whole_are_counted_as_each_alone(
    name: str, company: Company, world: MakeWorld
) -> None:
    engine = company(world(3))
    filters: list[dict[str, tuple[str, ...]]] = [
        {"size": ("large",)},
        {"size": ("large", "small")},
        {"size": ("nobody",)},
        {"size": ("large",)},
    ]
    portfolio = [
        Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1), filters=population)
        for population in filters
    ]

    answers = measure_all(engine, portfolio)

    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]
    assert [answer.request for answer in answers] == portfolio


def test_whoever_is_in_no_population_asked_for_costs_no_row(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    sizes: tuple[tuple[str, ...], ...] = (("large",), ("large", "small"), ("nobody",))
    portfolio = [
        Request(metric="first_response_time", as_of=AS_OF, start=date(2024, 1, 1), filters={"size": size})
        for size in sizes
    ]
    ran = _recorded(engine)

    measure_all(engine, portfolio)

    # The large are in one cell and the small in another; (none) and guests are in no row.
    assert {row[2] for row in engine.rows(ran[1])} == {0, 1}


def test_python_looks_for_garbage_again_when_answers_are_folded(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    portfolio = [
        Request(metric="nps", as_of=AS_OF, start=date(2024, 1, 1), filters={"size": (size,)})
        for size in ("large", "small")
    ]

    measure_all(engine, portfolio)

    assert gc.isenabled()


def test_populations_of_nobody_are_measured_together(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    portfolio = [
        Request(metric="nps", as_of=AS_OF, start=date(2024, 1, 1), filters={"size": (size,)})
        for size in ("nobody", "no one")
    ]

    answers = measure_all(engine, portfolio)

    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]


def test_the_whole_catalogue_at_once_equals_each_alone(company: Company, world: MakeWorld) -> None:
    engine = company(world(4))
    portfolio = [request for name in cards() for request in _portfolio(name)[:4]]

    answers = measure_all(engine, portfolio)

    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]


def test_requests_that_differ_in_customers_and_periods_share_one_query(
    company: Company, world: MakeWorld
) -> None:
    engine = company(world(1))
    portfolio = [
        Request(
            metric="repeat_purchase_rate",
            as_of=AS_OF,
            start=date(2024, 1, 1),
            grain=grain,
            filters={"size": (size,)},
        )
        for grain in ("month", "quarter")
        for size in ("large", "small", "(none)")
    ]
    ran = _recorded(engine)

    measure_all(engine, portfolio)

    # One for the cells, one for the counts.
    assert len(ran) == 2


def test_metrics_of_events_share_one_scan(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    names = ("active_customers", "event_retention", "lifecycle", "stickiness")
    portfolio = [
        Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1), grain=grain, by=by)
        for name in names
        for grain in ("month", "week")
        for by in ((), ("size",))
    ]
    ran = _recorded(engine)

    answers = measure_all(engine, portfolio)

    # One for the sizes that occur (before it, how many there are), one for the cells, one for the counts.
    assert sum("FROM events" in sql for sql in ran) == 1
    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]


def test_a_metric_of_events_that_cannot_be_asked_so_stops_no_other(
    company: Company, world: MakeWorld
) -> None:
    engine = company(world(1))
    bad: dict[str, str | int] = {"variant": "bracket", "at": 9}
    portfolio = [
        Request(metric="active_customers", as_of=AS_OF, start=date(2024, 1, 1)),
        Request(metric="event_retention", as_of=AS_OF, start=date(2024, 1, 1), parameters=bad),
    ]

    answers = measure_all(engine, portfolio)

    assert answers[0].series == measure(engine, portfolio[0])
    assert isinstance(answers[1].error, InputError)


def test_too_many_cells_are_measured_one_by_one(
    company: Company, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.metrics.batch.sharing.MOST_CELLS", 1)
    engine = company(world(1))
    portfolio = _portfolio("nps")

    answers = measure_all(engine, portfolio)

    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]


def test_a_column_of_many_values_is_told_apart_by_what_filters_ask(
    company: Company, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.metrics.batch.sharing.MOST_CELLS", 4)
    tables = world(1)
    for number, row in enumerate(tables["customers"]):
        row["owner"] = f"owner {number}"
    engine = company(tables)
    portfolio = [
        Request(metric="nps", as_of=AS_OF, start=date(2024, 1, 1), filters={"owner": names})
        for names in (("owner 1", "owner 2"), ("owner 2", "owner 3"))
    ]
    ran = _recorded(engine)

    answers = measure_all(engine, portfolio)

    assert len(ran) == 3  # values of owner: too many; then by filter; then the counts
    assert [answer.series for answer in answers] == [measure(engine, request) for request in portfolio]


def test_what_cannot_be_measured_has_its_reason_and_stops_nothing(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    engine.execute("DROP TABLE surveys")
    good = Request(metric="logo_churn", as_of=AS_OF, start=date(2024, 1, 1))
    bad = [
        Request(metric="nps", as_of=AS_OF),
        Request(metric="logo_churn", as_of=AS_OF, by=("siez",)),
        Request(metric="no such", as_of=AS_OF),
    ]

    answers = measure_all(engine, [bad[0], good, *bad[1:]])

    assert answers[1].series == measure(engine, good)
    assert answers[1].error is None
    errors = [answers[number].error for number in (0, 2, 3)]
    assert all(isinstance(error, InputError) for error in errors)
    assert "there is no table 'surveys'" in str(errors[0])
    assert "Did you mean 'size'" in str(errors[1])


def test_a_query_that_fails_is_the_error_of_its_group_only(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    run = engine.rows

    def failing(sql: str) -> Any:  # noqa: ANN401 - what the engine returns
        if "surveys" in sql:
            raise SourceError("DuckDB", "the disk is gone")
        return run(sql)

    engine.rows = failing  # type: ignore[method-assign]
    portfolio = [
        Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1)) for name in ("nps", "logo_churn", "nps")
    ]

    answers = measure_all(engine, portfolio)

    assert [answer.error is None for answer in answers] == [False, True, False]


def test_progress_is_told_before_each_query_and_may_end_the_work(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    portfolio = [Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1)) for name in ("nps", "logo_churn")]
    told: list[tuple[int, int]] = []

    measure_all(engine, portfolio, tell=lambda done, of: told.append((done, of)))

    assert told == [(0, 2), (1, 2)]
    with pytest.raises(KeyboardInterrupt):
        measure_all(engine, portfolio, tell=_interrupt)


def _interrupt(done: int, of: int) -> None:
    raise KeyboardInterrupt


def _recorded(engine: Any) -> list[str]:  # noqa: ANN401 - whose method is wrapped
    ran: list[str] = []
    run = engine.rows
    engine.rows = lambda sql: ran.append(sql) or run(sql)  # type: ignore[func-returns-value]
    return ran
