"""The reconcile gate: what is planted is counted, pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.checks.conftest import Counted, Planted

OPEN = "SELECT DISTINCT customer_id FROM subscriptions WHERE ended_at IS NULL AND state = 'active'"
FLAGGED = (
    "UPDATE customers SET is_paying = FALSE WHERE customer_id IN "
    f"(SELECT customer_id FROM ({OPEN}) AS o ORDER BY customer_id LIMIT 40)"
)
STEADY = (
    "SELECT customer_id FROM subscriptions WHERE ended_at IS NULL AND state = 'active' "
    "AND interval_months = 1 AND started_at < TIMESTAMP '2026-01-01' "
    "AND customer_id NOT IN (SELECT customer_id FROM churn_reasons) "
    "GROUP BY 1 ORDER BY 1 LIMIT {}"
)
NAMED = (
    "INSERT INTO churn_reasons (customer_id, left_at, source) "
    f"SELECT customer_id, TIMESTAMP '2026-03-01', 'form' FROM ({STEADY}) AS s"
)


def test_a_flag_against_running_subscriptions_is_counted_customer_by_customer(planted: Planted) -> None:
    found = planted(FLAGGED)

    summary, pair = found[0], found[1]
    assert (summary.kind, summary.severity) == ("contradictory", "error")
    assert "the sources do not agree who left" in summary.message
    assert "disagree about 40 customers" in pair.message
    assert "40 by is_paying of customers alone, 0 by subscriptions alone" in pair.message
    assert len(found) == 2


def test_reasons_of_customers_who_never_stopped_are_counted(planted: Planted, counted: Counted) -> None:
    steady = counted(f"SELECT COUNT(*) FROM ({STEADY.format(25)}) AS s")

    found = [
        item for item in planted(NAMED.format(25)) if item.kind == "contradictory" and "agree" in item.message
    ]

    assert steady == 25
    against_spans = next(item for item in found if "subscriptions and churn_reasons" in item.message)
    against_flags = next(item for item in found if "is_paying of customers and churn_reasons" in item.message)
    assert against_spans.count == against_flags.count == 25
    assert against_spans.severity == "error"


def test_few_contradictions_are_a_warning_and_no_error(planted: Planted) -> None:
    found = planted(NAMED.format(2))

    assert {item.severity for item in found if "agree" in item.message} == {"warning"}


def test_an_example_says_file_and_row(planted: Planted) -> None:
    pair = planted(FLAGGED)[1]

    assert len(pair.examples) == 3
    assert all(str(example.file).endswith("_kopie.csv") and example.row for example in pair.examples)


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [("Churned", "Yes", "No"), ("is_active", "0", "1"), ("Status", "Cancelled", "Active")],
)
def test_a_segment_that_says_who_left_is_a_source(planted: Planted, column: str, yes: str, no: str) -> None:
    left = f"SELECT customer_id FROM ({OPEN}) AS o ORDER BY customer_id LIMIT 30"
    never = "customer_id NOT IN (SELECT customer_id FROM subscriptions WHERE ended_at IS NULL)"
    added = f'ALTER TABLE customers ADD COLUMN "{column}" VARCHAR'
    says = f"CASE WHEN {never} OR customer_id IN ({left}) THEN '{yes}' ELSE '{no}' END"

    report = planted(added, f'UPDATE customers SET "{column}" = {says}')

    found = [item for item in report if f"{column} of customers and subscriptions disagree" in item.message]

    assert [item.count for item in found] == [30]


def test_who_came_back_and_who_gave_notice_lately_contradict_nothing(planted: Planted) -> None:
    """A customer who left, was named and returned; and one named in the last days before the data's end."""
    returned = (
        "INSERT INTO subscriptions SELECT subscription_id || '-again', customer_id, plan, "
        "TIMESTAMP '2026-09-20 12:00:00', NULL, NULL, 'active', interval_months, amount_minor + 1, currency "
        "FROM subscriptions "
        "WHERE customer_id IN (SELECT customer_id FROM churn_reasons ORDER BY left_at LIMIT 5) "
        "AND amount_minor > 0 QUALIFY ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY started_at) = 1"
    )
    paying = (
        "UPDATE customers SET is_paying = TRUE WHERE customer_id IN "
        "(SELECT customer_id FROM subscriptions WHERE subscription_id LIKE '%-again')"
    )
    notice = NAMED.format(20).replace("2026-03-01", "2026-09-10")
    requested = (
        "UPDATE subscriptions SET cancel_requested_at = TIMESTAMP '2026-09-10' WHERE ended_at IS NULL "
        "AND customer_id IN (SELECT customer_id FROM churn_reasons WHERE left_at = TIMESTAMP '2026-09-10')"
    )

    assert [item for item in planted(returned, paying, notice, requested) if "agree" in item.message] == []


def test_a_leaver_without_a_notice_contradicts_within_the_paid_interval_too(planted: Planted) -> None:
    """Where notices are recorded, three weeks are enough to know of one."""
    found = planted(NAMED.format(20).replace("2026-03-01", "2026-09-10"))

    pair = next(item for item in found if "subscriptions and churn_reasons disagree" in item.message)
    assert pair.count == 20
