"""The live formulas of customer churn against plain Python, and the traps that tell them apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.standing_oracle import Follower

from holdfast.errors import InputError
from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
VARIANTS = ("standard", "daily", "stripe", "baremetrics", "average", "cancel_requested")
ZONES = ("UTC", "America/New_York", "Asia/Kathmandu")
START = date(2024, 1, 1)


@pytest.mark.parametrize("as_of", [date(2024, 4, 1), date(2024, 6, 12)])
@pytest.mark.parametrize("window", [{}, {"trailing_days": 30}, {"trailing_days": 75}, {"trailing_months": 3}])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_and_window_counts_what_its_oracle_counts(
    variant: str, window: dict[str, Any], as_of: date, company: Company, world: MakeWorld
) -> None:
    # Each case has another company and zone: all of them for each would take minutes.
    seed = VARIANTS.index(variant) + sum(window.values()) + as_of.month
    zone, tables = ZONES[seed % len(ZONES)], world(seed)
    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
    oracle = Follower(tables["subscriptions"], as_of, zone, variant)
    request = _asked(as_of, zone=zone, by=("size",), variant=variant, **window)

    found = measure(company(tables), request)

    for one in found:
        customers = [c for c in oracle.spells if sizes.get(c, "(none)") == one.segment[0][1]]
        end = min(one.period.end, as_of)
        counted = oracle.counts(customers, _window_start(one, end, window), end)
        assert _counts(one) == pytest.approx(counted), (one.period, one.segment)


def test_retention_is_what_churn_leaves(company: Company, world: MakeWorld) -> None:
    engine = company(world(3))

    churn = measure(engine, _asked(date(2024, 6, 12), trailing_days=30))
    kept = measure(engine, _asked(date(2024, 6, 12), metric="retention_rate", trailing_days=30))

    assert [one.denominator - one.numerator for one in churn] == [one.numerator for one in kept]


def test_trap_1_one_month_has_as_many_churn_rates_as_variants(company: Company) -> None:
    """c1 stays, c2 leaves, c3 joins and leaves, c4 leaves and is back and leaves, c5 is past due 40 days."""
    engine = company(
        {
            "subscriptions": [
                _span("c1", "2023-01-01", None),
                _span("c2", "2023-01-01", "2024-05-10"),
                _span("c3", "2024-05-05", "2024-05-20"),
                _span("c4", "2023-01-01", "2024-05-03"),
                _span("c4", "2024-05-08", "2024-05-28"),
                _span("c5", "2024-04-20", None, state="past_due"),
            ]
        }
    )

    found = {variant: _of_may(engine, variant=variant) for variant in VARIANTS}

    assert {v: (one.numerator, one.denominator) for v, one in found.items()} == {
        "standard": (2, 4),  # c2 and c4
        "stripe": (4, 6),  # c2, c3 and c4 twice, of four and two joinings
        "baremetrics": (4, 4),  # c2, c3, c4 and c5
        "average": (3, 6),  # c2, c3, c4 of four at the start and two at the end
        "daily": (4, 108),  # customer-days: c1 31, c5 31, c2 9, c3 15, c4 2 and 20
        "cancel_requested": (2, 4),
    }
    assert len({one.version for one in found.values()}) == len(VARIANTS)


def test_trap_2_joiners_are_in_no_numerator_without_being_in_the_denominator(company: Company) -> None:
    engine = company(
        {"subscriptions": [_span("c1", "2023-01-01", None), _span("c2", "2024-05-05", "2024-05-20")]}
    )

    assert _of_may(engine).numerator == 0
    assert _of_may(engine, variant="stripe").denominator == 2


def test_trap_3_an_unfinished_period_is_not_final_in_any_variant(company: Company) -> None:
    engine = company({"subscriptions": [_span("c1", "2023-01-01", None), _span("c2", "2023-01-01", None)]})

    for variant in VARIANTS:
        [one] = measure(engine, _asked(date(2024, 5, 9), start=date(2024, 5, 1), variant=variant))

        assert (one.is_mature, one.pending) == (False, 2)


def test_trap_4_an_end_at_the_export_is_not_final_before_the_grace_days_are_over(company: Company) -> None:
    """An export that cuts every span at its own date reads as everybody leaving in the last month."""
    rows = [_span(f"c{number}", "2023-01-01", "2024-05-30") for number in range(20)]
    engine = company({"subscriptions": rows})

    [early] = measure(engine, _asked(date(2024, 6, 1), start=date(2024, 5, 1), grace_days=30))
    [late] = measure(
        engine, _asked(date(2024, 7, 1), start=date(2024, 5, 1), end=date(2024, 6, 1), grace_days=30)
    )

    assert (early.value, early.is_mature) == (1, False)
    assert (late.value, late.is_mature) == (1, True)


def test_trap_5_cancelling_one_of_two_subscriptions_is_no_churn_in_any_variant(company: Company) -> None:
    engine = company(
        {"subscriptions": [_span("c1", "2023-01-01", "2024-05-10"), _span("c1", "2023-06-01", None)]}
    )

    for variant in VARIANTS:
        assert _of_may(engine, variant=variant).numerator == 0


def test_trap_10_no_churn_is_0_with_a_range_and_not_a_certainty(company: Company) -> None:
    """Wilson's upper limit for 0 of 10 is 27.8 % (Newcombe 1998)."""
    engine = company({"subscriptions": [_span(f"c{number}", "2023-01-01", None) for number in range(10)]})

    for variant in VARIANTS:
        one = _of_may(engine, variant=variant)
        assert one.value == 0
        assert one.interval is not None
        assert one.interval.low == 0
        assert one.interval.high > 0.2
    high = _of_may(engine).interval
    assert high is not None
    assert round(high.high, 3) == 0.278


