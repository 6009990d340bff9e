"""International bank account numbers: a country's length, and a checksum that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.model import Span

KIND = "bank account (IBAN)"
MASK = "[iban]"

_BEGIN = re.compile(
    r"(?<![^\W_])[a-z]{2}[ \u00a0-]?\d[ \u00a0]?\d(?=[ \u00a0.-]?[a-z0-9])", re.ASCII | re.IGNORECASE
)
_SEPARATORS = " \u00a0\u2009\u202f.-"
_CHECK = 97
# Characters of an account number by country: SWIFT IBAN registry, release 99.
# fmt: off
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
    "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
    "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}
# fmt: on


def spans(text: str) -> Iterator[Span]:
    """Where account numbers stand, whole or in groups, in capitals or not.

    >>> [text[a:b] for text in ["to DE89 3704 0044 0532 0130 00 please"] for a, b in spans(text)]
    ['DE89 3704 0044 0532 0130 00']
    """
    for begin in _BEGIN.finditer(text):
        length = _LENGTHS.get(begin[0][:2].upper())
        found = _taken(text, begin.start(), length) if length else None
        if found and fits_checksum(found[0]):
            yield begin.start(), found[1]


def _taken(text: str, start: int, length: int) -> tuple[str, int] | None:
    """So many letters and digits from a place on, single separators left out, and where they end."""
    taken, at = "", start
    while len(taken) < length:
        if at < len(text) and text[at] in _SEPARATORS and taken and text[at - 1] not in _SEPARATORS:
            at += 1
        if at >= len(text) or not (text[at].isascii() and text[at].isalnum()):
            return None
        taken += text[at].upper()
        at += 1
    goes_on = at < len(text) and text[at].isalnum()
    return None if goes_on else (taken, at)


def fits_checksum(iban: str) -> bool:
    """The two check digits are right for the rest.

    >>> fits_checksum("GB82WEST12345698765432"), fits_checksum("GB82WEST12345698765433")
    (True, False)

    Source:
        ISO 13616-1 with ISO/IEC 7064, MOD 97-10; example of the IBAN registry.
    """
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % _CHECK == 1
