"""Exports of Chargebee: dotted names, labels and the API's columns."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.exports.conftest import Propose

ROWS = (
    "s1,c1,pro,active,2024-01-02 10:00:00,2024-01-16 10:00:00,,2024-06-16 10:00:00,USD,49.00\n"
    "s2,c2,team,cancelled,2024-01-03 10:00:00,2024-01-03 10:00:00,2024-05-01 00:00:00,,USD,99.50\n"
    "s3,c3,pro,cancelled,2024-01-04 10:00:00,,2024-01-18 00:00:00,,USD,49.00\n"
    "s4,c4,pro,in_trial,2024-05-04 10:00:00,,,2024-05-18 00:00:00,USD,49.00\n"
    "s5,c5,pro,non_renewing,2024-01-05 10:00:00,2024-01-05 10:00:00,2024-07-05 10:00:00,2024-07-05 10:00:00,USD,49.00\n"
    "s6,c6,pro,future,2024-09-05 10:00:00,,,,USD,49.00\n"
)
DOTTED = (
    "subscriptions.id,customers.id,subscriptions.plan_id,subscriptions.status,subscriptions.started_at,"
    "subscriptions.activated_at,subscriptions.cancelled_at,subscriptions.current_term_end,"
    "subscriptions.currency_code,subscriptions.mrr\n"
)
LABELS = "Subscription Id,Customer Id,Plan Id,Status,Started At,Activated At,Cancelled At,Current Term End,Currency,MRR\n"


@pytest.mark.parametrize("header", [DOTTED, LABELS])
def test_subscriptions_keep_trials_apart_and_end_when_cancelled(propose: Propose, header: str) -> None:
    rows = (
        ROWS
        if header == DOTTED
        else ROWS.replace("in_trial", "In Trial").replace("non_renewing", "Non Renewing")
    )

    proposed = propose(Subscriptions_csv=header + rows)

    assert "Chargebee subscriptions." in proposed.text
    assert proposed.rows(
        "SELECT subscription_id, state, started_at, ended_at, interval_months, amount_minor FROM subscriptions"
    ) == [
        ("s1", "active", "2024-01-16T10:00:00", None, 1, 4900),
        ("s2", "ended", "2024-01-03T10:00:00", "2024-05-01T00:00:00", 1, 9950),
        ("s3", "trial", "2024-01-04T10:00:00", "2024-01-18T00:00:00", 1, 4900),
        ("s4", "trial", "2024-05-04T10:00:00", None, 1, 4900),
        ("s5", "active", "2024-01-05T10:00:00", "2024-07-05T10:00:00", 1, 4900),
    ]
    churn = proposed.measured("logo_churn", start=date(2024, 4, 1), as_of=date(2024, 7, 1))
    assert (churn.numerator, churn.denominator) == (1, 3)
    assert proposed.problems == ()


def test_what_was_cancelled_cost_its_plan_s_price_and_not_the_nothing_it_costs_now(propose: Propose) -> None:
    header = LABELS.strip() + ",Plan Amount,Billing Period,Billing Period Unit\n"
    row = "{},{},pro,{},2024-01-03,2024-01-03,{},,USD,{},{},{},{}\n"
    rows = (
        row.format("s1", "c1", "active", "", "49.00", "588.00", 1, "year"),
        row.format("s2", "c2", "cancelled", "2024-05-01", "0.00", "588.00", 1, "year"),
        row.format("s3", "c3", "cancelled", "2024-05-01", "0", "99.50", 1, "month"),
        row.format("s4", "c4", "active", "", "0.00", "99.50", 1, "month"),
    )

    proposed = propose(Subscriptions_csv=header + "".join(rows))

    assert proposed.rows(
        "SELECT subscription_id, interval_months, amount_minor FROM subscriptions ORDER BY 1"
    ) == [("s1", 1, 4900), ("s2", 12, 58_800), ("s3", 1, 9950), ("s4", 1, 0)]


def test_the_api_s_columns_count_seconds_minor_units_and_billing_periods(propose: Propose) -> None:
    proposed = propose(
        subs_csv=(
            "id,customer_id,plan_id,status,started_at,activated_at,cancelled_at,current_term_end,currency_code,"
            "plan_amount,billing_period,billing_period_unit\n"
            "s1,c1,pro-yearly,active,1704189600,1704189600,,1735812000,EUR,120000,1,year\n"
            "s2,c2,pro-q,cancelled,1704189600,1704189600,1714521600,,EUR,30000,3,month\n"
        ),
        invoices_csv=(
            "id,customer_id,subscription_id,status,date,total,amount_paid,currency_code,recurring\n"
            "1,c1,s1,paid,1704189600,120000,120000,EUR,true\n2,c2,s2,payment_due,1704189600,30000,0,EUR,true\n"
        ),
        customers_csv=(
            "id,email,company,created_at,auto_collection\nc1,a@x.test,Acme,1704100000,on\n"
            "c2,b@x.test,Globex,1704100000,on\n"
        ),
    )

    assert proposed.rows(
        "SELECT subscription_id, started_at, ended_at, interval_months, amount_minor, currency FROM subscriptions"
    ) == [
        ("s1", "2024-01-02T10:00:00", None, 12, 120_000, "EUR"),
        ("s2", "2024-01-02T10:00:00", "2024-05-01T00:00:00", 3, 30_000, "EUR"),
    ]
    assert proposed.rows("SELECT order_id, amount_minor FROM orders") == [("1", 120_000)]
    assert proposed.rows("SELECT customer_id, signed_at FROM customers ORDER BY 1") == [
        ("c1", "2024-01-01T09:06:40"),
        ("c2", "2024-01-01T09:06:40"),
    ]
    assert proposed.problems == ()


def test_whole_amounts_of_an_export_are_decimal_and_asked_about(propose: Propose) -> None:
    proposed = propose(Subscriptions_csv=LABELS + ROWS.replace("49.00", "49").replace("99.50", "99"))

    assert "TO DO: no value has decimals; if they are cents, map amount_minor instead" in proposed.text
    assert proposed.rows("SELECT DISTINCT amount_minor FROM subscriptions ORDER BY 1") == [(4900,), (9900,)]
