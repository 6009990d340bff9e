"""Populations that several metrics count, so that they cannot drift apart."""

from holdfast.metrics.forms.model import Condition, Population

# Who starts free has signed nothing yet: such accounts are onboarded by the product, not in a call.
SIGNED_CUSTOMERS = Population(
    "customers", "signed_at", (Condition("free_since", "null or after", ("signed_at",)),)
)
"""Customers anchored at their signing, those left out who were free at that instant."""
