"""Plans of customers that no running subscription of theirs has, and trials that pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.look import plain
from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_PLANS = frozenset(["plan", "plantier", "tier", "planname", "currentplan", "subscriptionplan"])
_TRIALS = frozenset(["istrial", "trial", "ontrial", "intrial"])
_YES = "('true', 't', 'yes', 'y', '1')"


def find(look: Look) -> Iterator[CheckFinding]:
    """Findings on the segments of customers that speak of what their subscriptions say too."""
    if not look.end or not look.has("subscriptions") or look.is_derived("customers"):
        return
    for name in look.segments():
        if plain(name) in _PLANS and look.has("subscriptions", "plan"):
            yield from _other_plan(look, name)
        if plain(name) in _TRIALS:
            yield from _paying_trials(look, name)


def _other_plan(look: Look, name: str) -> Iterator[CheckFinding]:
    """Customers with running spans of which none has the plan that `customers` names."""
    column = f"c.{quoted(name)}"
    latest = (
        "FIRST_VALUE(s.plan) OVER (PARTITION BY s.customer_id ORDER BY s.started_at DESC, s.subscription_id)"
    )
    spans = f"SELECT s.customer_id, s.plan, {latest} AS latest FROM subscriptions AS s WHERE {look.running}"
    each = (
        f"SELECT c.customer_id, MIN({column}) AS named, MIN(s.latest) AS latest, "
        f"MAX(CASE WHEN LOWER(s.plan) = LOWER({column}) THEN 1 ELSE 0 END) AS has_it "
        f"FROM customers AS c JOIN ({spans}) AS s ON s.customer_id = c.customer_id "
        f"WHERE {column} IS NOT NULL AND s.plan IS NOT NULL GROUP BY c.customer_id"
    )
    customers, count, not_latest, known = look.numbers(
        "SELECT COUNT(*), COUNT(CASE WHEN has_it = 0 THEN 1 END), "
        "COUNT(CASE WHEN LOWER(named) <> LOWER(latest) THEN 1 END), MAX(has_it) "
        f"FROM ({each}) AS t"
    )
    # Two lists of names without a word in common are no contradiction but two things.
    if not known or not count:
        return
    shown = look.rows(
        f"SELECT customer_id, named, latest FROM ({each}) AS t WHERE has_it = 0 "
        f"ORDER BY customer_id LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key}: {named} and {latest}") for key, named, latest in shown]
    yield finding(
        table="customers",
        kind="contradictory",
        severity=slip(count / customers),
        says=f"{count:,} of {customers:,} customers with a running subscription have a {name} that none of "
        f"these has; {not_latest:,} have another than the latest of these",
        count=count,
        of=customers,
        remedy="Take the plan from subscriptions, or leave the segment out",
        examples=examples(look, "customers", "customer_id", found),
    )


def _paying_trials(look: Look, name: str) -> Iterator[CheckFinding]:
    on_trial = f"LOWER(CAST(c.{quoted(name)} AS VARCHAR)) IN {_YES}"
    paying = f"SELECT DISTINCT s.customer_id FROM subscriptions AS s WHERE {look.running}"
    joined = (
        f"FROM customers AS c LEFT JOIN ({paying}) AS p ON p.customer_id = c.customer_id WHERE {on_trial}"
    )
    trials, count = look.numbers(f"SELECT COUNT(*), COUNT(p.customer_id) {joined}")
    if not count:
        return
    shown = look.rows(
        f"SELECT c.customer_id {joined} AND p.customer_id IS NOT NULL ORDER BY 1 LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key}") for (key,) in shown]
    yield finding(
        table="customers",
        kind="contradictory",
        severity=slip(count / trials),
        says=f"{count:,} of {trials:,} customers on trial by {name} have a running subscription that is paid "
        "for",
        count=count,
        of=trials,
        remedy="Take trials from the state of subscriptions, or leave the segment out",
        examples=examples(look, "customers", "customer_id", found),
    )
