"""From a reading's coarse metric to the catalogue's: the same for every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_CATALOGUE = {
    "churn_rate": "logo_churn",
    "revenue_churn": "revenue_churn",
    "retention_rate": "retention_rate",
    "nrr": "nrr",
    "grr": "grr",
    "renewal_rate": "renewal_rate",
    "repeat_purchase_rate": "repeat_purchase_rate",
    "clv": "clv",
    "nps": "nps",
    "csat": "csat",
    "ces": "ces",
    "first_response_time": "first_response_time",
    "resolution_time": "resolution_time",
    "ticket_volume": "ticket_rate",
    "first_contact_resolution": "first_contact_resolution",
    "backlog": "backlog",
    "onboarding_completion": "onboarding_completed",
    "time_to_value": "time_to_value",
    "adoption": "feature_adoption",
    "active_users": "active_customers",
    "engagement": "stickiness",
    "referral": "referral_share",
    "revenue": "mrr",
}


def propose(frame: Frame, metric: str | None) -> str | None:
    """Catalogue name of the metric that would measure a key result, or None where none would."""
    words = frame.sentence.words
    onboarding = any("first_days" in word.tags for word in words)
    meets = any(
        "event" in word.tags and "measure" not in word.tags and not _is_their_own(words, index)
        for index, word in enumerate(words)
    )
    is_duration = frame.form != "activity" and metric in frame.sentence.language.lower_is_better
    if onboarding and meets and not is_duration:
        return "onboarding_scheduled" if _is_dated(frame) else "onboarding_completed"
    if (
        meets
        and metric in (None, "other")
        and any("checkup" in word.tags for word in words)
        and _covers_accounts(frame)
    ):
        return "review_coverage"
    if metric == "conversion":
        return "free_to_paid_conversion" if any("unpaid" in word.tags for word in words) else None
    return _CATALOGUE.get(metric or "")


def _is_their_own(words: Sequence[Word], index: int) -> bool:
    """What customers do themselves: "double their calls", and not what they get: "have had their review"."""
    return (
        index > 1
        and "of_each" in words[index - 1].roles
        and not {"have", "getting_verb"} & words[index - 2].roles
    )


def _is_dated(frame: Frame) -> bool:
    """A date is set, the call is not held yet."""
    words = frame.sentence.words
    return any("dating" in word.roles and word.shape != "ing" for word in words) or any(
        "dated" in word.tags for word in words
    )


def _covers_accounts(frame: Frame) -> bool:
    """The doing is spread over accounts."""
    words = frame.sentence.words
    return any("customer" in word.tags for word in words) and any(
        "all" in word.tags or (word.amount is not None and word.amount.kind == "percent") for word in words
    )
