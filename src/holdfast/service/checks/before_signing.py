"""Rows of before the customer signed, and leaving before any subscription began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_INSTANTS = {
    "subscriptions": "started_at",
    "orders": "ordered_at",
    "events": "occurred_at",
    "tickets": "opened_at",
    "surveys": "sent_at",
    "onboarding_steps": "completed_at",
    "issues": "raised_at",
    "churn_reasons": "left_at",
}
_REMEDY = "Map the first contact to signed_at if customers may act before they sign, else correct the dates"


def find(look: Look) -> Iterator[CheckFinding]:
    """A finding per table with rows on a local day before that of `customers.signed_at`."""
    if look.has("customers", "signed_at") and not look.is_derived("customers"):
        for table, instant in _INSTANTS.items():
            if look.has(table, "customer_id", instant):
                yield from _before_signing(look, table, instant)
    if look.has("churn_reasons") and look.has("subscriptions"):
        yield from _before_starting(look)


def _before_signing(look: Look, table: str, instant: str) -> Iterator[CheckFinding]:
    joined = (
        f"FROM {table} AS t JOIN (SELECT customer_id, signed_at, {look.day_start('signed_at')} "
        "AS signing_day FROM customers) AS c ON c.customer_id = t.customer_id "
        f"WHERE t.{instant} < c.signing_day"
    )
    count, customers = look.numbers(f"SELECT COUNT(*), COUNT(DISTINCT t.customer_id) {joined}")
    if not count:
        return
    rows = look.counts[table]
    shown = look.rows(
        f"SELECT t.customer_id, MIN(t.{instant}), MIN(c.signed_at) {joined} "
        f"GROUP BY t.customer_id ORDER BY t.customer_id LIMIT {EXAMPLES}"
    )
    found = [
        (str(key), f"customer_id {key}, {instant} {first}, signed_at {signed}")
        for key, first, signed in shown
    ]
    yield finding(
        table=table,
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows, of {customers:,} customers, have {instant} before the customer "
        "signed",
        count=count,
        of=rows,
        remedy=_REMEDY,
        examples=examples(look, "customers", "customer_id", found),
    )


def _before_starting(look: Look) -> Iterator[CheckFinding]:
    """Leaving before the first span began: of customers who have one."""
    began = look.day_start("MIN(started_at)")
    first = f"SELECT customer_id, {began} AS began FROM subscriptions GROUP BY customer_id"
    joined = (
        f"FROM churn_reasons AS t JOIN ({first}) AS f ON f.customer_id = t.customer_id "
        "WHERE t.left_at < f.began"
    )
    [count] = look.numbers(f"SELECT COUNT(*) {joined}")
    if not count:
        return
    rows = look.counts["churn_reasons"]
    shown = look.rows(
        f"SELECT t.customer_id, t.left_at, f.began {joined} ORDER BY t.customer_id, t.left_at "
        f"LIMIT {EXAMPLES}"
    )
    found = [
        (str(key), f"customer_id {key}, left_at {left}, first started_at {began}")
        for key, left, began in shown
    ]
    yield finding(
        table="churn_reasons",
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows have left_at before the customer's first subscription started",
        count=count,
        of=rows,
        remedy="Export subscriptions from their beginning, or correct the dates",
        examples=examples(look, "churn_reasons", "customer_id", found),
    )
