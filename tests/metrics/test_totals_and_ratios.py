"""Totals and ratios of any declaration against their meaning in plain Python, on random companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import sqlglot

from holdfast.metrics import Metric, Request, metric
from holdfast.metrics.emit.rendering import render
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.ratio import Ratio
from holdfast.metrics.forms.total import Total
from holdfast.metrics.measuring import series_of
from holdfast.metrics.plan import Plan, plan_of

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
ZONES = ("UTC", "Europe/Berlin", "America/New_York")

SALES = Population("orders", "ordered_at", (Condition("kind", "in", ("sale",)),))
REFUNDS = Population("orders", "ordered_at", (Condition("kind", "in", ("refund",)),))
TICKETS = Population("tickets", "opened_at")
RATED = Population("tickets", "opened_at", (Condition("csat", "between", (1, 5)),))
HAPPY = Population("tickets", "opened_at", (Condition("csat", "between", (4, 5)),))


def _plan(form: Total | Ratio, **given: Any) -> Plan:  # noqa: ANN401 - fields of a request
    asked = {"as_of": AS_OF, "start": date(2024, 1, 1), "by": ("size",), **given}
    card = replace(metric("nps").card, name="own", low=None, high=None)
    return plan_of(Metric(card=card, form=form), Request(metric="nps", **asked))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("value", [None, "amount_minor"])
def test_a_total_is_the_sum_over_the_rows_of_the_period(
    value: str | None, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)

    found = series_of(company(tables), _plan(Total(SALES, value), time_zone=zone))

    wanted: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0])
    for month, size, _, row in _rows(tables, "orders", "ordered_at", zone=zone):
        if row["kind"] == "sale":
            wanted[month, size][0] += row[value] if value else 1
            wanted[month, size][1] += 1
    assert _cells(found, lambda one: [one.numerator, one.denominator]) == wanted


def test_a_total_of_no_rows_is_nought(company: Company) -> None:
    found = series_of(company({}), _plan(Total(SALES), by=()))

    assert [(one.value, one.numerator, one.denominator) for one in found] == [(0.0, 0, 0)] * 6


def test_squares_of_money_beyond_64_bits_stay_exact(company: Company) -> None:
    huge = 5_000_000_000_000_123
    row = {"customer_id": "c1", "ordered_at": "2024-01-05", "currency": "EUR", "kind": "sale"}
    orders = [{**row, "order_id": f"o{n}", "amount_minor": huge, "customer_id": f"c{n}"} for n in range(4)]
    engine = company({"orders": orders})

    total = series_of(engine, _plan(Total(SALES, "amount_minor"), by=()))[0]
    ratio = series_of(engine, _plan(Ratio(Total(SALES, "amount_minor"), Total(SALES)), by=()))[0]

    assert total.numerator == ratio.numerator == 4 * huge
    assert ratio.interval is not None
    assert ratio.interval.low == ratio.interval.high == pytest.approx(huge)


RATIOS: Mapping[str, tuple[Ratio, str, Callable[[Row], int], Callable[[Row], int]]] = {
    "sales per sale": (
        Ratio(Total(SALES, "amount_minor"), Total(SALES)),
        "orders",
        lambda row: row["amount_minor"] if row["kind"] == "sale" else 0,
        lambda row: row["kind"] == "sale",
    ),
    "refunds per sale": (
        Ratio(Total(REFUNDS), Total(SALES), per=100),
        "orders",
        lambda row: row["kind"] == "refund",
        lambda row: row["kind"] == "sale",
    ),
    "happy of rated": (
        Ratio(Total(HAPPY), Total(RATED), is_share=True),
        "tickets",
        lambda row: (row["csat"] or 0) >= 4,
        lambda row: row["csat"] is not None,
    ),
}
AT = {"orders": "ordered_at", "tickets": "opened_at"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", RATIOS)
def test_a_ratio_is_one_sum_over_the_other(
    name: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    form, table, above, below = RATIOS[name]
    tables = world(seed)

    found = series_of(company(tables), _plan(form, time_zone=zone))

    wanted: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    customers = defaultdict(set)
    for month, size, customer, row in _rows(tables, table, AT[table], zone=zone):
        if above(row) or below(row):
            wanted[month, size][0] += above(row)
            wanted[month, size][1] += below(row)
            customers[month, size].add(customer)
            wanted[month, size][2] = len(customers[month, size])
    cells = _cells(found, lambda one: [one.numerator, one.denominator, int(dict(one.details)["customers"])])
    assert cells == wanted


def test_a_ratio_of_two_tables_counts_customers_of_either(company: Company, world: MakeWorld) -> None:
    tables = world(1)

    found = series_of(company(tables), _plan(Ratio(Total(TICKETS), Total(SALES)), by=()))

    for one in found:
        tickets, sales = (
            [
                customer
                for month, _, customer, row in _rows(tables, table, AT[table], zone="UTC")
                if month == one.period.start and row.get("kind", "sale") == "sale"
            ]
            for table in ("tickets", "orders")
        )
        assert (one.numerator, one.denominator) == (len(tickets), len(sales))
        assert dict(one.details)["customers"] == len({*tickets, *sales})


def test_several_rows_of_one_customer_are_no_more_witnesses_than_the_customer(company: Company) -> None:
    """The same share of happy ratings, once from many customers and once from few that rate often."""
    many = [_rating(f"c{n}", 5 if n % 4 else 1) for n in range(40)]
    few = [_rating(f"c{n % 4}", 5 if n % 4 else 1) for n in range(40)]
    form = Ratio(Total(HAPPY), Total(RATED), is_share=True)

    widths = []
    for tickets in (many, few):
        one = series_of(company({"tickets": tickets}), _plan(form, by=()))[0]
        assert one.value == 0.75
        assert one.interval is not None
        widths.append(one.interval.high - one.interval.low)

    assert widths[1] > 2 * widths[0]


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
@pytest.mark.parametrize(
    "form", [Total(SALES), Total(SALES, "amount_minor"), *(r[0] for r in RATIOS.values())]
)
def test_the_text_of_totals_and_ratios_parses_back_to_itself(form: Total | Ratio, dialect: str) -> None:
    text = render(_plan(form), dialect)

    [tree] = sqlglot.parse(text, dialect=dialect)

    assert tree is not None
    assert tree.sql(dialect=dialect, pretty=True) == text


def _rating(customer: str, score: int) -> Row:
    return {
        "ticket_id": "t",
        "customer_id": customer,
        "opened_at": "2024-01-05 10:00",
        "csat": score,
        "reopened": 0,
    }


def _rows(tables: World, table: str, at: str, *, zone: str) -> Iterable[tuple[date, str, str | None, Row]]:
    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
    for row in tables[table]:
        moment: datetime = row[at]
        day = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
        if date(2024, 1, 1) <= day < AS_OF:
            yield day.replace(day=1), sizes.get(row["customer_id"], "(none)"), row["customer_id"], row


def _cells(
    found: Iterable[Measurement], figures: Callable[[Measurement], list[int]]
) -> Mapping[tuple[date, str], list[int]]:
    cells = {(one.period.start, one.segment[0][1]): figures(one) for one in found}
    return {key: values for key, values in cells.items() if any(values)}
