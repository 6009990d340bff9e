"""Long texts in passages: a theme of one sentence does not drown in a page about another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.themes.stems import MOST_READ

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def passages(texts: Sequence[str], words: int | None) -> tuple[list[str], Ints]:
    """Sentences put together until they have so many words, and for each text the place of its first passage.

    >>> passages(["One two. Three four. Five.", "Six"], 3)
    (['One two. Three four.', 'Five.', 'Six'], array([0, 2]))

    Args:
        texts: Of any length; only their beginning is read.
        words: Of a passage at least; None leaves every text whole.
    """
    if words is None:
        return list(texts), np.arange(len(texts))
    pieces: list[str] = []
    first = []
    for text in texts:
        first.append(len(pieces))
        pieces += _pieces(text[:MOST_READ], words) if len(text) > words else [text]
    return pieces, np.array(first, dtype=np.int64)


def _pieces(text: str, words: int) -> list[str]:
    return list(_together(_SENTENCE.split(text), words)) or [text]


def _together(sentences: list[str], words: int) -> Iterator[str]:
    held: list[str] = []
    count = 0
    for sentence in filter(None, sentences):
        held.append(sentence)
        count += sentence.count(" ") + 1
        if count >= words:
            yield " ".join(held)
            held, count = [], 0
    if held:
        yield " ".join(held)
