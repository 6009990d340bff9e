# ruff: noqa: E501 - queries read better unbroken
"""Metrics of orders, by hand."""

from benchmarks.metrics.by_hand.calendar import END, day, month_of_day
from benchmarks.metrics.by_hand.model import ByHand

_SALE = "kind = 'sale' AND amount_minor >= 1"

QUERIES = {
    "repeat_purchase_rate": ByHand(
        f"""
        WITH days AS (
          SELECT customer_id, {day("ordered_at")} AS day FROM orders
          WHERE {_SALE} AND customer_id IS NOT NULL AND ordered_at < {END}
        ), firsts AS (SELECT customer_id, MIN(day) AS first FROM days GROUP BY customer_id),
        gaps AS (
          SELECT first, MIN(CASE WHEN day > first THEN day - first END) AS gap
          FROM days JOIN firsts USING (customer_id) GROUP BY customer_id, first
        ), daily AS (
          SELECT first, LEAST(gap, 91) AS gap, COUNT(*) AS n FROM gaps GROUP BY ALL
        )
        SELECT {month_of_day("first")} AS month, COALESCE(gap <= 90, FALSE) AS is_in, first <= DATE '2024-10-02' AS is_mature,
          COALESCE(gap, LEAST(DATE '2024-12-31' - first, 91)) AS days, SUM(n) AS n
        FROM daily GROUP BY ALL
        UNION ALL SELECT NULL, NULL, NULL, NULL, COUNT(*) FROM orders WHERE customer_id IS NULL AND {_SALE}
        """,
        check="SELECT month, SUM(n) FILTER (is_in), SUM(n) FROM ({sql}) WHERE is_mature GROUP BY month",
    ),
    "historic_value": ByHand(
        f"""
        WITH firsts AS (
          SELECT customer_id, {day("MIN(ordered_at)")} AS first FROM orders
          WHERE {_SALE} AND customer_id IS NOT NULL AND ordered_at < {END} GROUP BY customer_id
        ), brought AS (
          SELECT customer_id, currency, ANY_VALUE(first) AS first,
            SUM(CASE WHEN kind = 'refund' THEN -ABS(amount_minor) ELSE amount_minor END) AS money
          FROM orders JOIN firsts USING (customer_id)
          WHERE ordered_at < {END} AND (({_SALE}) OR kind = 'refund') AND {day("ordered_at")} - first BETWEEN 0 AND 365
          GROUP BY customer_id, currency
        ), daily AS (
          SELECT first, currency, COUNT(*) AS n, SUM(money) AS money, SUM(CAST(money AS HUGEINT) * money) AS squared
          FROM brought GROUP BY ALL
        )
        SELECT {month_of_day("first")} AS month, currency, first <= DATE '2024-01-01' AS is_mature, SUM(n) AS n,
          SUM(money) AS money, SUM(squared) AS squared
        FROM daily GROUP BY ALL
        """,
        check="SELECT month, COALESCE(SUM(money) FILTER (is_mature), 0), COALESCE(SUM(n) FILTER (is_mature), 0) FROM ({sql}) GROUP BY month",
    ),
}
