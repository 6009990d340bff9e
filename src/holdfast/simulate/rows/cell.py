"""All tables of a cell of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.simulate.rows import customers, money, subscriptions, success, surveys, tickets, usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Column
    from holdfast.simulate.world import World

TABLES = (
    "customers",
    "people",
    "subscriptions",
    "orders",
    "events",
    "tickets",
    "surveys",
    "engagements",
    "issues",
    "onboarding_steps",
    "churn_reasons",
    "referrals",
    "costs",
    "assignments",
)


def tables(world: World) -> dict[str, Mapping[str, Column]]:
    """The columns of each table that has rows per customer, by table name, in the order of `TABLES`."""
    staff, help_desk = customers.People(world), tickets.desk(world)
    columns = (
        customers.customers(world),
        customers.people(world, staff),
        subscriptions.subscriptions(world),
        usage.orders(world),
        usage.events(world, staff),
        tickets.tickets(world, help_desk, staff),
        surveys.surveys(world, staff, help_desk),
        success.engagements(world),
        success.issues(world),
        success.onboarding_steps(world),
        money.churn_reasons(world),
        money.referrals(world),
        money.costs(world, help_desk),
        success.assignments(world),
    )
    return dict(zip(TABLES, columns, strict=True))
