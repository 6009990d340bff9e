# ruff: noqa: E501 - queries read better unbroken
"""Metrics of subscriptions, by hand."""

from benchmarks.metrics.by_hand.calendar import END, cut, day, month, month_of_day
from benchmarks.metrics.by_hand.model import ByHand

_PAID = "state IN ('active', 'past_due', 'ended') AND amount_minor > 0"
_MRR = "amount_minor * (12 // interval_months)"

# Spans that meet are merged, each a range of starts of months at which somebody pays.
_MERGED = f"""
        ranges AS (
          SELECT customer_id, {cut("started_at")} AS first, CASE WHEN ended_at < {END} THEN {cut("ended_at")} ELSE 25 END AS last
          FROM subscriptions WHERE {_PAID} AND started_at < {END}
        ), seen AS (
          SELECT customer_id, first, last, MAX(last) OVER (
            PARTITION BY customer_id ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
          FROM ranges WHERE first < last
        ), spells AS (
          SELECT customer_id, first, last, SUM(CASE WHEN first > reached THEN 1 ELSE 0 END) OVER (
            PARTITION BY customer_id ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS gaps
          FROM seen
        ), merged AS (SELECT customer_id, MIN(first) AS first, MAX(last) AS last FROM spells GROUP BY customer_id, gaps)"""

QUERIES = {
    "logo_churn": ByHand(
        f"WITH {_MERGED} SELECT first, last, COUNT(*) AS n FROM merged GROUP BY ALL",
        check="""
        SELECT month, COALESCE(SUM(n) FILTER (last = month + 1), 0), SUM(n) FROM ({sql}), range(24) AS t(month)
        WHERE first <= month AND last > month GROUP BY month
        """,
    ),
    "ticket_rate": ByHand(
        f"""
        WITH {_MERGED}, touched AS (
          SELECT customer_id, {month("opened_at")} AS month, COUNT(*) AS tickets FROM tickets
          WHERE customer_id IS NOT NULL AND opened_at < {END} GROUP BY ALL
        )
        SELECT month, NULL AS first, NULL AS last, COUNT(*) AS n, SUM(tickets) AS tickets, SUM(tickets * tickets) AS squared
        FROM touched JOIN merged ON touched.customer_id = merged.customer_id AND first <= month AND last > month GROUP BY month
        UNION ALL SELECT NULL, first, last, COUNT(*), 0, 0 FROM merged GROUP BY ALL
        """,
        check="""
        WITH found AS ({sql}), standing AS (
          SELECT t.month, SUM(n) AS n FROM found, range(24) AS t(month)
          WHERE found.month IS NULL AND first <= t.month AND last > t.month GROUP BY t.month)
        SELECT s.month, COALESCE(tickets, 0), s.n FROM standing s LEFT JOIN found f ON f.month = s.month
        """,
    ),
    "nrr": ByHand(
        f"""
        WITH changes AS (
          SELECT customer_id, cut, SUM(amount) AS change FROM (
            SELECT customer_id, {cut("started_at")} AS cut, {_MRR} AS amount FROM subscriptions
            WHERE {_PAID} AND started_at < {END}
            UNION ALL
            SELECT customer_id, {cut("ended_at")}, -{_MRR} FROM subscriptions
            WHERE {_PAID} AND ended_at < {END}
          ) GROUP BY customer_id, cut HAVING SUM(amount) <> 0
        ), standing AS (
          SELECT cut, change, SUM(change) OVER (PARTITION BY customer_id ORDER BY cut) AS after FROM changes
        )
        SELECT cut, after > change AS stood, COUNT(*) AS n, SUM(after - change) AS before, SUM(after) AS after, SUM(CAST(after AS HUGEINT) * after) AS aa,
          SUM(CAST(after AS HUGEINT) * (after - change)) AS ab, SUM(CAST(after - change AS HUGEINT) * (after - change)) AS bb
        FROM standing GROUP BY ALL
        """,
        check="""
        WITH found AS (
          SELECT month, SUM(after - before) FILTER (cut <= month) AS was,
            COALESCE(SUM(after - before) FILTER (cut = month + 1 AND stood), 0) AS moved
          FROM ({sql}), range(24) AS t(month) WHERE cut <= month + 1 GROUP BY month
        )
        SELECT month, CAST(floor((was + moved + 6) / 12) AS BIGINT), CAST(floor((was + 6) / 12) AS BIGINT) FROM found
        WHERE was IS NOT NULL
        """,
    ),
    "revenue_at_risk": ByHand(
        f"""
        SELECT {month("started_at")} AS begins, CASE WHEN ended_at < {END} THEN {month("ended_at")} ELSE 24 END AS ends,
          CASE WHEN state = 'past_due' THEN {month("started_at")} ELSE 24 END AS risk, currency, SUM({_MRR}) AS money, COUNT(*) AS n
        FROM subscriptions WHERE {_PAID} AND started_at < {END} AND (ended_at IS NULL OR ended_at > started_at) GROUP BY ALL
        """,
        check="SELECT month, 0, CAST(floor((SUM(money) + 6) / 12) AS BIGINT) FROM ({sql}), range(24) AS t(month) WHERE begins <= month AND ends > month GROUP BY month",
    ),
    "renewal_rate": ByHand(
        f"""
        WITH spans AS (
          SELECT {day("started_at")} AS begins, CASE WHEN ended_at < {END} THEN {day("ended_at")} END AS ends,
            {day("LEAD(started_at) OVER (PARTITION BY customer_id, subscription_id ORDER BY started_at)")} AS goes_on,
            interval_months, currency, amount_minor * (720 // interval_months) AS money
          FROM subscriptions WHERE {_PAID} AND started_at < {END} AND (ended_at IS NULL OR ended_at > started_at)
        ), dues AS (
          SELECT CAST(begins + to_months(CAST(term * interval_months AS INTEGER)) AS DATE) AS due, ends, goes_on, money
          FROM spans, range(1, 13) AS t(term) WHERE interval_months >= 2 AND term * interval_months <= 24
        ), daily AS (
          SELECT due, ends IS NULL OR ends > due OR COALESCE(goes_on <= due, FALSE) AS is_in, COUNT(*) AS n, SUM(money) AS money,
            SUM(CAST(money AS HUGEINT) * money) AS squared
          FROM dues WHERE due < DATE '2025-01-01' AND (ends IS NULL OR ends >= due) GROUP BY ALL
        )
        SELECT {month_of_day("due")} AS month, is_in, SUM(n) AS n, SUM(money) AS money, SUM(squared) AS squared FROM daily GROUP BY ALL
        UNION ALL SELECT NULL, NULL, COUNT(*), NULL, NULL FROM spans WHERE interval_months >= 2 GROUP BY currency
        """,
        check="SELECT month, COALESCE(SUM(n) FILTER (is_in), 0), SUM(n) FROM ({sql}) WHERE month IS NOT NULL GROUP BY month",
    ),
}
