# ruff: noqa: E501 - queries read better unbroken
"""What is compared with beside the best SQL by hand: obvious forms, and bare scans of the columns that are read."""

from benchmarks.metrics.by_hand.calendar import CUT_TABLE

_PAID = "state IN ('active', 'past_due', 'ended') AND amount_minor > 0"

RANGE_JOIN = {
    "logo_churn": f"""
        WITH cuts AS ({CUT_TABLE}), standing AS (
          SELECT DISTINCT cut, customer_id FROM cuts JOIN subscriptions
            ON started_at <= moment AND (ended_at > moment OR ended_at IS NULL) WHERE {_PAID}
        )
        SELECT s.cut, COUNT(*), COUNT(*) - COUNT(e.customer_id)
        FROM standing s LEFT JOIN standing e ON e.customer_id = s.customer_id AND e.cut = s.cut + 1 GROUP BY s.cut
    """,
    "nrr": f"""
        WITH cuts AS ({CUT_TABLE}), standing AS (
          SELECT cut, customer_id, SUM(amount_minor * (12 // interval_months)) AS mrr FROM cuts JOIN subscriptions
            ON started_at <= moment AND (ended_at > moment OR ended_at IS NULL) WHERE {_PAID} GROUP BY ALL
        )
        SELECT s.cut, COUNT(*), SUM(s.mrr), SUM(COALESCE(e.mrr, 0))
        FROM standing s LEFT JOIN standing e ON e.customer_id = s.customer_id AND e.cut = s.cut + 1 GROUP BY s.cut
    """,
}
"""The obvious forms: every span meets every month that it covers."""

_YEAR_EARLIER = ", ".join(
    f"TIMESTAMP '{2022 + number // 12}-{number % 12 + 1:02}-01'" for number in range(37)
)

TRAILING_JOIN = f"""
    WITH cuts AS (
      SELECT number - 1 AS cut, moment FROM (SELECT UNNEST(range(1, 38)) AS number, UNNEST([{_YEAR_EARLIER}]) AS moment)
    ), standing AS (
      SELECT cut, customer_id, SUM(amount_minor * (12 // interval_months)) AS mrr FROM cuts JOIN subscriptions
        ON started_at <= moment AND (ended_at > moment OR ended_at IS NULL) WHERE {_PAID} GROUP BY ALL
    )
    SELECT s.cut, COUNT(*), SUM(s.mrr), SUM(COALESCE(e.mrr, 0))
    FROM standing s LEFT JOIN standing e ON e.customer_id = s.customer_id AND e.cut = s.cut + 12
    WHERE s.cut < 25 GROUP BY s.cut
"""
"""The same of net revenue retention over the twelve months before each month's end."""

SCANS = {
    "event_retention": (
        "SELECT MAX(occurred_at), MAX(customer_id), MAX(name) FROM read_parquet('{place}/events/*.parquet')",
        4.0,
    ),
    "active_customers": (
        "SELECT MAX(occurred_at), MAX(customer_id) FROM read_parquet('{place}/events/*.parquet')",
        None,
    ),
    "repeat_purchase_rate": (
        "SELECT MAX(ordered_at), MAX(customer_id), MAX(kind), MAX(amount_minor) FROM orders",
        None,
    ),
}
"""Bare scans of the columns of the files that a metric touches, and how often their cost the metric may cost."""
