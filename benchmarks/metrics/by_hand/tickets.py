# ruff: noqa: E501 - queries read better unbroken
"""Metrics of tickets, by hand."""

from benchmarks.metrics.by_hand.calendar import END, day, month, month_of_day
from benchmarks.metrics.by_hand.model import ByHand


def _waits(until: str) -> ByHand:
    minutes = f"(epoch_us(CASE WHEN {until} < {END} THEN {until} ELSE {END} END) - epoch_us(opened_at) + 59999999) // 60000000"
    return ByHand(f"""
        SELECT {month("opened_at")} AS month, COALESCE({until} < {END}, FALSE) AS is_in, {minutes} AS minutes, COUNT(*) AS n
        FROM tickets WHERE opened_at < {END} GROUP BY ALL
    """)


QUERIES = {
    "first_response_time": _waits("first_public_reply_at"),
    "resolution_time": _waits("last_solved_at"),
    "backlog": ByHand(
        f"""
        SELECT {day("opened_at")} AS day, CASE WHEN last_solved_at < {END} THEN {month("last_solved_at")} ELSE 24 END AS solved,
          COUNT(*) AS n
        FROM tickets WHERE opened_at < {END} AND (last_solved_at IS NULL OR last_solved_at >= opened_at) GROUP BY ALL
        """,
        check=f"""
        SELECT month, SUM(n) FILTER (solved > month), SUM(n) FROM ({{sql}}), range(24) AS t(month)
        WHERE {month_of_day("day")} <= month GROUP BY month
        """,
    ),
    "first_contact_resolution": ByHand(
        f"""
        WITH daily AS (
          SELECT {day("opened_at")} AS day, CASE WHEN reopened = 0 AND first_solved_at < {END} THEN {day("first_solved_at")}
            - {day("opened_at")} END AS gap, COUNT(*) AS n
          FROM tickets WHERE opened_at < {END} AND (first_solved_at IS NULL OR first_solved_at >= opened_at) GROUP BY ALL
        )
        SELECT {month_of_day("day")} AS month, COALESCE(gap <= 7, FALSE) AS is_in, day <= DATE '2024-12-24' AS is_mature,
          COALESCE(LEAST(gap, 8), LEAST(DATE '2024-12-31' - day, 8)) AS days, SUM(n) AS n
        FROM daily GROUP BY ALL
        """,
        check="SELECT month, SUM(n) FILTER (is_in), SUM(n) FROM ({sql}) WHERE is_mature GROUP BY month",
    ),
}
