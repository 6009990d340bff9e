"""Recurring revenue against plain Python in exact fractions, its identities, and its traps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, measure, measure_all
from holdfast.metrics.finish.flows import allocated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
FIGURES = (
    ("mrr", "standard"),
    ("arpa", "standard"),
    ("grr", "standard"),
    ("nrr", "standard"),
    ("nrr", "with_reactivation"),
    ("revenue_churn", "gross"),
    ("revenue_churn", "net"),
    ("revenue_churn", "net_of_expansion"),
)


class Payers:
    """What each customer pays by the month at an instant, as known at an as-of date."""

    def __init__(self, rows: Iterable[Row], as_of: date, zone: str) -> None:
        self.zone, stop = zone, _instant(as_of, zone)
        self.spans: dict[str, list[tuple[datetime, datetime, Fraction]]] = defaultdict(list)
        for row in rows:
            end = row["ended_at"] if row["ended_at"] and row["ended_at"] < stop else datetime.max  # noqa: DTZ901
            is_paid = row["state"] in {"active", "past_due", "ended"} and row["amount_minor"] > 0
            if is_paid and row["customer_id"] and row["started_at"] < stop and row["started_at"] < end:
                price = Fraction(row["amount_minor"], row["interval_months"])
                self.spans[row["customer_id"]].append((row["started_at"], end, price))

    def pays(self, customer: str, day: date) -> Fraction:
        moment = _instant(day, self.zone)
        found = (price for begin, end, price in self.spans[customer] if begin <= moment < end)
        return sum(found, Fraction(0))

    def movement(self, customer: str, start: date, end: date) -> tuple[str, Fraction, Fraction]:
        before, after = self.pays(customer, start), self.pays(customer, end)
        if not before and after:
            first = min(begin for begin, *_ in self.spans[customer])
            return ("new" if first > _instant(start, self.zone) else "reactivation"), before, after
        if before and not after:
            return "churn", before, after
        return ("expansion" if after > before else "contraction"), before, after


def _value(figure: str, flows: list[tuple[str, Fraction, Fraction]]) -> Fraction | None:
    there = [(before, after) for _, before, after in flows if before]
    whole, end = sum(before for before, _ in there), sum(after for *_, after in flows)
    back = sum(after for name, _, after in flows if name == "reactivation")
    paying = sum(1 for *_, after in flows if after)
    tops = {
        "grr": sum(min(pair) for pair in there),
        "nrr": sum(after for _, after in there),
        "with_reactivation": sum(after for _, after in there) + back,
        "gross": sum(max(before - after, Fraction(0)) for before, after in there),
        "net_of_expansion": sum(before - after for before, after in there),
        "net": sum(before - after for before, after in there) - back,
    }
    if figure in {"mrr", "arpa"}:
        return (Fraction(end, paying) if figure == "arpa" else Fraction(end)) if paying else None
    return Fraction(tops[figure], whole) if whole else None


@pytest.mark.parametrize("as_of", [date(2024, 4, 1), date(2024, 6, 12)])
@pytest.mark.parametrize("window", [{}, {"trailing_months": 3}, {"trailing_days": 45}])
@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_what_its_oracle_says(
    figure: tuple[str, str], window: dict[str, int], as_of: date, company: Company, world: MakeWorld
) -> None:
    metric, variant = figure
    for seed, zone in enumerate(("UTC", "Asia/Kathmandu")):
        tables = _priced(world(seed))
        payers = Payers(tables["subscriptions"], as_of, zone)
        sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
        parameters = {"variant": variant, **window}
        request = _asked(metric, as_of, zone=zone, by=("size",), parameters=parameters)

        for one in measure(company(tables), request):
            end = min(one.period.end, as_of)
            start = _back(end, **window) if window else one.period.start
            customers = [c for c in payers.spans if sizes.get(c, "(none)") == one.segment[0][1]]
            flows = [payers.movement(customer, start, end) for customer in customers]
            wanted = _value(metric if variant == "standard" else variant, flows)
            assert one.value == (None if wanted is None else pytest.approx(float(wanted), rel=1e-12))
            _assert_movements(one, flows)


def _assert_movements(one: Measurement, flows: list[tuple[str, Fraction, Fraction]]) -> None:
    details = dict(one.details)
    for name in MOVEMENTS:
        moved = [abs(after - before) for kind, before, after in flows if kind == name and before != after]
        assert details[f"{name}_customers"] == len(moved)
        assert abs(details[name] - sum(moved)) < 1


@pytest.mark.parametrize("as_of", [date(2024, 4, 1), date(2024, 6, 12)])
@pytest.mark.parametrize("seed", range(3))
def test_money_at_risk_is_what_its_oracle_says(
    seed: int, as_of: date, company: Company, world: MakeWorld
) -> None:
    tables, zone = _priced(world(seed)), "America/New_York"
    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}

    for one in measure(company(tables), _asked("revenue_at_risk", as_of, zone=zone, by=("size",))):
        moment, stop = _instant(min(one.period.end, as_of), zone), _instant(as_of, zone)
        risk = whole = Fraction(0)
        for row in tables["subscriptions"]:
            end, notice = row["ended_at"], row["cancel_requested_at"]
            is_known = row["started_at"] < stop and row["started_at"] <= moment
            is_there = is_known and (end is None or end >= stop or end > moment)
            is_of_segment = sizes.get(row["customer_id"], "(none)") == one.segment[0][1]
            if row["state"] in {"active", "past_due", "ended"} and is_there and is_of_segment:
                price = Fraction(row["amount_minor"], row["interval_months"])
                noticed = notice is not None and notice <= moment and notice < stop
                whole += price
                risk += price if row["state"] == "past_due" or noticed else 0
        assert one.value == (pytest.approx(float(risk)) if whole else None)
        assert abs(one.denominator - whole) < 1


@pytest.mark.parametrize("window", [{}, {"trailing_months": 6}])
@pytest.mark.parametrize("seed", range(3))
def test_trap_7_movements_add_up_in_whole_minor_units_in_every_segment(
    seed: int, window: dict[str, int], company: Company, world: MakeWorld
) -> None:
    """Prices such as 1,009 for 12 months are no whole number by the month."""
    engine = company(_priced(world(seed)))

    for by in ((), ("size",)):
        found = measure(engine, _asked("mrr", date(2024, 6, 12), by=by, parameters=window))
        for one in found:
            d = dict(one.details)
            grown = d["new"] + d["reactivation"] + d["expansion"] - d["contraction"] - d["churn"]
            assert d["mrr_end"] == d["mrr_start"] + grown
            assert all(float(d[name]).is_integer() for name in MOVEMENTS)
        if not window and not by:
            for earlier, later in pairwise(found):
                assert dict(earlier.details)["mrr_end"] == dict(later.details)["mrr_start"]


def test_trap_4_an_export_that_ends_reads_as_mass_churn_and_is_not_final(company: Company) -> None:
    """dbt's mrr-playbook: 705 of 1,840 in December and 1,255 of 1,255 in January, as all periods end then."""
    rows = [
        _span("c1", "2019-11-01", "2020-01-01", amount=705),
        _span("c2", "2019-11-01", "2020-02-01", amount=1135),
        _span("c3", "2019-12-10", "2020-02-01", amount=120),
    ]
    request = Request(
        metric="revenue_churn", as_of=date(2020, 2, 2), start=date(2019, 12, 1), end=date(2020, 2, 1),
        parameters={"grace_days": 30},
    )  # fmt: skip

    found = measure(company({"subscriptions": rows}), request)

    assert [(one.numerator, one.denominator) for one in found] == [(705, 1840), (1255, 1255)]
    assert [one.is_mature for one in found] == [True, False]


