"""Customers who left twice without coming back in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAVINGS = (
    "SELECT customer_id, left_at, LAG(left_at) OVER (PARTITION BY customer_id ORDER BY left_at) AS previous "
    "FROM churn_reasons"
)


def find(look: Look) -> Iterator[CheckFinding]:
    """Rows of `churn_reasons` after another of the customer, with no subscription started between the two."""
    if not look.has("churn_reasons", "left_at") or not look.has("subscriptions"):
        return
    again = (
        f"FROM ({_LEAVINGS}) AS t WHERE t.previous IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM subscriptions AS s "
        "WHERE s.customer_id = t.customer_id AND s.started_at >= t.previous AND s.started_at <= t.left_at)"
    )
    [count] = look.numbers(f"SELECT COUNT(*) {again}")
    if not count:
        return
    rows = look.counts["churn_reasons"]
    shown = look.rows(
        f"SELECT t.customer_id, t.previous, t.left_at {again} ORDER BY t.customer_id, t.left_at "
        f"LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key}, left_at {before} and {after}") for key, before, after in shown]
    yield finding(
        table="churn_reasons",
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows let a customer leave again who had left and started nothing since",
        count=count,
        of=rows,
        remedy="Keep one row for each time a customer left, by its account and not by its subscriptions",
        examples=examples(look, "churn_reasons", "customer_id", found),
    )
