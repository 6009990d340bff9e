"""E-mail addresses, also as people spell them out to hide them from machines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.model import Span

KIND = "e-mail address"
MASK = "[e-mail]"

# A local part is at most 64 characters and a label of a domain at most 63 (RFC 5321): bounded, a text of any
# length is read in a time that grows with it. Words of every alphabet (RFC 6531).
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_SIGN = r"[\w.!\#$%&'*+/=?^`{|}~-]"
_END = r"(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})(?![\w-])"
_PLAIN = re.compile(
    rf"""(?ix)
    (?: "[^"\n@]{{1,64}}" | (?<![\w.+-])(?![.'`]){_SIGN}{{1,64}} )
    \s?@\s?
    (?: (?:{_LABEL}\.){{1,8}} {_END} | \[\d{{1,3}}(?:\.\d{{1,3}}){{3}}\] )
    """
)
_AT = r"(?:\s?[\[({<]\s?(?:at|@|a)\s?[\])}>]\s?|\s(?:at|AT)\s)"
_DOT = r"(?:\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s(?:dot|DOT)\s)"
_SPELT = re.compile(
    rf"(?<![\w.])[\w][\w.+-]{{0,63}}(?:{_DOT}[\w+-]{{1,30}}){{0,3}}{_AT}"
    rf"(?:{_LABEL}(?:\.|{_DOT})){{1,4}}[^\W\d_]{{2,24}}(?!\w)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[\[({<]\s?(?:at|@|a)\s?[\])}>]", re.IGNORECASE)
_WORDS = re.compile(r"\sat\s.{1,70}\sdot\s", re.IGNORECASE | re.DOTALL)


def spans(text: str) -> Iterator[Span]:
    """Where addresses stand: ``anna@firm.example``, and ``anna (at) firm dot example``.

    >>> [text[a:b] for text in ["Mail Anna.K+x@mail.firm.co.uk."] for a, b in spans(text)]
    ['Anna.K+x@mail.firm.co.uk']
    """
    if "@" in text:
        yield from (found.span() for found in _PLAIN.finditer(text))
    if _BRACKETS.search(text) or _WORDS.search(text):
        yield from (found.span() for found in _SPELT.finditer(text) if _is_hidden(found[0]))


def _is_hidden(words: str) -> bool:
    """``meet at firm.com`` is a place, and no address: words alone count where the dot is a word too."""
    return bool(_BRACKETS.search(words) or _WORDS.search(words))