def test_an_annual_price_is_a_twelfth_a_month_to_the_last_part_of_a_cent(company: Company) -> None:
    """Three prices of 100.00 a year are 25.00 a month; rounded one by one they would be 24.99."""
    rows = [_span(f"c{number}", "2023-01-01", None, amount=10_000, months=12) for number in range(3)]

    [one] = measure(company({"subscriptions": rows}), _may("mrr"))

    assert (one.value, one.numerator, one.denominator) == (2500, 2500, 3)


def test_trap_5_cancelling_one_of_two_subscriptions_is_contraction(company: Company) -> None:
    rows = [_span("c1", "2023-01-01", "2024-05-10"), _span("c1", "2023-06-01", None)]

    [one] = measure(company({"subscriptions": rows}), _may("mrr"))

    assert [dict(one.details)[name] for name in MOVEMENTS] == [0, 0, 0, 900, 0]


def test_trap_6_trials_free_plans_and_pauses_are_in_no_revenue(company: Company) -> None:
    rows = [
        _span("c1", "2023-01-01", None, state="trial"),
        _span("c2", "2023-01-01", None, amount=0),
        _span("c3", "2023-01-01", None, state="paused"),
        _span("c4", "2023-01-01", None, state="past_due"),
    ]

    [one] = measure(company({"subscriptions": rows}), _may("mrr"))

    assert (one.value, one.denominator) == (900, 1)


