"""Exports of Stripe, from the dashboard and in the API's columns."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.exports.conftest import Propose

SUBSCRIPTIONS = """id,Customer ID,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),\
Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),\
Cancel At Period End,Ended At (UTC)
sub_1,cus_a,a@x.test,pro,2,usd,month,19.50,active,2024-01-02 10:00,2024-01-02 10:00,2024-05-02 10:00,2024-06-02 10:00,,,,false,
sub_2,cus_b,b@x.test,team,1,usd,year,240.00,canceled,2024-01-03 09:30,2024-01-03 09:30,2024-01-17 09:30,2025-01-17 09:30,2024-01-03 09:30,2024-01-17 09:30,2024-04-20 08:00,true,2024-05-01 00:00
sub_3,cus_c,c@x.test,pro,1,usd,month,19.50,canceled,2024-02-01 00:00,2024-02-01 00:00,,,2024-02-01 00:00,2024-02-15 00:00,2024-02-10 12:00,false,2024-02-15 00:00
sub_4,cus_d,d@x.test,pro,1,eur,month,20.00,trialing,2024-05-20 00:00,2024-05-20 00:00,,,2024-05-20 00:00,2024-06-03 00:00,,false,
sub_5,cus_e,e@x.test,pro,1,usd,month,19.50,unpaid,2024-01-05 00:00,2024-01-05 00:00,,,,,,false,
sub_6,cus_f,f@x.test,pro,1,usd,month,19.50,incomplete_expired,2024-01-05 00:00,2024-01-05 00:00,,,,,,false,
"""
CUSTOMERS = """id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,Payment Count
cus_a,,a@x.test,A,2024-01-02 09:59,false,pro,active,190.00,5
cus_b,,b@x.test,B,2024-01-03 09:00,false,team,canceled,240.00,1
cus_c,,c@x.test,C,2024-02-01 00:00,false,,canceled,0.00,0
cus_d,,d@x.test,D,2024-05-20 00:00,false,pro,trialing,0.00,0
cus_e,,e@x.test,E,2024-01-05 00:00,true,pro,past_due,19.50,1
cus_f,,f@x.test,F,2024-01-05 00:00,false,,,0.00,0
"""
PAYMENTS = """id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Customer ID,Captured
ch_1,Renewal,Payment complete.,2024-01-02 10:00,39.00,0.00,usd,39.00,1.43,Paid,cus_a,true
ch_2,Renewal,Payment complete.,2024-02-02 10:00,39.00,9.75,usd,39.00,1.43,Partially refunded,cus_a,true
ch_3,Renewal,Card declined.,2024-02-05 10:00,19.50,0.00,usd,0.00,0.00,Failed,cus_e,false
ch_4,Renewal,Payment complete.,2024-01-17 10:00,240.00,0.00,usd,240.00,7.26,Paid,cus_b,true
"""


def test_subscriptions_of_the_dashboard_keep_trials_apart_and_start_when_paid(propose: Propose) -> None:
    proposed = propose(subscriptions_csv=SUBSCRIPTIONS, customers_csv=CUSTOMERS)

    assert "# subscriptions.csv: Stripe subscriptions, exported from the dashboard." in proposed.text
    assert 'values = { trialing = "trial", unpaid = "past_due", canceled = "ended" }' in proposed.text
    assert proposed.rows(
        "SELECT subscription_id, state, started_at, ended_at, interval_months, amount_minor, currency "
        "FROM subscriptions ORDER BY 1"
    ) == [
        ("sub_1", "active", "2024-01-02T10:00:00", None, 1, 3900, "USD"),
        ("sub_2", "ended", "2024-01-17T09:30:00", "2024-05-01T00:00:00", 12, 24000, "USD"),
        ("sub_3", "trial", "2024-02-01T00:00:00", "2024-02-15T00:00:00", 1, 1950, "USD"),
        ("sub_4", "trial", "2024-05-20T00:00:00", None, 1, 2000, "EUR"),
        ("sub_5", "past_due", "2024-01-05T00:00:00", None, 1, 1950, "USD"),
    ]
    churn = proposed.measured("logo_churn", start=date(2024, 4, 1), as_of=date(2024, 7, 1))
    assert (churn.numerator, churn.denominator) == (1, 3)


def test_the_mix_of_currencies_is_the_only_problem_of_such_a_folder(propose: Propose) -> None:
    proposed = propose(subscriptions_csv=SUBSCRIPTIONS, customers_csv=CUSTOMERS, payments_csv=PAYMENTS)

    assert [(item.table, item.kind) for item in proposed.problems] == [("subscriptions", "contradictory")]
    assert proposed.workspace.segments == ("Plan", "Status")


def test_payments_of_the_dashboard_give_sales_and_refunds_without_failures(propose: Propose) -> None:
    proposed = propose(unified_payments_csv=PAYMENTS)

    assert proposed.rows("SELECT order_id, kind, amount_minor, currency FROM orders ORDER BY 1") == [
        ("ch_1", "sale", 3900, "USD"),
        ("ch_2", "sale", 3900, "USD"),
        ("ch_2-refund", "refund", -975, "USD"),
        ("ch_4", "sale", 24000, "USD"),
    ]
    repeat = proposed.measured(
        "repeat_purchase_rate", start=date(2024, 1, 1), as_of=date(2024, 9, 1), within_days=60
    )
    assert (repeat.numerator, repeat.denominator) == (1, 2)


def test_invoices_of_the_dashboard_are_decimal_and_those_of_the_api_are_minor_units(propose: Propose) -> None:
    dashboard = (
        "id,Number,Customer,Customer Email,Status,Currency,Amount Due,Amount Paid,Total,Date (UTC),Subscription\n"
        "in_1,A-1,cus_a,a@x.test,paid,usd,39.00,39.00,39.00,2024-01-02 10:00,sub_1\n"
        "in_2,A-2,cus_a,a@x.test,open,usd,39.00,0.00,39.00,2024-02-02 10:00,sub_1\n"
    )

    proposed = propose(invoices_csv=dashboard)

    assert "amount = " in proposed.text
    assert proposed.rows("SELECT order_id, amount_minor, currency FROM orders") == [("in_1", 3900, "USD")]


def test_invoices_of_the_api_count_seconds_and_minor_units(propose: Propose) -> None:
    api = (
        "id,customer,status,currency,amount_due,amount_paid,created,subscription,billing_reason\n"
        "in_1,cus_a,paid,usd,3900,3900,1704189600,sub_1,subscription_cycle\n"
        "in_2,cus_a,void,usd,3900,0,1706868000,sub_1,subscription_cycle\n"
    )

    proposed = propose(export_csv=api)

    assert "amount_minor = " in proposed.text
    assert proposed.rows("SELECT order_id, ordered_at, amount_minor, currency FROM orders") == [
        ("in_1", "2024-01-02T10:00:00", 3900, "USD")
    ]


def test_subscriptions_items_and_prices_of_the_api_are_joined(propose: Propose) -> None:
    proposed = propose(
        subscriptions_csv=(
            "id,customer_id,status,start_date,created,trial_end,canceled_at,ended_at,current_period_end,"
            "cancel_at_period_end\n"
            "sub_1,cus_a,active,1704189600,1704189600,,,,1717321200,false\n"
            "sub_2,cus_b,canceled,1704189600,1704189600,1705399200,1713600000,1714521600,1736000000,true\n"
        ),
        subscription_items_csv=(
            "id,subscription_id,price_id,quantity,created\nsi_1,sub_1,price_m,3,1704189600\n"
            "si_2,sub_1,price_y,1,1704189600\nsi_3,sub_2,price_y,1,1704189600\n"
        ),
        prices_csv=(
            "id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count\n"
            "price_m,prod_pro,usd,1950,month,1\nprice_y,prod_team,usd,24000,year,1\n"
        ),
    )

    assert proposed.rows(
        "SELECT subscription_id, customer_id, plan, state, started_at, ended_at, interval_months, amount_minor "
        "FROM subscriptions ORDER BY 1"
    ) == [
        ("si_1", "cus_a", "prod_pro", "active", "2024-01-02T10:00:00", None, 1, 5850),
        ("si_2", "cus_a", "prod_team", "active", "2024-01-02T10:00:00", None, 12, 24000),
        ("si_3", "cus_b", "prod_team", "ended", "2024-01-16T10:00:00", "2024-05-01T00:00:00", 12, 24000),
    ]
    assert proposed.problems == ()


@pytest.mark.parametrize("separator", [",", ";"])
def test_charges_of_the_api_are_told_from_payments_of_the_dashboard(propose: Propose, separator: str) -> None:
    api = (
        "id,object,amount,amount_refunded,currency,customer,created,status,captured\n"
        "ch_1,charge,3900,0,usd,cus_a,1704189600,succeeded,true\n"
        "ch_2,charge,3900,975,usd,cus_a,1706868000,succeeded,true\n"
        "ch_3,charge,1950,0,usd,cus_e,1706868000,failed,false\n"
    )

    proposed = propose(charges_csv=api.replace(",", separator))

    assert proposed.rows("SELECT order_id, kind, amount_minor FROM orders ORDER BY 1") == [
        ("ch_1", "sale", 3900),
        ("ch_2", "sale", 3900),
        ("ch_2-refund", "refund", -975),
    ]


def test_whole_amounts_where_decimal_ones_are_usual_are_asked_about(propose: Propose) -> None:
    proposed = propose(
        unified_payments_csv=PAYMENTS.replace(".00", "").replace("19.50", "20").replace("9.75", "9")
    )

    assert "TO DO: no value has decimals; if they are cents, map amount_minor instead" in proposed.text


def test_subscriptions_without_prices_are_proposed_as_a_comment_that_asks_for_them(propose: Propose) -> None:
    api = (
        "id,customer,status,created,current_period_end,cancel_at_period_end\n"
        "sub_1,cus_a,active,1704189600,1717321200,false\n"
    )

    with pytest.raises(Exception, match="names no table"):
        propose(subscriptions_csv=api)


@pytest.mark.parametrize(
    "name", ["Customer'''ID", 'Customer "" ID', "Customer; ID --", "Customer \\ ID", "Customer\x85ID"]
)
def test_strange_signs_in_a_column_s_name_stay_a_name(propose: Propose, name: str) -> None:
    header = f'"{name}"'

    proposed = propose(unified_payments_csv=PAYMENTS.replace("Customer ID", header, 1))

    assert proposed.rows("SELECT DISTINCT customer_id FROM orders ORDER BY 1") == [("cus_a",), ("cus_b",)]
