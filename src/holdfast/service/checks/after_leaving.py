"""Use and tickets of customers who had left for more than a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.look import PAID
from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_INSTANTS = {"events": "occurred_at", "tickets": "opened_at"}
# Who leaves still closes the books: a month of use and questions is nothing strange.
_GRACE = "INTERVAL '31 days'"
_REMEDY = "Correct the ends, or map when a customer went to a free plan to free_since"


def find(look: Look) -> Iterator[CheckFinding]:
    """A finding per table and per source of the day of leaving; customers on a free plan are left out."""
    if not look.end or not look.has("customers"):
        return
    for source, left in _leavings(look):
        for table, instant in _INSTANTS.items():
            if look.has(table, "customer_id", instant):
                yield from _after(look, table, instant, source, left)


def _leavings(look: Look) -> Iterator[tuple[str, str]]:
    """What says when customers left, and a query of customer and instant."""
    if look.has("subscriptions", "ended_at"):
        yield (
            "the last subscription ended",
            (
                "SELECT s.customer_id, MAX(s.ended_at) AS left_at FROM subscriptions AS s "
                "GROUP BY s.customer_id HAVING COUNT(*) = COUNT(s.ended_at) "
                f"AND MAX(CASE WHEN {PAID} THEN 1 ELSE 0 END) = 1"
            ),
        )
    if look.has("churn_reasons"):
        last = "SELECT customer_id, MAX(left_at) AS left_at FROM churn_reasons GROUP BY customer_id"
        back = ""
        if look.has("subscriptions"):
            back = (
                " WHERE NOT EXISTS (SELECT 1 FROM subscriptions AS s WHERE s.customer_id = n.customer_id "
                "AND s.started_at > n.left_at)"
            )
        yield (
            "the customer left by churn_reasons",
            f"SELECT n.customer_id, n.left_at FROM ({last}) AS n{back}",
        )


def _after(look: Look, table: str, instant: str, source: str, left: str) -> Iterator[CheckFinding]:
    joined = (
        f"FROM {table} AS t JOIN ({left}) AS g ON g.customer_id = t.customer_id "
        "JOIN customers AS c ON c.customer_id = t.customer_id "
        f"WHERE t.{instant} > g.left_at + {_GRACE} AND t.{instant} < {look.end} AND c.free_since IS NULL"
    )
    count, customers = look.numbers(f"SELECT COUNT(*), COUNT(DISTINCT t.customer_id) {joined}")
    if not count:
        return
    rows = look.counts[table]
    shown = look.rows(
        f"SELECT t.customer_id, MAX(t.{instant}), MAX(g.left_at) {joined} "
        f"GROUP BY t.customer_id ORDER BY t.customer_id LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key}, {instant} {last}, left {gone}") for key, last, gone in shown]
    yield finding(
        table=table,
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows, of {customers:,} customers, have {instant} more than a month "
        f"after {source}",
        count=count,
        of=rows,
        remedy=_REMEDY,
        examples=examples(look, "customers", "customer_id", found),
    )
