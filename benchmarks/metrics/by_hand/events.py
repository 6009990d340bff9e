# ruff: noqa: E501 - queries read better unbroken
"""Metrics of events, by hand: a bit for each month in which a customer did something."""

from benchmarks.metrics.by_hand.calendar import END, day, month, month_of_day
from benchmarks.metrics.by_hand.model import ByHand

_MASKS = f"""
        bits AS (
          SELECT customer_id, bit_or(1::BIGINT << ({month("occurred_at")})) AS mask FROM events
          WHERE occurred_at < {END} GROUP BY customer_id
        ), masks AS (SELECT mask, COUNT(*) AS n FROM bits GROUP BY mask)"""

QUERIES = {
    "active_customers": ByHand(
        f"WITH {_MASKS} SELECT month, SUM(n) AS n FROM masks, range(24) AS t(month) WHERE (mask >> month) & 1 = 1 GROUP BY month",
        check="SELECT month, n, n FROM ({sql})",
    ),
    "event_retention": ByHand(
        f"""
        WITH {_MASKS}
        SELECT month, SUM(n) AS n, SUM(CASE WHEN (mask >> (month + 1)) & 1 = 1 THEN n ELSE 0 END) AS retained
        FROM masks, range(24) AS t(month) WHERE (mask >> month) & 1 = 1 GROUP BY month
        """,
        check="SELECT month, retained, n FROM ({sql}) WHERE month < 23",
    ),
    "lifecycle": ByHand(
        f"""
        WITH {_MASKS}
        SELECT month, (mask >> month) & 1 = 1 AS is_on, month > 0 AND (mask >> (month - 1)) & 1 = 1 AS was_on,
          mask & ((1::BIGINT << month) - 1) <> 0 AS is_known, SUM(n) AS n
        FROM masks, range(24) AS t(month) GROUP BY ALL
        """,
        check="SELECT month, SUM(n), SUM(n) FROM ({sql}) WHERE is_on AND NOT is_known GROUP BY month",
    ),
    "stickiness": ByHand(
        f"""
        WITH seen AS (
          SELECT customer_id, {day("occurred_at")} AS day FROM events WHERE occurred_at < {END}
        ), active AS (
          SELECT customer_id, {month_of_day("day")} AS month, bit_or(1::BIGINT << CAST(EXTRACT(day FROM day) AS BIGINT)) AS days
          FROM seen GROUP BY ALL
        ), told AS (
          SELECT month, bit_count(days) AS days, month = MIN(month) OVER (PARTITION BY customer_id) AS is_new FROM active
        )
        SELECT month, days, is_new, COUNT(*) AS n FROM told GROUP BY ALL
        """,
        check="SELECT month, SUM(n) FILTER (days >= 2), SUM(n) FROM ({sql}) GROUP BY month",
    ),
    "time_to_value": ByHand(
        f"""
        WITH reached AS (
          SELECT customer_id, MIN(occurred_at) AS reached_at FROM events JOIN customers USING (customer_id)
          WHERE occurred_at >= signed_at AND occurred_at < {END} GROUP BY customer_id
        ), daily AS (
          SELECT {day("signed_at")} AS day, {day("reached_at")} - {day("signed_at")} AS gap, COUNT(*) AS n
          FROM customers LEFT JOIN reached USING (customer_id) WHERE signed_at < {END} GROUP BY ALL
        )
        SELECT {month_of_day("day")} AS month, gap IS NOT NULL AS is_in, day <= DATE '2024-12-17' AS is_mature,
          COALESCE(gap, DATE '2024-12-31' - day) AS days, SUM(n) AS n
        FROM daily GROUP BY ALL
        """,
    ),
}