def test_trap_29_a_parameter_makes_another_version(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))

    versions = {_of_may(engine, **given).version for given in ({}, {"grace_days": 7}, {"trailing_days": 30})}

    assert len(versions) == 3


def test_a_rolling_window_of_30_days_differs_from_a_month_of_31(company: Company) -> None:
    engine = company({"subscriptions": [_span("c1", "2023-01-01", "2024-05-01 12:00:00")]})

    assert _of_may(engine).denominator == 1
    assert _of_may(engine, trailing_days=30).denominator == 0


def test_who_gives_notice_leaves_at_once_only_in_that_variant(company: Company) -> None:
    span = {**_span("c1", "2023-01-01", "2024-07-01"), "cancel_requested_at": "2024-05-11"}
    engine = company({"subscriptions": [span]})

    assert _of_may(engine).numerator == 0
    assert _of_may(engine, variant="cancel_requested").numerator == 1


def test_a_variant_that_reads_a_column_which_is_not_mapped_is_refused(company: Company) -> None:
    engine = company({})
    engine.execute("ALTER TABLE subscriptions DROP COLUMN cancel_requested_at")

    assert measure(engine, _asked(date(2024, 6, 1)))
    with pytest.raises(InputError, match="no column 'cancel_requested_at'"):
        measure(engine, _asked(date(2024, 6, 1), variant="cancel_requested"))


def test_days_and_months_of_a_window_are_not_both_given(company: Company) -> None:
    with pytest.raises(InputError, match="one of the two"):
        measure(company({}), _asked(date(2024, 6, 1), trailing_days=30, trailing_months=1))


def _span(customer: str, begins: str, ends: str | None, *, state: str = "active") -> dict[str, Any]:
    return {
        "subscription_id": f"{customer} {begins}",
        "customer_id": customer,
        "started_at": begins,
        "ended_at": ends,
        "state": state,
        "amount_minor": 900,
        "interval_months": 1,
        "currency": "EUR",
    }


def _asked(  # noqa: PLR0913 - fields of a request
    as_of: date,
    *,
    metric: str = "logo_churn",
    start: date = START,
    end: date | None = None,
    zone: str = "UTC",
    by: tuple[str, ...] = (),
    **parameters: Any,  # noqa: ANN401 - a metric's parameters
) -> Request:
    return Request(
        metric=metric, as_of=as_of, start=start, end=end, time_zone=zone, by=by, parameters=parameters
    )


def _of_may(engine: Any, **parameters: Any) -> Measurement:  # noqa: ANN401 - as above
    request = _asked(date(2024, 8, 1), start=date(2024, 5, 1), end=date(2024, 6, 1), **parameters)
    [one] = measure(engine, request)
    return one


def _window_start(one: Measurement, end: date, window: dict[str, int]) -> date:
    if "trailing_days" in window:
        return end - timedelta(days=window["trailing_days"])
    if "trailing_months" in window:
        year, month = divmod(end.year * 12 + end.month - 1 - window["trailing_months"], 12)
        return _last_such_day(year, month + 1, end.day)
    return one.period.start


def _last_such_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return _last_such_day(year, month, day - 1)


def _counts(one: Measurement) -> tuple[float, ...]:
    return one.numerator, one.denominator, -1 if one.value is None else one.value


def test_the_oracle_of_this_page_merges_spans_that_touch() -> None:
    first, second, third = (datetime.fromisoformat(f"2024-01-{day}") for day in ("01", "06", "11"))
    spans = [(first, second), (second, third)]
    rows = [{**_span("c1", "", None), "started_at": begins, "ended_at": ends} for begins, ends in spans]

    assert Follower(rows, date(2024, 6, 1), "UTC").spells == {"c1": [(first, third)]}
