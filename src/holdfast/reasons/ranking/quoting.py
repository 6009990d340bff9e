"""Which words to show for a theme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.ranking.model import REMEMBERED_DAYS
from holdfast.records.reason import FEWEST_PERSONS, Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.texts.model import Text

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_CHARACTERS = 240
_QUOTES = 3


def quotes(texts: Sequence[Text], fits: Reals, left: Reals) -> tuple[Quote, ...]:
    """Up to three texts of different customers: those who left soon after first, then those that fit best.

    Survey comments of fewer than five persons are not shown.

    Args:
        texts: About the theme.
        fits: How well each fits it.
        left: Day on which each one's customer left; nan where it is there.
    """
    people = {text.person_id or text.customer_id for text in texts if text.source == "survey"}
    days = np.array([text.day for text in texts], dtype=np.float64)
    soon = (left >= days) & (left - days <= REMEMBERED_DAYS)
    chosen: list[Quote] = []
    seen: set[str] = set()
    for place in np.lexsort((days, -fits, ~soon)).tolist():
        text = texts[place]
        is_hidden = text.source == "survey" and len(people) < FEWEST_PERSONS
        if not is_hidden and seen.isdisjoint({text.customer_id, text.words}):
            seen |= {text.customer_id, text.words}
            day = date.fromordinal(text.day)
            chosen.append(Quote(_short(text.words), day, text.source, bool(soon[place])))
        if len(chosen) == _QUOTES:
            break
    return tuple(chosen)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return (
        line
        if len(line) <= MOST_CHARACTERS
        else (line[:MOST_CHARACTERS].rpartition(" ")[0] or line[:MOST_CHARACTERS]) + " …"
    )
