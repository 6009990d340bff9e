# ruff: noqa: E501 - queries read better unbroken
"""Metrics of engagements, by hand."""

from benchmarks.metrics.by_hand.calendar import END, day, month_of_day
from benchmarks.metrics.by_hand.model import ByHand

QUERIES = {
    "onboarding_scheduled": ByHand(
        f"""
        WITH reached AS (
          SELECT customer_id, MIN(scheduled_at) AS reached_at FROM engagements
          WHERE kind = 'onboarding' AND scheduled_at < {END} GROUP BY customer_id
        ), daily AS (
          SELECT {day("signed_at")} AS day, {day("reached_at")} - {day("signed_at")} AS gap, COUNT(*) AS n
          FROM customers LEFT JOIN reached USING (customer_id)
          WHERE signed_at < {END} AND (free_since IS NULL OR free_since <> signed_at) GROUP BY ALL
        )
        SELECT {month_of_day("day")} AS month, COALESCE(gap <= 5, FALSE) AS is_in, day <= DATE '2024-12-26' AS is_mature,
          COALESCE(LEAST(gap, 6), LEAST(DATE '2024-12-31' - day, 6)) AS days, SUM(n) AS n
        FROM daily GROUP BY ALL
        """,
        check="SELECT month, SUM(n) FILTER (is_in), SUM(n) FROM ({sql}) WHERE is_mature GROUP BY month",
    ),
}
