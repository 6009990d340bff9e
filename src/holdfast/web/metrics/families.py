"""Families of metrics, by what they read: an own metric finds its place without being told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.records import MetricCard

STAYING, REVENUE, PURCHASES = "Staying and leaving", "Revenue", "Purchases"
ONBOARDING, USAGE, SUPPORT = "Onboarding", "Usage", "Support"
VOICE, REFERRALS, OTHER = "What customers say", "Contact and referrals", "Other"
FAMILIES = (STAYING, REVENUE, PURCHASES, ONBOARDING, USAGE, SUPPORT, VOICE, REFERRALS, OTHER)
"""In the order of the page."""
_BY_TABLE = (
    ("surveys", VOICE),
    ("tickets", SUPPORT),
    ("issues", SUPPORT),
    ("referrals", REFERRALS),
    ("onboarding_steps", ONBOARDING),
    ("orders", PURCHASES),
)


def family_of(card: MetricCard) -> str:
    """The family of a metric."""
    for table, family in _BY_TABLE:
        if table in card.tables:
            return family
    if "subscriptions" in card.tables:
        is_contact = "engagements" in card.tables
        is_money = card.unit == "money" or card.of_money
        return REFERRALS if is_contact else REVENUE if is_money else STAYING
    if "customers" in card.tables and {"engagements", "events"} & set(card.tables):
        return ONBOARDING
    return USAGE if "events" in card.tables else OTHER


def title_of(card: MetricCard) -> str:
    """Its title, with the window that holds here."""
    return card.title.replace("within n days", f"within {card.window_days} days")