def test_trap_8_growth_of_one_customer_hides_the_loss_of_another_in_no_grr(company: Company) -> None:
    """Of totals alone GRR would be min(1,800, 1,800) of 1,800: 100 %."""
    rows = [
        _span("c1", "2023-01-01", "2024-05-10"),
        _span("c2", "2023-01-01", None),
        _span("c2", "2024-05-10", None),
        _span("c3", "2023-01-01", "2023-03-01"),
        _span("c3", "2024-05-10", None),
    ]
    engine = company({"subscriptions": rows})

    found = {name: measure(engine, _may(name))[0] for name in ("grr", "nrr", "mrr")}

    assert (found["grr"].value, found["nrr"].value) == (0.5, 1.0)
    assert dict(found["mrr"].details)["reactivation"] == 900  # c3, who is in neither


def test_trap_9_twelve_monthly_rates_multiplied_are_not_the_rate_of_twelve_months(company: Company) -> None:
    """Who joins and leaves within the year is in the monthly rates, and not among those of a year ago."""
    rows = [_span("c1", "2022-01-01", None)]
    rows += [_span(f"j{month}", f"2023-{month:02}-15", f"2023-{month + 1:02}-20") for month in range(1, 12)]
    engine = company({"subscriptions": rows})
    year = {"start": date(2023, 1, 1), "end": date(2024, 1, 1)}

    monthly = measure(engine, Request(metric="nrr", as_of=date(2024, 2, 1), **year))  # type: ignore[arg-type]
    yearly = measure(
        engine,
        Request(metric="nrr", as_of=date(2024, 2, 1), parameters={"trailing_months": 12}, **year),  # type: ignore[arg-type]
    )

    product = 1.0
    for one in monthly:
        product *= one.value or 0
    assert yearly[-1].value == 1
    assert product < 0.01


def test_currencies_are_refused_with_their_counts_and_never_added(company: Company) -> None:
    rows = [_span("c1", "2023-01-01", None), _span("c2", "2023-01-01", None), _span("c3", "2023-01-01", None)]
    rows[2]["currency"] = "USD"
    engine = company({"subscriptions": rows})

    with pytest.raises(InputError, match=r"2 currencies: 2 in EUR, 1 in USD.*currency=EUR"):
        measure(engine, _may("mrr"))
    assert [one.value for one in measure(engine, _may("mrr", currency="EUR"))] == [1800]


def test_currencies_may_differ_between_segments(company: Company) -> None:
    rows = [_span("c1", "2023-01-01", None), {**_span("c2", "2023-01-01", None), "currency": "USD"}]
    customers = [{"customer_id": c, "region": r} for c, r in (("c1", "EU"), ("c2", "US"))]
    request = _asked("mrr", date(2024, 8, 1), start=date(2024, 5, 1), by=("region",))

    found = measure(company({"subscriptions": rows, "customers": customers}), request)

    assert {one.segment[0][1] for one in found} == {"EU", "US"}


