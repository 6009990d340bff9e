"""Telephone numbers: by their form, or by a word that announces one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.model import Span

KIND = "telephone number"
MASK = "[phone]"

_GAP = "[ \u00a0\u2009\u202f./\u2010\u2011\u2013-]"
_BEFORE = r"(?<![\w.,/#$€£+-])(?<!\d:)(?<!\d[ \u00a0])"
_AFTER = r"(?![\w%€£$]|[.,:]\d)"
_EXTENSION = r"(?:\s?(?:x|ext\.?|extension|durchwahl)\s?\d{1,6})?"
# +49 30 123456, 0049 (0) 30 …: 7 to 15 digits in all (ITU-T E.164).
_ABROAD = rf"(?:\+|00)\s?[1-9](?:{_GAP}{{0,2}}(?:\(\d{{1,4}}\)|\d)){{4,14}}{_EXTENSION}"
# (555) 123-4567, 1-555-123-4567, 555.123.4567
_AMERICAN = rf"(?:1{_GAP})?(?:\(\d{{3}}\)\s?|\d{{3}}[ \u00a0.-])\d{{3}}[ \u00a0.-]\d{{4}}{_EXTENSION}"
# (030) 1234567, 0171 1234567, 020 7946 0958, 06 12 34 56 78: a leading 0 that calls within the country.
_AT_HOME = rf"(?:\(0\d{{1,4}}\)\s?|0\d{{1,5}}{_GAP})\d{{1,8}}(?:{_GAP}\d{{1,8}}){{0,4}}|0[1-9]\d{{8,9}}"
_FORM = re.compile(rf"{_BEFORE}(?:{_ABROAD}|{_AMERICAN}|{_AT_HOME}){_AFTER}", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|mob|cell|cellphone|fax|whatsapp|call (?:me|us|back)|ring me|reach me"
    r"|text me|sms|number is|telefon|handy|mobil|rufnummer|téléphone|portable|teléfono|móvil)\b\.?"
    rf"[^\d\n+(]{{0,20}}(?P<number>[+(]?\d(?:{_GAP}{{0,2}}(?:\(\d{{1,4}}\)|\d)){{4,14}})(?!\d)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:order|invoice|ticket|case|ref|reference|tracking|sku|serial|part|item|total|totals|amount|version"
    r"|bestellung|rechnung|commande|pedido)\b[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})(?!\d)")
_LEAST, _MOST = 7, 15


def spans(text: str) -> Iterator[Span]:
    """Where telephone numbers stand; dates, amounts and versions are none.

    >>> [text[a:b] for text in ["Tel. +49 30 901820, on 01.10.2026"] for a, b in spans(text)]
    ['+49 30 901820']
    """
    seen = {found.span() for found in _FORM.finditer(text) if _is_number(found[0]) and not _is_other(found)}
    seen |= {found.span("number") for found in _CUE.finditer(text) if _is_number(found["number"])}
    yield from sorted(seen, key=lambda one: (one[0] - one[1], one[0]))  # the longer one takes the shorter in


def _is_other(found: re.Match[str]) -> bool:
    """A word before it says that digits without a country's code are the number of an order or the like."""
    return found[0][0] != "+" and bool(
        _OTHER.search(found.string[max(0, found.start() - 24) : found.start()])
    )


def _is_number(written: str) -> bool:
    digits = sum(sign.isdigit() for sign in written)
    return _LEAST <= digits <= _MOST + 6 and not _DATE.match(written)
