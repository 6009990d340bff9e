"""A sentence cut into words, figures and signs, in one pass."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<slot>[$€£]?\[[^\[\]\n]{1,40}\](?:[KkMm](?![^\W_]))?|‹[^‹›\n]{1,60}›|(?<![^\W_])\{[^{}\n]{1,40}\}|_{2,9}|\$?(?:XX{0,3}|ZZ{0,3}|NN?|YY{0,3}|x|n|\#\#?)(?=%|\s?\+?\s)"
    r"|\$?[XYZNMP](?=%|[\s.,;)]|$)|\$(?=[A-Z]\b))"
    r"|(?P<date>(?<![\w.])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}(?P<part>[./])[0-9]{1,2}(?P=part)[0-9]{2,4})(?![\w]))"
    r"|(?P<number>(?<![^\W_])(?:US\$|[$€£¥]\s?)?(?:[1-9][0-9]{0,2}(?:\.000)+(?![\w%.])|(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?)|\.[0-9]{1,9})"
    r"(?P<suffix>[^\W\d_]{0,5})(?![^\W_])"
    r"|(?P<word>[^\W_](?:[\w]|\.(?=[0-9])|['\u2019](?=[^\W\d_]))*(?:\{\w{1,3}\})?)"
    r"|(?P<sign>-+>|=+>|<=|>=|→|[^\s\w]|_)"
)  # fmt: skip
_FRAMED = re.compile(r"\[([$€£]?[0-9][0-9.,]{0,12} ?[kKmM]?(?: ?%)?)\]")
_IN_FIGURE = re.compile(r"(?<=[0-9])[.,](?=[0-9])")
_KINDS = ("slot", "date", "number", "word", "sign")


class Token(NamedTuple):
    """A piece of a sentence: word, number, slot, date or sign; suffix: letters behind digits."""

    text: str
    kind: str
    start: int
    end: int
    suffix: str = ""


def tokenise(text: str, *, decimal: str = ".") -> list[Token]:
    """Pieces of a text in order; white space is left out, and so are brackets around a figure: [20%].

    Where ``decimal`` is a comma (2,5 and 1.000), figures come as 2.5 and 1,000.
    """
    text = _unframed(text)
    if decimal == ",":
        text = _IN_FIGURE.sub(lambda match: "." if match[0] == "," else ",", text)
    return [_token(match) for match in _TOKEN.finditer(text)]


def _unframed(text: str) -> str:
    """The text with blanks for square brackets that only mark a figure as an example to be replaced."""
    return _FRAMED.sub(r" \1 ", text) if "[" in text else text


def _token(match: re.Match[str]) -> Token:
    """One piece; a number's suffix is the letters written directly behind it."""
    if match["number"]:
        return Token(match["number"], "number", match.start(), match.end(), match["suffix"])
    kind = next((kind for kind in _KINDS if match[kind]), "sign")
    return Token(match[0], kind, match.start(), match.end())
