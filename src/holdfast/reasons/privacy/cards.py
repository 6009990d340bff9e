"""Numbers of payment cards: the right length, a known first digit, and a check digit that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.reasons.privacy.digits import windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.digits import Groups
    from holdfast.reasons.privacy.model import Span

KIND = "card number"
MASK = "[card]"

_LEAST, _MOST = 12, 19
_LONG = re.compile(r"\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d\D?\d", re.ASCII)
# First digits by length (ISO/IEC 7812): Visa 13, 16, 19; Mastercard 16; American Express 15; Diners 14;
# Discover, JCB, UnionPay 16 to 19; Maestro 12 to 19.
_ISSUERS = re.compile(
    r"(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12,15}|(?:1800|2131)\d{11}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|(?:5[0678]|6[0-9])\d{10,17})",
    re.ASCII,
)
_TWICE = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_GROUPED = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 5), (4, 4, 4)})


def spans(text: str) -> Iterator[Span]:
    """Where card numbers stand, whole or in groups.

    >>> [text[a:b] for text in ["4111 1111 1111 1111 12/27"] for a, b in spans(text)]
    ['4111 1111 1111 1111']
    """
    if not _LONG.search(text):
        return
    until = 0
    for groups in windows(text, _LEAST, _MOST):
        if groups.span[0] >= until and _is_card(groups):
            until = groups.span[1]
            yield groups.span


def _is_card(groups: Groups) -> bool:
    """Groups as no card has them (a date and an order number) are not put together to make one."""
    if not _ISSUERS.fullmatch(groups.digits) or not fits_check_digit(groups.digits):
        return False
    return len(groups.sizes) == 1 or groups.sizes in _GROUPED or _is_even(groups.sizes)


def _is_even(sizes: tuple[int, ...]) -> bool:
    """All groups of the same length, but for a shorter or longer last one."""
    return len(set(sizes[:-1])) == 1 and min(sizes[:-1]) > 1


def fits_check_digit(digits: str) -> bool:
    """The last digit is right for the others.

    >>> fits_check_digit("4111111111111111"), fits_check_digit("4111111111111112")
    (True, False)

    Source:
        Luhn 1960, US patent 2,950,048; ISO/IEC 7812-1, annex B. Example: Visa's test number.
    """
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[::2]) + sum(_TWICE[digit] for digit in backwards[1::2])) % 10 == 0