def test_a_segment_of_one_currency_is_measured_beside_a_request_that_is_refused(company: Company) -> None:
    rows = [_span("c1", "2023-01-01", None), {**_span("c2", "2023-01-01", None), "currency": "USD"}]
    customers = [{"customer_id": c, "region": r} for c, r in (("c1", "EU"), ("c2", "US"))]
    engine = company({"subscriptions": rows, "customers": customers})
    whole = _may("mrr")

    of_all, of_eu = measure_all(engine, [whole, replace(whole, filters={"region": ("EU",)})])

    assert "2 currencies" in str(of_all.error)
    assert [one.value for one in of_eu.series] == [900]


def test_an_interval_that_gives_no_whole_part_of_a_cent_is_refused_with_a_count(company: Company) -> None:
    rows = [_span("c1", "2023-01-01", None), _span("c2", "2023-01-01", None, months=7)]

    with pytest.raises(InputError, match="1 of 2 subscriptions have an interval_months that is no divisor"):
        measure(company({"subscriptions": rows}), _may("mrr"))


def test_what_is_missing_goes_to_the_largest_rests() -> None:
    assert allocated([400, 400, -80], 1) == [1, 0, 0]
    assert allocated([720, -720, 0, 0, 0], 0) == [1, -1, 0, 0, 0]
    assert allocated([1, 1, 1, -2, -1], 0) == [0, 0, 0, 0, 0]


def test_large_amounts_are_squared_without_overflow(company: Company) -> None:
    """A price of ten million a month squares beyond 64 bits."""
    rows = [_span(f"c{number}", "2023-01-01", None, amount=10**9) for number in range(4)]
    rows.append(_span("c9", "2023-01-01", "2024-05-10", amount=10**9))

    [one] = measure(company({"subscriptions": rows}), _may("nrr"))

    assert one.value == 0.8
    assert one.interval is not None
    assert one.interval.low < 0.8 < one.interval.high


def _priced(tables: World) -> World:
    """Prices and intervals that do not come out even by the month."""
    rows = [
        {**row, "amount_minor": row["amount_minor"] and 1000 + 7 * number}
        for number, row in enumerate(tables["subscriptions"])
    ]
    return {**tables, "subscriptions": rows}


def _span(  # noqa: PLR0913 - columns of a subscription
    customer: str,
    begins: str,
    ends: str | None,
    *,
    amount: int = 900,
    months: int = 1,
    state: str = "active",
) -> Row:
    return {
        "subscription_id": f"{customer} {begins}",
        "customer_id": customer,
        "started_at": begins,
        "ended_at": ends,
        "state": state,
        "amount_minor": amount,
        "interval_months": months,
        "currency": "EUR",
    }


def _asked(  # noqa: PLR0913 - fields of a request
    metric: str,
    as_of: date,
    *,
    start: date = date(2024, 1, 1),
    zone: str = "UTC",
    by: tuple[str, ...] = (),
    parameters: dict[str, Any] | None = None,
) -> Request:
    return Request(
        metric=metric, as_of=as_of, start=start, time_zone=zone, by=by, parameters=parameters or {}
    )


def _may(metric: str, **parameters: Any) -> Request:  # noqa: ANN401 - a metric's parameters
    return Request(
        metric=metric,
        as_of=date(2024, 8, 1),
        start=date(2024, 5, 1),
        end=date(2024, 6, 1),
        parameters=parameters,
    )


def _back(end: date, *, trailing_months: int = 0, trailing_days: int = 0) -> date:
    if trailing_days:
        return end - timedelta(days=trailing_days)
    year, month = divmod(end.year * 12 + end.month - 1 - trailing_months, 12)
    return date(year, month + 1, end.day)


@lru_cache(maxsize=1000)
def _instant(day: date, zone: str) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)
