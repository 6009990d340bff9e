# ruff: noqa: E501 - queries read better unbroken
"""The best SQL that we can write by hand for eight metrics, over the same tables, months and zone.

Each returns what the metric needs and nothing else: that is what the emitted text is measured against. The local
day of an instant, months from January 2023 to December 2024, as of 1 January 2025.
"""

ZONE = "Europe/Berlin"


def _local(instant: str) -> str:
    return f"(({instant}) AT TIME ZONE 'UTC') AT TIME ZONE '{ZONE}'"


def _month(day: str) -> str:
    return f"(EXTRACT(year FROM {day}) - 2023) * 12 + EXTRACT(month FROM {day}) - 1"


_CUTS = ", ".join(f"TIMESTAMP '{2023 + number // 12}-{number % 12 + 1:02}-01'" for number in range(25))
# Midnight in Berlin as UTC, for the spans that are compared with instants.
_CUT_TABLE = f"SELECT number - 1 AS cut, moment FROM (SELECT UNNEST(range(1, 26)) AS number, UNNEST([{_CUTS}]) AS moment)"

QUERIES = {
    "onboarding_scheduled": f"""
        WITH reached AS (
          SELECT customer_id, MIN(scheduled_at) AS at FROM engagements
          WHERE kind = 'onboarding' AND scheduled_at < TIMESTAMP '2024-12-31 23:00:00' GROUP BY customer_id
        ), gaps AS (
          SELECT CAST({_local("c.signed_at")} AS DATE) AS day, CAST({_local("r.at")} AS DATE) AS reached
          FROM customers c LEFT JOIN reached r USING (customer_id)
          WHERE c.signed_at < TIMESTAMP '2024-12-31 23:00:00' AND (free_since IS NULL OR free_since > signed_at)
        ), daily AS (
          SELECT day, reached - day <= 5 AS is_in, LEAST(COALESCE(reached - day, 6), 6) AS gap, COUNT(*) AS n FROM gaps GROUP BY ALL
        )
        SELECT {_month("day")} AS month, is_in, gap, SUM(n) FROM daily GROUP BY ALL
    """,
    "repeat_purchase_rate": f"""
        WITH days AS (
          SELECT customer_id, CAST({_local("ordered_at")} AS DATE) AS day FROM orders
          WHERE kind = 'sale' AND amount_minor >= 1 AND customer_id IS NOT NULL AND ordered_at < TIMESTAMP '2024-12-31 23:00:00'
        ), firsts AS (SELECT customer_id, MIN(day) AS first FROM days GROUP BY customer_id),
        gaps AS (
          SELECT first, MIN(CASE WHEN day > first THEN day - first END) AS gap
          FROM days JOIN firsts USING (customer_id) GROUP BY customer_id, first
        ), daily AS (
          SELECT first, gap <= 90 AS is_in, LEAST(COALESCE(gap, 91), 91) AS gap, COUNT(*) AS n FROM gaps GROUP BY ALL
        )
        SELECT {_month("first")} AS month, is_in, gap, SUM(n) FROM daily GROUP BY ALL
    """,
    "logo_churn": f"""
        WITH cuts AS ({_CUT_TABLE}), ranges AS (
          SELECT customer_id, (SELECT 0) AS zero,
            {_month("CAST(" + _local("started_at") + " AS DATE)")} + 1 AS first,
            CASE WHEN ended_at IS NULL OR ended_at >= TIMESTAMP '2024-12-31 23:00:00' THEN 25
              ELSE {_month("CAST(" + _local("ended_at") + " AS DATE)")} + 1 END AS last
          FROM subscriptions WHERE state IN ('active', 'past_due', 'ended') AND amount_minor > 0
            AND started_at < TIMESTAMP '2024-12-31 23:00:00'
        ), seen AS (
          SELECT customer_id, first, last, MAX(last) OVER (
            PARTITION BY customer_id ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
          FROM ranges WHERE first < last
        ), spells AS (
          SELECT customer_id, first, last, SUM(CASE WHEN first > reached THEN 1 ELSE 0 END) OVER (
            PARTITION BY customer_id ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS gaps
          FROM seen
        ), merged AS (SELECT MIN(first) AS first, MAX(last) AS last FROM spells GROUP BY customer_id, gaps)
        SELECT 'begin', first, COUNT(*) FROM merged GROUP BY first
        UNION ALL SELECT 'cease', last, COUNT(*) FROM merged GROUP BY last
    """,
    "nps": f"""
        WITH latest AS (
          SELECT {_month("CAST(" + _local("answered_at") + " AS DATE)")} AS month, person_id,
            arg_max(score, answered_at) AS score
          FROM surveys WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND answered_at < TIMESTAMP '2024-12-31 23:00:00'
          GROUP BY ALL
        )
        SELECT month, score, COUNT(*) FROM latest GROUP BY ALL
        UNION ALL
        SELECT {_month("CAST(" + _local("sent_at") + " AS DATE)")}, 100 + CAST(answered_at IS NULL AS INTEGER), COUNT(*)
        FROM surveys WHERE kind = 'nps' GROUP BY ALL
    """,
    "first_response_time": f"""
        SELECT {_month("CAST(" + _local("opened_at") + " AS DATE)")} AS month,
          first_public_reply_at < TIMESTAMP '2024-12-31 23:00:00' AS is_over,
          (epoch_us(COALESCE(first_public_reply_at, TIMESTAMP '2024-12-31 23:00:00')) - epoch_us(opened_at) + 59999999)
            // 60000000 AS minutes, COUNT(*)
        FROM tickets WHERE opened_at < TIMESTAMP '2024-12-31 23:00:00' GROUP BY ALL
    """,
    "active_customers": f"""
        WITH bits AS (
          SELECT customer_id, bit_or(1::BIGINT << CAST({_month("CAST(" + _local("occurred_at") + " AS DATE)")} AS BIGINT)) AS mask
          FROM events WHERE occurred_at < TIMESTAMP '2024-12-31 23:00:00' GROUP BY customer_id
        ), masks AS (SELECT mask, COUNT(*) AS n FROM bits GROUP BY mask)
        SELECT month, SUM(n) FROM masks, range(24) AS t(month) WHERE (mask >> month) & 1 = 1 GROUP BY month
    """,
    "event_retention": f"""
        WITH bits AS (
          SELECT customer_id, bit_or(1::BIGINT << CAST({_month("CAST(" + _local("occurred_at") + " AS DATE)")} AS BIGINT)) AS mask
          FROM events WHERE occurred_at < TIMESTAMP '2024-12-31 23:00:00' GROUP BY customer_id
        ), masks AS (SELECT mask, COUNT(*) AS n FROM bits GROUP BY mask)
        SELECT month, SUM(n), SUM(CASE WHEN (mask >> (month + 1)) & 1 = 1 THEN n ELSE 0 END)
        FROM masks, range(24) AS t(month) WHERE (mask >> month) & 1 = 1 GROUP BY month
    """,
    "nrr": f"""
        WITH changes AS (
          SELECT customer_id, cut, SUM(amount) AS change FROM (
            SELECT customer_id, {_month("CAST(" + _local("started_at") + " AS DATE)")} + 1 AS cut,
              amount_minor * (12 // interval_months) AS amount FROM subscriptions
            WHERE state IN ('active', 'past_due', 'ended') AND amount_minor > 0 AND started_at < TIMESTAMP '2024-12-31 23:00:00'
            UNION ALL
            SELECT customer_id, {_month("CAST(" + _local("ended_at") + " AS DATE)")} + 1,
              -amount_minor * (12 // interval_months) FROM subscriptions
            WHERE state IN ('active', 'past_due', 'ended') AND amount_minor > 0 AND ended_at < TIMESTAMP '2024-12-31 23:00:00'
          ) GROUP BY customer_id, cut HAVING SUM(amount) <> 0
        ), standing AS (
          SELECT customer_id, cut, change,
            SUM(change) OVER (PARTITION BY customer_id ORDER BY cut) AS after
          FROM changes
        )
        SELECT cut, COUNT(*), SUM(after - change), SUM(after), SUM(CAST(after AS HUGEINT) * after),
          SUM(CAST(after AS HUGEINT) * (after - change)), SUM(CAST(after - change AS HUGEINT) * (after - change))
        FROM standing GROUP BY cut
    """,
}

_PAID = "state IN ('active', 'past_due', 'ended') AND amount_minor > 0"

RANGE_JOIN = {
    "logo_churn": f"""
        WITH cuts AS ({_CUT_TABLE}), standing AS (
          SELECT DISTINCT cut, customer_id FROM cuts JOIN subscriptions
            ON started_at <= moment AND (ended_at > moment OR ended_at IS NULL) WHERE {_PAID}
        )
        SELECT s.cut, COUNT(*), COUNT(*) - COUNT(e.customer_id)
        FROM standing s LEFT JOIN standing e ON e.customer_id = s.customer_id AND e.cut = s.cut + 1 GROUP BY s.cut
    """,
    "nrr": f"""
        WITH cuts AS ({_CUT_TABLE}), standing AS (
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
