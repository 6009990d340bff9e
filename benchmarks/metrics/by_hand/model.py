"""A query by hand, and how its rows are checked against what Holdfast measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByHand:
    """The best SQL that we can write for one metric.

    Attributes:
        sql: Returns what the metric's value, range, maturity and details need.
        check: Rows of month, numerator and denominator, made of the rows of ``{sql}``.
    """

    sql: str
    check: str = "SELECT month, SUM(n) FILTER (is_in), SUM(n) FROM ({sql}) GROUP BY month"
