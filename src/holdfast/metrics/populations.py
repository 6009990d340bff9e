"""Populations that several metrics count, so that they cannot drift apart."""

from holdfast.metrics.forms.model import Condition, Population

# Whose free account begins at the signing has signed no contract: the product onboards it, nobody calls.
SIGNED_CUSTOMERS = Population(
    "customers", "signed_at", (Condition("free_since", "null or other than", ("signed_at",)),)
)
"""Customers anchored at their signing, without those whose free account begins at that instant."""

PAID_SPANS = Population(
    "subscriptions",
    "started_at",
    (
        # A paused subscription and a trial take no money; one past due does until it ends.
        Condition("state", "in", ("active", "past_due", "ended")),
        Condition("amount_minor", "above", (0,)),
    ),
)
"""Spans of subscriptions that are paid for: no trials, no pauses, no free plans."""
