"""Mask the personal data of a text, kind by kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.reasons.privacy import cards, emails, ibans, names, phones
from holdfast.reasons.privacy.model import Masked
from holdfast.reasons.privacy.names import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.model import Span
    from holdfast.reasons.privacy.names import Contacts

    Found = tuple[Span, str, str]

# What is sure comes first: digits of an account number may look like a card's or a telephone's.
_KINDS = (emails, ibans, cards, phones)
_LEAST_DIGITS = 7


def mask(text: str, known: Contacts = NOBODY) -> Masked:
    """The text with every e-mail address, IBAN, card, telephone number and known name masked.

    What lies inside another find is part of it. Reading takes a time that grows with the text.

    >>> mask("Call 555-123-4567 or write to jo@firm.example").text
    'Call [phone] or write to [e-mail]'

    Args:
        text: Of any length.
        known: The company's own contacts; nobody unless given.
    """
    found = _apart(text, known)
    if not found:
        return Masked(text, {})
    pieces, at = [], 0
    for (start, end), _, mark in found:
        pieces += [text[at:start], mark]
        at = end
    return Masked("".join((*pieces, text[at:])), Counter(kind for _, kind, _ in found))


def _apart(text: str, known: Contacts) -> list[Found]:
    """All finds in the order of the text, none of which touches one of a surer kind."""
    taken: list[Found] = []
    for one in _all(text, known):
        if all(one[0][1] <= other[0][0] or one[0][0] >= other[0][1] for other in taken):
            taken.append(one)
    return sorted(taken)


def _all(text: str, known: Contacts) -> Iterator[Found]:
    has_digits = sum(map(text.count, "0123456789")) >= _LEAST_DIGITS
    for kind in _KINDS if has_digits else (emails,):
        for span in kind.spans(text):
            yield span, kind.KIND, kind.MASK
    for span in names.spans(text, known):
        yield span, names.KIND, names.MASK
