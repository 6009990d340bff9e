"""Whether an OKR is about keeping, engaging, helping or pleasing customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.ontology import words
from holdfast.review.words import holds

if TYPE_CHECKING:
    from holdfast.review.rule import Case, KeyResultCase

_METRICS = frozenset(
    {"active_users", "adoption", "backlog", "ces", "churn_rate", "clv", "csat", "engagement", "expansion"}
    | {"first_contact_resolution", "first_response_time", "grr", "nps", "nrr", "onboarding_completion"}
    | {"referral", "renewal_rate", "repeat_purchase_rate", "resolution_time", "retention_rate"}
    | {"revenue_churn", "review_rating", "ticket_volume", "time_to_value"}
)


def is_about_keeping(case: Case) -> bool:
    """Whether the objective or one key result is; what is said of one's own people does not count."""
    named = any(one.keeps for end in ends_of(case.reading) for one in end.concepts)
    if (named or holds(case.source.text, words("keeping", "words"))) and not _is_of_staff(case.source.text):
        return True
    return any(_keeps(item) for item in case.key_results)


def _keeps(item: KeyResultCase) -> bool:
    text = item.reading.text
    if _is_of_staff(text):
        return False
    return item.reading.metric in _METRICS or holds(text, words("keeping", "words"))


def _is_of_staff(text: str) -> bool:
    """It names the company's own people and no customers."""
    staff = holds(text, words("people", "side", "staff")) or holds(text, words("keeping", "own"))
    return staff and not holds(text, words("compare", "people"))
