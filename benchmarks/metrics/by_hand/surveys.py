# ruff: noqa: E501 - queries read better unbroken
"""Metrics of surveys, by hand."""

from benchmarks.metrics.by_hand.calendar import END, day, month, month_of_day
from benchmarks.metrics.by_hand.model import ByHand

_OPEN = "TIMESTAMP '2024-12-17 23:00:00'"
"""Answers to what was sent later may yet come."""


def _sent(kind: str, columns: str) -> str:
    return f"""
        SELECT {columns}, {month("sent_at")} AS month, COUNT(*) AS n, CAST(COALESCE(answered_at < {END}, FALSE) AS INTEGER) AS answered,
          CAST(sent_at >= {_OPEN} AS INTEGER) AS is_open
        FROM surveys WHERE kind = '{kind}' AND sent_at < {END} GROUP BY ALL
    """


def _rated(kind: str, boxes: str, scale: str) -> ByHand:
    # Answers on another scale are counted in the same pass, and the range takes customers as what is drawn.
    return ByHand(
        f"""
        WITH rated AS (
          SELECT {month("answered_at")} AS month, customer_id, COUNT(*) FILTER (score BETWEEN {boxes}) AS good,
            COUNT(*) FILTER (score BETWEEN {scale}) AS n, COUNT(*) FILTER (score NOT BETWEEN {scale}) AS outside
          FROM surveys WHERE kind = '{kind}' AND answered_at < {END} GROUP BY ALL
        )
        SELECT 'rated' AS part, COUNT(*) FILTER (n > 0) AS customers, SUM(good) AS good, SUM(good * good) AS gg,
          SUM(good * n) AS gn, SUM(n * n) AS nn, SUM(outside) AS outside, month, SUM(n) AS n, 0 AS answered, 0 AS is_open
        FROM rated GROUP BY month
        UNION ALL {_sent(kind, "'sent', 0, 0, 0, 0, 0, 0")}
        """,
        check="SELECT month, good, n FROM ({sql}) WHERE part = 'rated'",
    )


QUERIES = {
    "nps": ByHand(
        f"""
        WITH latest AS (
          SELECT {month("answered_at")} AS month, person_id, arg_max(score, answered_at) AS score
          FROM surveys WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND answered_at < {END} GROUP BY ALL
        )
        SELECT score, month, COUNT(*) AS n, 0 AS answered, 0 AS is_open FROM latest GROUP BY ALL
        UNION ALL {_sent("nps", "NULL")}
        """,
        check="""
        SELECT month, SUM(CASE WHEN score >= 9 THEN n WHEN score <= 6 THEN -n ELSE 0 END), SUM(n)
        FROM ({sql}) WHERE score IS NOT NULL GROUP BY month
        """,
    ),
    "csat": _rated("csat", "4 AND 5", "1 AND 5"),
    "detractors_answered": ByHand(
        f"""
        WITH detractors AS (
          SELECT survey_id, customer_id, answered_at FROM surveys
          WHERE kind = 'nps' AND score BETWEEN 0 AND 6 AND answered_at < {END}
        ), touches AS (
          SELECT customer_id, completed_at AS touched_at FROM engagements WHERE completed_at < {END}
          UNION ALL SELECT customer_id, first_public_reply_at FROM tickets WHERE first_public_reply_at < {END}
        ), gaps AS (
          SELECT answered_at, MIN(touched_at) AS reached_at FROM detractors LEFT JOIN touches
            ON touches.customer_id = detractors.customer_id AND touched_at >= answered_at GROUP BY survey_id, answered_at
        ), daily AS (
          SELECT {day("answered_at")} AS day, {day("reached_at")} - {day("answered_at")} AS gap, COUNT(*) AS n FROM gaps GROUP BY ALL
        )
        SELECT {month_of_day("day")} AS month, COALESCE(gap <= 5, FALSE) AS is_in, day <= DATE '2024-12-26' AS is_mature,
          COALESCE(LEAST(gap, 6), LEAST(DATE '2024-12-31' - day, 6)) AS days, SUM(n) AS n
        FROM daily GROUP BY ALL
        """,
        check="SELECT month, SUM(n) FILTER (is_in), SUM(n) FROM ({sql}) WHERE is_mature GROUP BY month",
    ),
}
