"""What happens before signing, after leaving, twice, or stops too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.checks.conftest import Counted, Planted

SOME = "SELECT customer_id FROM customers WHERE signed_at > TIMESTAMP '2024-06-01' ORDER BY 1 LIMIT 20"
GONE = (
    "SELECT customer_id, MAX(ended_at) AS left_at FROM subscriptions GROUP BY 1 "
    "HAVING COUNT(*) = COUNT(ended_at) AND MAX(ended_at) < TIMESTAMP '2026-07-01' AND MAX(amount_minor) > 0"
)
# In the simulated company who leaves goes to a free plan and is used further; here nobody does.
FOR_GOOD = (
    f"DELETE FROM events WHERE customer_id IN (SELECT customer_id FROM ({GONE}) AS g)",
    f"DELETE FROM tickets WHERE customer_id IN (SELECT customer_id FROM ({GONE}) AS g)",
    "UPDATE customers SET free_since = NULL",
)


@pytest.mark.parametrize(
    ("table", "instant"), [("events", "occurred_at"), ("tickets", "opened_at"), ("surveys", "sent_at")]
)
def test_rows_of_before_the_signing_are_counted(
    planted: Planted, counted: Counted, table: str, instant: str
) -> None:
    moved = f"SELECT COUNT(*) FROM {table} WHERE customer_id IN ({SOME})"
    plant = (
        f"UPDATE {table} AS t SET {instant} = c.signed_at - INTERVAL '40 days' FROM customers AS c "
        f"WHERE c.customer_id = t.customer_id AND t.customer_id IN ({SOME})"
    )

    found = planted(plant)

    early = [item for item in found if "before the customer signed" in item.message]
    assert [(item.table, item.count) for item in early] == [(table, counted(moved))]
    assert early[0].examples[0].file == "customers_kopie.csv"


def test_an_event_on_the_day_of_signing_is_none_of_before(planted: Planted) -> None:
    plant = (
        "INSERT INTO events (customer_id, name, occurred_at) SELECT customer_id, 'login', "
        "DATE_TRUNC('day', signed_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York') "
        "AT TIME ZONE 'America/New_York' AT TIME ZONE 'UTC' FROM customers"
    )

    assert planted(plant) == ()


def test_leaving_before_the_first_subscription_is_counted(planted: Planted) -> None:
    plant = (
        "UPDATE churn_reasons AS r SET left_at = f.began - INTERVAL '50 days' FROM (SELECT customer_id, "
        "MIN(started_at) AS began FROM subscriptions GROUP BY 1 ORDER BY 1) AS f WHERE f.customer_id = "
        "r.customer_id AND r.customer_id IN (SELECT customer_id FROM churn_reasons ORDER BY 1 LIMIT 9)"
    )

    found = [item for item in planted(plant) if "first subscription started" in item.message]

    assert [item.count for item in found] == [9]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("events (customer_id, name, occurred_at)", "customer_id, 'login', left_at + INTERVAL '60 days'"),
        (
            "tickets (ticket_id, customer_id, opened_at, reopened)",
            "'T' || customer_id, customer_id, left_at + INTERVAL '60 days', 0",
        ),
    ],
)
def test_rows_of_customers_who_had_left_are_counted(
    planted: Planted, counted: Counted, table: str, values: str
) -> None:
    gone = counted(f"SELECT COUNT(*) FROM ({GONE}) AS g")

    found = planted(*FOR_GOOD, f"INSERT INTO {table} SELECT {values} FROM ({GONE}) AS g")

    late = [item for item in found if "after the last subscription ended" in item.message]
    assert gone > 10
    assert [item.count for item in late] == [gone]


def test_a_month_of_use_after_leaving_is_nothing_strange(planted: Planted) -> None:
    plant = (
        "INSERT INTO events (customer_id, name, occurred_at) SELECT customer_id, 'login', "
        f"left_at + INTERVAL '20 days' FROM ({GONE}) AS g"
    )

    assert [item for item in planted(*FOR_GOOD, plant) if item.table == "events"] == []


def test_leaving_twice_without_coming_back_is_counted(planted: Planted) -> None:
    plant = (
        "INSERT INTO churn_reasons SELECT customer_id, left_at + INTERVAL '12 days', reason, text, source "
        "FROM churn_reasons WHERE left_at < TIMESTAMP '2026-08-01' ORDER BY customer_id LIMIT 14"
    )

    found = [item for item in planted(plant) if "leave again" in item.message]

    assert [item.count for item in found] == [14]


def test_a_table_that_stops_days_before_the_as_of_date_is_named(planted: Planted) -> None:
    found = planted("DELETE FROM events WHERE occurred_at >= TIMESTAMP '2026-09-24 04:00:00'")

    assert [(item.table, item.kind) for item in found] == [("events", "late")]
    assert "stops on 2026-09-23, 7 days before the as-of date" in found[0].message


def test_starts_that_stop_are_named_although_the_spans_go_on(planted: Planted) -> None:
    found = planted("DELETE FROM subscriptions WHERE started_at >= TIMESTAMP '2026-08-20'")

    assert [item.table for item in found if item.kind == "late"] == ["subscriptions"]


def test_one_day_for_all_customers_is_a_day_of_import(planted: Planted) -> None:
    found = planted("UPDATE customers SET signed_at = TIMESTAMP '2023-10-01 12:00:00'")

    assert [item.table for item in found if "day of an import" in item.message] == ["customers"]


def test_data_that_end_within_a_month_are_noted_where_nobody_said_when_they_end(planted: Planted) -> None:
    later = "DELETE FROM {} WHERE {} >= TIMESTAMP '2026-09-12 04:00:00'"
    cut = [
        later.format(table, instant)
        for table, instant in (
            ("events", "occurred_at"),
            ("tickets", "opened_at"),
            ("surveys", "sent_at"),
            ("orders", "ordered_at"),
            ("churn_reasons", "left_at"),
            ("subscriptions", "started_at"),
            ("customers", "signed_at"),
        )
    ]
    company = '[company]\nname = "Nordlicht"\ntime_zone = "America/New_York"\ncurrency = "USD"\n'

    found = [item for item in planted(*cut, workspace=company) if item.kind == "late"]

    assert [(item.severity, "10 of 30 days" in item.message) for item in found] == [("note", True)]
