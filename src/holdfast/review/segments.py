"""Words that show that an OKR's customers are very different: tiers, sizes of account, plans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.rule import Case

_PEOPLE = (
    r"(?:accounts?|customers?|clients?|users?|businesses|companies|subscribers?"
    r"|contracts?|deals?|members?|partners?)"
)
_MONEY = (
    r"(?:[$€£]\d[\d,.]*\s?(?:k|m|million|thousand)?"
    r"|\d[\d,.]*\s?(?:k|m|million|thousand)?\s?(?:dollars?|euros?|pounds?|usd|eur|gbp))"
)
_SIZE = re.compile(
    rf"(?i)\b{_PEOPLE}\s+(?:of\s+|worth\s+|paying\s+|spending\s+)?(?:over|under|above|below"
    rf"|more than|less than|up to"
    rf"|at least|[<>≥≤])\s?{_MONEY}\b"
    rf"|[$€£]\d[\d,.]*\s?(?:k|m|million)\+?\s+{_PEOPLE}\b"
    r"|\b(?:enterprise|smb|mid-?market|small business|self-serve|tier[ -]?\d|top[ -]tier"
    r"|strategic|key|largest|biggest)"
    rf"\s+{_PEOPLE}\b"
)
_PLAN = re.compile(r"(?i)\b(?:free|freemium|trial|premium)\s+(?:tier\s+|plan\s+)?" + _PEOPLE + r"\b")
_SIZE_ONLY = re.compile(r"(?i)\b(?:enterprise|smbs?|mid-?market|tier[ -]?\d|[$€£]\d)")


def differences(case: Case) -> tuple[str, ...]:
    """Words of the OKR that name customers of one size or plan, in the order of the text."""
    texts = (case.source.text, *(key_result.source.text for key_result in case.key_results))
    return tuple(dict.fromkeys(found[0] for text in texts for found in _found(text)))


def is_segmented(text: str) -> bool:
    """The sentence is about one size or plan of customers only."""
    return next(iter(_found(text)), None) is not None or _SIZE_ONLY.search(text) is not None


def _found(text: str) -> tuple[re.Match[str], ...]:
    return (*_SIZE.finditer(text), *_PLAN.finditer(text))
