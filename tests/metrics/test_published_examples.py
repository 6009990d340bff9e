"""Worked examples that vendors publish of recurring revenue, typed in as subscriptions."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")


@pytest.mark.parametrize(
    ("metric", "variant", "numerator"),
    [
        ("revenue_churn", "gross", 2000),
        ("revenue_churn", "net", 1000),
        ("revenue_churn", "net_of_expansion", 1000),
        ("grr", "standard", 8000),
        ("nrr", "standard", 9000),
    ],
)
def test_a_hundred_of_which_two_tens_go_and_one_comes_is_what_chartmogul_says(
    metric: str, variant: str, numerator: int, company: Company
) -> None:
    """Of $100 at the start $10 churn, $10 contract and $10 expand: gross churn 20 %, net 10 %.

    Source: help.chartmogul.com/hc/en-us/articles/203359341, formulas of the standard (B2B) setting.
    """
    rows = [
        _span("leaves", "2023-01-01", "2024-05-10", amount=1000),
        _span("shrinks", "2023-01-01", "2024-05-10", amount=4000),
        _span("shrinks", "2024-05-10", None, amount=3000),
        _span("grows", "2023-01-01", "2024-05-10", amount=5000),
        _span("grows", "2024-05-10", None, amount=6000),
    ]

    [one] = measure(company({"subscriptions": rows}), _asked(metric, variant, date(2024, 5, 1)))

    assert (one.numerator, one.denominator) == (numerator, 10_000)
    assert one.value == pytest.approx(numerator / 10_000)


def test_the_life_of_a_customer_is_the_movements_that_chartmogul_names(company: Company) -> None:
    """Four yearly plans of $500 are new with $166.67; two of $30 more are expansion, less are contraction;
    the last one's end is churn at the end of paid time, and three of $50 a month are reactivation.

    Source: help.chartmogul.com/hc/en-us/articles/201244842, the customer Syncalytics.
    """
    rows = [
        _span("c1", "2023-01-10", "2024-01-10", amount=200_000, months=12),
        _span("c1", "2023-02-05", "2023-03-20", amount=6000),
        _span("c1", "2024-03-15", None, amount=15_000),
    ]

    found = measure(
        company({"subscriptions": rows}), _asked("mrr", "standard", date(2023, 1, 1), date(2024, 4, 1))
    )

    moves = {
        (one.period.start.isoformat()[:7], name): dict(one.details)[name]
        for one in found
        for name in MOVEMENTS
        if dict(one.details)[name]
    }
    assert moves == {
        ("2023-01", "new"): 16_667,
        ("2023-02", "expansion"): 6000,
        ("2023-03", "contraction"): 6000,
        ("2024-01", "churn"): 16_667,
        ("2024-03", "reactivation"): 15_000,
    }


def _asked(metric: str, variant: str, start: date, end: date = date(2024, 6, 1)) -> Request:
    parameters = {} if variant == "standard" else {"variant": variant}
    return Request(metric=metric, as_of=date(2024, 12, 1), start=start, end=end, parameters=parameters)


def _span(customer: str, start: str, end: str | None, *, amount: int, months: int = 1) -> dict[str, Any]:
    return {
        "customer_id": customer,
        "started_at": datetime.fromisoformat(start),
        "ended_at": datetime.fromisoformat(end) if end else None,
        "state": "active" if end is None else "ended",
        "plan": "p",
        "amount_minor": amount,
        "currency": "EUR",
        "interval_months": months,
    }
