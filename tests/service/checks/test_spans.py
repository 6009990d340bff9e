"""Subscriptions that overlap, never end, or end with the export."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.service.checks.conftest import Counted, Planted

FOLLOWED = (
    "SELECT subscription_id, MIN(started_at) AS started_at FROM subscriptions GROUP BY 1 HAVING COUNT(*) > 1 "
    "ORDER BY 1 LIMIT 12"
)
RUNNING = "ended_at IS NULL AND amount_minor > 0"


def test_spans_that_run_into_the_next_are_counted(planted: Planted, counted: Counted) -> None:
    followed = counted(f"SELECT COUNT(*) FROM ({FOLLOWED}) AS f")
    plant = (
        "UPDATE subscriptions AS s SET ended_at = s.ended_at + INTERVAL '5 days' FROM "
        f"({FOLLOWED}) AS f WHERE f.subscription_id = s.subscription_id AND f.started_at = s.started_at"
    )

    found = [item for item in planted(plant) if "run on after the next span" in item.message]

    assert followed == 12
    assert [item.count for item in found] == [12]
    assert found[0].examples[0].file == "subscriptions_kopie.csv"


def test_ended_spans_without_an_end_are_counted(planted: Planted) -> None:
    plant = (
        "UPDATE subscriptions SET state = 'ended' WHERE subscription_id IN (SELECT subscription_id FROM "
        f"subscriptions WHERE {RUNNING} ORDER BY 1 LIMIT 7) AND ended_at IS NULL"
    )

    found = [item for item in planted(plant) if "no ended_at" in item.message]

    assert [item.count for item in found] == [7]


def test_replaced_subscriptions_that_were_never_ended_are_counted(planted: Planted) -> None:
    plant = (
        "INSERT INTO subscriptions SELECT subscription_id || '-old', customer_id, plan, started_at - "
        "INTERVAL '1 hour', NULL, NULL, 'active', interval_months, amount_minor, currency FROM subscriptions "
        f"WHERE {RUNNING} AND state = 'active' AND plan <> 'add-on' ORDER BY subscription_id LIMIT 90"
    )

    found = [item for item in planted(plant) if "several open subscriptions" in item.message]

    assert [item.count for item in found] == [90]


def test_the_end_of_the_export_is_not_read_as_churn(planted: Planted, counted: Counted) -> None:
    running = counted(f"SELECT COUNT(*) FROM subscriptions WHERE {RUNNING}")
    last = "TIMESTAMP '2026-09-30 22:00:00'"
    plant = f"UPDATE subscriptions SET ended_at = {last}, state = 'ended' WHERE {RUNNING}"

    found = [item for item in planted(plant) if "mass churn" in item.message]

    assert [(item.count, item.severity) for item in found] == [(running, "error")]


def test_ends_of_paid_periods_are_told_from_ends(planted: Planted, counted: Counted) -> None:
    running = counted(
        f"SELECT COUNT(*) FROM subscriptions WHERE {RUNNING} AND state IN ('active', 'past_due', 'paused')"
    )
    plant = (
        "UPDATE subscriptions SET ended_at = TIMESTAMP '2026-10-05' + "
        "(HASH(subscription_id) % 700) * INTERVAL '1 hour' WHERE ended_at IS NULL"
    )

    found = [item for item in planted(plant) if "end of the paid period" in item.message]

    assert [item.count for item in found] == [running]
