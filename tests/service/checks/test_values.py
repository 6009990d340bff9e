"""Scores, durations, currencies and plans that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.checks.conftest import Counted, Planted


HAPPY = (
    "UPDATE surveys SET score = 6 + score % 5 WHERE score IS NOT NULL AND kind = 'nps'; "
    "INSERT INTO surveys SELECT * EXCLUDE (n) REPLACE (survey_id || '-' || n AS survey_id) "
    "FROM surveys, (SELECT UNNEST(RANGE(9)) AS n) AS r"
)
EVEN = (
    "UPDATE tickets SET csat = 1 + rank % 5 FROM (SELECT ticket_id AS id, "
    "ROW_NUMBER() OVER (ORDER BY ticket_id) AS rank FROM tickets) AS r WHERE r.id = tickets.ticket_id"
)


@pytest.mark.parametrize(
    ("plant", "says"),
    [
        ("UPDATE tickets SET csat = 4 WHERE csat IS NOT NULL", "every score is 4"),
        ("UPDATE tickets SET csat = 3 WHERE csat < 3", "none below 3 on a scale from 1 to 5"),
        (EVEN, "1, 2, 3, 4, 5 are as frequent as one another"),
        (HAPPY, "none below 6"),
    ],
)
def test_scores_that_no_crowd_gives_are_named(planted: Planted, plant: str, says: str) -> None:
    found = planted(plant)

    assert [says in item.message for item in found] == [True]
    assert found[0].severity == "warning"


def test_openings_without_a_time_of_day_are_named(planted: Planted, counted: Counted) -> None:
    local = "AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York'"
    back = "AT TIME ZONE 'America/New_York' AT TIME ZONE 'UTC'"

    found = planted(f"UPDATE tickets SET opened_at = DATE_TRUNC('day', opened_at {local}) {back}")

    midnight = [item for item in found if "midnight" in item.message]
    assert [item.count for item in midnight] == [counted("SELECT COUNT(*) FROM tickets")]


def test_equal_waits_and_replies_after_the_solution_are_counted(planted: Planted, counted: Counted) -> None:
    plant = (
        "UPDATE tickets SET first_public_reply_at = opened_at + INTERVAL '400 days' "
        "WHERE first_public_reply_at IS NOT NULL AND last_solved_at IS NOT NULL"
    )
    rows = counted(
        "SELECT COUNT(*) FROM tickets WHERE first_public_reply_at IS NOT NULL AND last_solved_at IS NOT NULL "
        "AND last_solved_at < opened_at + INTERVAL '400 days'"
    )
    waiting = "UPDATE tickets SET first_public_reply_at = NULL WHERE last_solved_at IS NULL"

    found = planted(plant, waiting)

    assert [item.count for item in found if "after the last solution" in item.message] == [rows]
    assert len([item for item in found if "equally long" in item.message]) == 1


def test_currencies_that_mix_or_are_none_are_counted(planted: Planted) -> None:
    some = "WHERE order_id IN (SELECT order_id FROM orders ORDER BY order_id LIMIT 30)"

    mixed = planted(f"UPDATE orders SET currency = 'EUR' {some}")
    wrong = planted(f"UPDATE orders SET currency = 'usd' {some}")

    assert [item.count for item in mixed] == [30]
    assert "2 currencies (USD" in mixed[0].message
    assert [item.count for item in wrong] == [30]
    assert "no code of ISO 4217" in wrong[0].message


def test_a_segment_in_several_spellings_is_counted_by_the_rarer_ones(planted: Planted) -> None:
    plant = (
        "UPDATE customers SET region = CASE rank WHEN 1 THEN 'EUROPE' ELSE 'Europe' END FROM "
        "(SELECT customer_id AS id, ROW_NUMBER() OVER (ORDER BY customer_id) AS rank FROM customers "
        "WHERE region = 'europe') AS r WHERE r.id = customers.customer_id AND rank <= 2"
    )

    found = [item for item in planted(plant) if "spellings" in item.message]

    assert [(item.count, "in 3 spellings" in item.message) for item in found] == [(2, True)]


def test_plans_that_no_subscription_of_the_customer_has_are_counted(planted: Planted) -> None:
    plant = (
        "UPDATE customers SET plan = CASE WHEN plan = 'business' THEN 'enterprise' ELSE 'business' END "
        "WHERE customer_id IN (SELECT customer_id FROM subscriptions WHERE ended_at IS NULL "
        "AND amount_minor > 0 AND state = 'active' AND plan IN ('business', 'enterprise') "
        "GROUP BY 1 HAVING COUNT(DISTINCT plan) = 1 ORDER BY 1 LIMIT 33)"
    )

    found = [item for item in planted(plant) if "none of these has" in item.message]

    assert [item.count for item in found] == [33]


def test_trials_who_pay_are_counted(planted: Planted) -> None:
    paying = (
        "SELECT customer_id FROM subscriptions WHERE ended_at IS NULL AND amount_minor > 0 "
        "AND state = 'active' GROUP BY 1 ORDER BY 1 LIMIT 8"
    )

    found = planted(
        "ALTER TABLE customers ADD COLUMN is_trial VARCHAR",
        f"UPDATE customers SET is_trial = CASE WHEN customer_id IN ({paying}) THEN 'TRUE' ELSE 'FALSE' END",
    )

    assert [(item.count, "on trial" in item.message) for item in found] == [(8, True)]


ASKED = (
    "UPDATE surveys SET kind = 'nps', answered_at = sent_at, score = COALESCE(score, 5); "
    "INSERT INTO surveys SELECT * EXCLUDE (n) REPLACE (survey_id || '-' || n AS survey_id) "
    "FROM surveys, (SELECT UNNEST(RANGE(9)) AS n) AS r"
)
BY_PHONE = "CASE WHEN hash(survey_id) % 10 < {} THEN 'phone' ELSE 'email' END"


def test_trap_19_a_channel_that_takes_over_is_named_with_its_parts_and_means(planted: Planted) -> None:
    later = BY_PHONE.format("CASE WHEN answered_at >= TIMESTAMP '2026-07-01' THEN 6 ELSE 1 END")

    found = [
        one
        for one in planted(
            ASKED,
            f"UPDATE surveys SET channel = {later}",
            "UPDATE surveys SET score = 9 WHERE channel = 'phone'",
        )
        if "the score can move by this alone" in one.message
    ]

    assert len(found) == 1
    assert (
        "phone gives 59% of the answers from 2026-07-01 on, 9% in the quarter from 2026-04-01"
        in found[0].message
    )
    assert "phone 9.0" in found[0].message
    assert found[0].severity == "warning"


def test_channels_that_keep_their_parts_are_sound(planted: Planted) -> None:
    found = planted(ASKED, f"UPDATE surveys SET channel = {BY_PHONE.format(4)}")

    assert [one.message for one in found if "alone" in one.message] == []
