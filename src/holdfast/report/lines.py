"""Text in lines for terminals: what people wrote made harmless, and wrapped by the columns that it takes."""

from __future__ import annotations

from unicodedata import category

_STEERING = frozenset({"Cc", "Zl", "Zp", "Cs"})
# Embeddings, overrides and isolates: they turn the reading order of what follows on a terminal's line.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def readable(text: str) -> str:
    """The text on one line, without signs that could steer a terminal, begin a command or turn the order."""
    return "".join(" " if category(sign) in _STEERING or sign in _TURNING else sign for sign in text)
