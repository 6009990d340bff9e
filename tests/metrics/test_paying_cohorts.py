"""Cohorts of those who pay: by hand, against plain Python, and against revenue and its movements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, cohort_table, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.metrics.conftest import Company

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
PAGE = Path(__file__).parents[2] / "docs" / "metrics" / "grr.md"
_NEVER = datetime(9999, 12, 31)  # noqa: DTZ001 - naive by contract
FROM_JANUARY: dict[str, Any] = {"as_of": date(2024, 4, 15), "start": date(2024, 1, 1)}


def _span(customer: str, begins: str, ends: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    return {
        "subscription_id": f"{customer} {begins}",
        "customer_id": customer,
        "started_at": begins,
        "ended_at": ends,
        "state": "active",
        "amount_minor": 900,
        "interval_months": 1,
        "currency": "EUR",
        **more,
    }


SPANS = [
    _span("stays", "2024-01-05", None),
    _span("grows", "2024-01-10", "2024-02-10"),
    _span("grows", "2024-02-10", None, amount_minor=24_000, interval_months=12),
    _span("leaves", "2024-01-20", "2024-02-20"),
    _span("returns", "2024-01-02", "2024-02-05"),
    _span("returns", "2024-03-05", None),
    _span("tries", "2024-01-03", "2024-01-30"),
    _span("late", "2024-02-03", None),
    _span("trial", "2024-01-03", None, state="trial"),
]


def test_a_cohort_keeps_the_money_that_it_pays_later_of_what_it_paid_at_first(company: Company) -> None:
    """January: 9.00 each of four at its end; then one pays 20.00, two are gone, and one of them is back."""
    table = cohort_table(company({"subscriptions": SPANS}), Request(metric="nrr", **FROM_JANUARY))

    january = table.rows[0]
    assert table.of_money
    assert january.size == 5
    assert [(cell.retained, cell.counted, cell.is_final) for cell in january.cells if cell] == [
        (3600, 3600, True),
        (2900, 3600, True),
        (3800, 3600, True),
        (3800, 3600, False),
    ]
    assert [cell and cell.retained for cell in table.rows[1].cells] == [900, 900, 900, None]
    assert table.average[2] is not None
    assert table.average[2].share == pytest.approx(3800 / 3600)


def test_a_cohort_keeps_of_each_at_most_what_was_paid_at_first_where_growth_is_left_out(
    company: Company,
) -> None:
    """As before, but the one who pays 20.00 counts for 9.00."""
    table = cohort_table(company({"subscriptions": SPANS}), Request(metric="grr", **FROM_JANUARY))

    assert table.of_money
    assert [(cell.retained, cell.counted, cell.is_final) for cell in table.rows[0].cells if cell] == [
        (3600, 3600, True),
        (1800, 3600, True),
        (2700, 3600, True),
        (2700, 3600, False),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_sql_by_hand_of_the_page_has_the_same_cells(
    seed: int, company: Company, world: MakeWorld
) -> None:
    by_hand = PAGE.read_text(encoding="utf-8").split("## By cohort, in SQL by hand")[1]
    engine = company(world(seed, customers=60))
    request = Request(metric="grr", as_of=date(2024, 8, 1), start=date(2024, 1, 1), end=date(2024, 4, 1))

    table = cohort_table(engine, request)

    found = [
        (cohort, distance, cell.retained, cell.counted)
        for cohort, row in enumerate(table.rows)
        for distance, cell in enumerate(row.cells[: 3 - cohort])
        if cell and row.size
    ]
    assert found == list(engine.rows(by_hand.split("```sql")[1].split("```")[0]))


@pytest.mark.parametrize("metric", ["grr", "nrr"])
@pytest.mark.parametrize("seed", range(4))
def test_what_a_cohort_keeps_is_what_its_oracle_says(
    seed: int, metric: str, company: Company, world: MakeWorld
) -> None:
    """Prices of 1,007 for 12 months are no whole number by the month."""
    tables, as_of = world(seed, customers=40), datetime(2024, 6, 12)  # noqa: DTZ001 - naive by contract
    for number, row in enumerate(tables["subscriptions"]):
        row["amount_minor"] = row["amount_minor"] and 1000 + 7 * number
    months = [datetime(2024, month, 1) for month in range(1, 7)]  # noqa: DTZ001 - as above

    table = cohort_table(company(tables), Request(metric=metric, as_of=as_of.date(), start=months[0].date()))

    spans, ends = _priced(tables["subscriptions"], as_of), [*months[1:], as_of]
    assert any(row.size > 1 for row in table.rows)
    for number, start in enumerate(months):
        cohort = [who for who, found in spans.items() if start < min(found)[0] <= ends[number]]
        for cell, end in zip(table.rows[number].cells, ends[number:], strict=False):
            kept = whole = Fraction(0)
            for who in cohort:
                first, now = (_pays(spans[who], moment) for moment in (ends[number], end))
                whole += first
                kept += min(first, now) if metric == "grr" else now
            assert cell is not None
            assert (cell.retained, cell.counted) == (_to_minor(kept), _to_minor(whole))


def test_a_cohort_of_customers_counts_those_too_who_left_in_their_first_month(company: Company) -> None:
    table = cohort_table(company({"subscriptions": SPANS}), Request(metric="retention_rate", **FROM_JANUARY))

    assert [(cell.retained, cell.counted) for cell in table.rows[0].cells if cell] == [
        (4, 5),
        (2, 5),
        (3, 5),
        (3, 5),
    ]


def test_a_filter_leaves_its_customers(company: Company) -> None:
    customers = [{"customer_id": who, "size": "large"} for who in ("stays", "grows")]
    request = Request(metric="nrr", filters={"size": ("large",)}, **FROM_JANUARY)

    table = cohort_table(company({"subscriptions": SPANS, "customers": customers}), request)

    assert [(row.size, row.cells[0] and row.cells[0].counted) for row in table.rows] == [
        (2, 1800),
        (0, 0),
        (0, 0),
        (0, 0),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_what_cohorts_pay_adds_up_to_the_revenue_and_what_they_begin_with_to_what_is_new(
    seed: int, company: Company, world: MakeWorld
) -> None:
    engine = company(world(seed))
    asked: dict[str, Any] = {
        "as_of": date(2024, 6, 12), "start": date(2023, 11, 1), "time_zone": "America/New_York",
    }  # fmt: skip

    table = cohort_table(engine, Request(metric="nrr", **asked))

    series = measure(engine, Request(metric="mrr", **asked))
    for number, one in enumerate(series):
        paying = [table.rows[at].cells[number - at] for at in range(number + 1)]
        assert sum(cell.retained for cell in paying if cell) == one.numerator
        first = table.rows[number].cells[0]
        assert first is not None
        assert first.retained == dict(one.details).get("new", 0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("variant", ["standard", "cancel_requested"])
def test_a_customer_stands_in_every_cell_at_whose_end_a_paid_span_lasts(
    variant: str, seed: int, company: Company, world: MakeWorld
) -> None:
    tables, as_of = world(seed), datetime(2024, 6, 12)  # noqa: DTZ001 - naive by contract
    months = [datetime(2024, month, 1) for month in range(1, 7)]  # noqa: DTZ001 - as above
    request = Request(
        metric="retention_rate", as_of=as_of.date(), start=months[0].date(), parameters={"variant": variant}
    )

    table = cohort_table(company(tables), request)

    spans = _paid(tables["subscriptions"], as_of, with_notice=variant == "cancel_requested")
    ends = [*months[1:], as_of]
    for number, start in enumerate(months):
        cohort = [who for who, found in spans.items() if start < min(found)[0] <= ends[number]]
        standing = [
            sum(any(begins <= end < until for begins, until in spans[who]) for who in cohort)
            for end in ends[number:]
        ]
        row = table.rows[number]
        assert (row.size, [cell.retained for cell in row.cells if cell]) == (len(cohort), standing)


def _priced(
    rows: Iterable[Mapping[str, Any]], as_of: datetime
) -> dict[str, list[tuple[datetime, datetime, Fraction]]]:
    found: dict[str, list[tuple[datetime, datetime, Fraction]]] = {}
    for row in rows:
        for who, spans in _paid([row], as_of, with_notice=False).items():
            price = Fraction(row["amount_minor"], row["interval_months"])
            found.setdefault(who, []).extend((*span, price) for span in spans)
    return found


def _pays(spans: Iterable[tuple[datetime, datetime, Fraction]], moment: datetime) -> Fraction:
    return sum((price for begins, until, price in spans if begins <= moment < until), Fraction(0))


def _to_minor(money: Fraction) -> int:
    """To the nearest, halves up."""
    return int((money + Fraction(1, 2)) // 1)


def _paid(
    rows: Iterable[Mapping[str, Any]], as_of: datetime, *, with_notice: bool
) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in rows:
        known = [row["ended_at"], *([row["cancel_requested_at"]] if with_notice else [])]
        end = min((moment for moment in known if moment), default=_NEVER)
        is_paid = row["state"] in {"active", "past_due", "ended"} and row["amount_minor"] > 0
        if is_paid and row["started_at"] < as_of and row["started_at"] < end:
            end = end if end < as_of else _NEVER
            found.setdefault(row["customer_id"], []).append((row["started_at"], end))
    return found


def test_cohorts_of_several_currencies_are_refused(company: Company) -> None:
    spans = [*SPANS, _span("abroad", "2024-01-05", None, currency="USD")]

    with pytest.raises(InputError, match="subscriptions are in 2 currencies: 8 in EUR, 1 in USD"):
        cohort_table(company({"subscriptions": spans}), Request(metric="nrr", **FROM_JANUARY))


@pytest.mark.parametrize(
    ("metric", "parameters", "message"),
    [
        ("revenue_churn", {}, "the metric has no cohorts"),
        ("logo_churn", {}, "the metric has no cohorts"),
        ("nrr", {"trailing_months": 12}, "a trailing window was given"),
    ],
)
def test_cohorts_that_would_mean_something_else_are_refused(
    metric: str, parameters: dict[str, int], message: str, company: Company
) -> None:
    with pytest.raises(InputError, match=message):
        cohort_table(company({}), Request(metric=metric, parameters=parameters, **FROM_JANUARY))
