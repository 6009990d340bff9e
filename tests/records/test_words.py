from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.records.words import (
    column_words,
    count_text,
    counted_texts,
    length_text,
    maturity_text,
    period_text,
    range_text,
    segment_text,
    value_text,
)
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.records import Measurement, Unit


@pytest.mark.parametrize(
    ("value", "unit", "currency", "words"),
    [
        (0.8833, "share", None, "88.3%"),
        (0.0, "share", None, "0.0%"),
        (None, "share", None, "no value (nobody to count)"),
        (-3.25, "points", None, "-3.2 points"),
        (1.0, "days", None, "1.0 day"),
        (1234.0, "count", None, "1,234"),
        (123_456.0, "money", "EUR", "EUR 1,235"),
        (1_999.0, "money", "EUR", "EUR 19.99"),
        (1_500.0, "money", "JPY", "JPY 1,500"),
    ],
)
def test_a_value_is_written_with_its_unit_and_an_undefined_one_is_never_0(
    value: float | None, unit: Unit, currency: str | None, words: str
) -> None:
    assert value_text(value, unit, currency=currency) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 10, 1), date(2026, 11, 1), "Oct 2026"),
        (date(2026, 12, 1), date(2027, 1, 1), "Dec 2026"),
        (date(2026, 7, 1), date(2026, 10, 1), "Jul-Sep 2026"),
        (date(2026, 1, 1), date(2027, 1, 1), "2026"),
        (date(2025, 11, 1), date(2026, 2, 1), "Nov 2025 to Jan 2026"),
        (date(2026, 10, 5), date(2026, 10, 12), "week of 5 Oct 2026"),
        (date(2026, 10, 5), date(2026, 10, 6), "5 Oct 2026"),
        (date(2026, 10, 5), date(2026, 10, 20), "5 Oct 2026 to 19 Oct 2026"),
    ],
)
def test_a_period_is_named_by_the_days_inside_it(start: date, end: date, words: str) -> None:
    assert period_text(Period(start, end)) == words


def test_a_range_says_its_unit_once() -> None:
    assert range_text(Interval(13.2, 32.8), "points") == "13.2 to 32.8 points"
    assert range_text(Interval(0.851, 0.91), "share") == "85.1% to 91.0%"
    assert range_text(None, "share") == "not known"


def test_what_a_value_rests_on_is_written_as_what_it_is(measure: Callable[..., Measurement]) -> None:
    logos = measure(8, 212, 240)
    revenue = replace(logos, numerator=195_050, denominator=2_100_000, of_money=True)
    mean = replace(logos, numerator=195_050, unit="money")

    assert count_text(logos, currency="EUR") == "212 of 240"
    assert count_text(revenue, currency="EUR") == "EUR 1,950 of EUR 21,000"
    assert count_text(replace(revenue, numerator=1_050), currency="JPY") == "JPY 1,050 of JPY 2,100,000"
    assert count_text(mean, currency="EUR") == "from 240"
    assert counted_texts(mean, currency="EUR") == ("EUR 1,950", "240")


def test_what_is_waited_for_is_counted_against_all_of_the_period(measure: Callable[..., Measurement]) -> None:
    waiting = measure(9, 180, 199, pending=41)

    assert maturity_text(waiting, 10) == "not final yet: 41 of 240 still within their 10 days"
    assert maturity_text(waiting, None) == "not final yet: 41 of 240 still open"
    assert maturity_text(measure(8, 1, 2), 10) == "final"


def test_what_is_waited_for_is_not_counted_twice_where_it_is_counted_already(
    measure: Callable[..., Measurement],
) -> None:
    """1,543 tickets, 39 of them open and among the 1,543; 123 answers to 200 questions, 46 may yet come."""
    tickets = replace(measure(9, 1_504, 1_543, pending=39), pending_among=1_543)
    survey = replace(measure(9, 43, 123, pending=46), pending_among=200)

    assert maturity_text(tickets, None) == "not final yet: 39 of 1,543 still open"
    assert maturity_text(survey, None) == "not final yet: 46 of 200 still open"


def test_a_period_that_the_data_do_not_cover_is_told_from_one_that_is_not_over(
    measure: Callable[..., Measurement],
) -> None:
    partial = replace(measure(1, 1, 2), is_mature=False)

    assert maturity_text(partial, 10) == "not final: the data do not cover all of it"
    assert (
        maturity_text(replace(partial, as_of=date(2026, 1, 20)), 10)
        == "not final yet: the period is not over"
    )


def test_a_segment_names_its_columns_and_nobody_left_out_is_everybody() -> None:
    assert segment_text((("size", "large"), ("plan", "pro"))) == "size: large, plan: pro"
    assert segment_text(()) == "everybody"


@pytest.mark.parametrize(
    ("column", "said"),
    [("size", "size"), ("arr_band", "ARR band"), ("Region", "Region"), ("account_us_vip", "account US VIP")],
)
def test_a_column_is_read_as_words(column: str, said: str) -> None:
    assert column_words(column) == said


@pytest.mark.parametrize(
    ("metric", "end", "said"),
    [
        ("logo_churn", date(2026, 10, 1), "a whole quarter"),
        ("logo_churn", date(2026, 8, 1), "of one month"),
        ("onboarding_completed", date(2026, 10, 1), ""),
    ],
)
def test_a_value_that_depends_on_how_long_a_period_is_says_how_long_it_was(
    metric: str, end: date, said: str
) -> None:
    found = length_text(metric, Period(date(2026, 7, 1), end))

    assert (said in found) if said else not found
    assert ("“in a month”" in found) == (said == "a whole quarter")
