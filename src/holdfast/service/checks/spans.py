"""Spans of subscriptions that cannot stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

# Some customers have two of a plan for good reasons; where a fifth has, spans were never closed.
_PARALLEL_SHARE = 0.2
_LEAST_CUSTOMERS = 20


def find(look: Look) -> Iterator[CheckFinding]:
    """Overlaps within a subscription, open spans of one plan side by side, ended spans without an end."""
    if look.has("subscriptions"):
        yield from _overlaps(look)
        yield from _endless(look)
    if look.end and look.has("subscriptions", "plan"):
        yield from _parallel(look)


def _overlaps(look: Look) -> Iterator[CheckFinding]:
    spans = (
        "SELECT subscription_id, started_at, ended_at, "
        "LEAD(started_at) OVER (PARTITION BY subscription_id ORDER BY started_at) AS following "
        "FROM subscriptions"
    )
    overlap = (
        f"FROM ({spans}) AS t WHERE t.following > t.started_at "
        "AND (t.ended_at IS NULL OR t.ended_at > t.following)"
    )
    [count] = look.numbers(f"SELECT COUNT(*) {overlap}")
    if not count:
        return
    rows = look.counts["subscriptions"]
    shown = look.rows(
        f"SELECT t.subscription_id, t.ended_at, t.following {overlap} "
        f"ORDER BY t.subscription_id, t.started_at LIMIT {EXAMPLES}"
    )
    found = [
        (str(key), f"subscription_id {key}, ended_at {end or '(none)'}, next started_at {following}")
        for key, end, following in shown
    ]
    yield finding(
        table="subscriptions",
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} spans run on after the next span of the same subscription has started",
        count=count,
        of=rows,
        remedy="End each span where the next starts, or give other subscriptions ids of their own",
        examples=examples(look, "subscriptions", "subscription_id", found),
    )


def _endless(look: Look) -> Iterator[CheckFinding]:
    endless = "FROM subscriptions WHERE state = 'ended' AND ended_at IS NULL"
    [count] = look.numbers(f"SELECT COUNT(*) {endless}")
    if not count:
        return
    rows = look.counts["subscriptions"]
    shown = look.rows(f"SELECT DISTINCT subscription_id {endless} ORDER BY 1 LIMIT {EXAMPLES}")
    found = [(str(key), f"subscription_id {key}") for (key,) in shown]
    yield finding(
        table="subscriptions",
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} spans are ended by their state and have no ended_at",
        count=count,
        of=rows,
        remedy="Map the day of the end to ended_at, or the state that holds during the span to state",
        examples=examples(look, "subscriptions", "subscription_id", found),
    )


def _parallel(look: Look) -> Iterator[CheckFinding]:
    plans = (
        "SELECT s.customer_id, COUNT(DISTINCT s.subscription_id) AS n FROM subscriptions AS s "
        f"WHERE {look.running} GROUP BY s.customer_id, s.plan"
    )
    each = f"SELECT customer_id, MAX(n) AS n FROM ({plans}) AS p GROUP BY customer_id"
    customers, count, most = look.numbers(
        f"SELECT COUNT(*), COUNT(CASE WHEN n > 1 THEN 1 END), MAX(n) FROM ({each}) AS t"
    )
    if customers < _LEAST_CUSTOMERS or count < _PARALLEL_SHARE * customers:
        return
    shown = look.rows(
        f"SELECT customer_id, n FROM ({each}) AS t WHERE n > 1 ORDER BY n DESC, customer_id LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key} with {n}") for key, n in shown]
    yield finding(
        table="subscriptions",
        kind="contradictory",
        severity="warning",
        says=f"{count:,} of {customers:,} customers have several open subscriptions of one plan, up to "
        f"{most:,}: old ones may never have been ended, so that revenue counts them and nobody leaves",
        count=count,
        of=customers,
        remedy="End each subscription that another one replaces",
        examples=examples(look, "subscriptions", "customer_id", found),
    )
