"""Texts of a company read once: cleaned, masked, each complaint once per customer."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from holdfast.reasons.privacy.leftovers import leftovers
from holdfast.reasons.privacy.masking import mask
from holdfast.reasons.texts.cleaning import cleaned
from holdfast.reasons.texts.languages import language_of
from holdfast.reasons.texts.model import Reading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.reasons.privacy.names import Contacts
    from holdfast.reasons.texts.model import RawText

_NOT_TOLD = re.compile(r"[\W\d_]+")


class _Read(NamedTuple):
    words: str
    language: str
    masked: Mapping[str, int]
    same: str
    is_cut: bool
    has_agent: bool


def read_texts(rows: Iterable[RawText], known: Contacts) -> Reading:
    """The texts of rows; the same words sent again by the same customer are the same complaint.

    Case, numbers and punctuation do not make it another one. Words are read once however many rows have them.

    Args:
        rows: In the order of their days.
        known: The company's contacts, whose names are masked.
    """
    read: dict[str, _Read] = {}
    seen: set[tuple[str, str]] = set()
    texts: list[Text] = []
    counts: Counter[str] = Counter()
    by: Counter[str] = Counter()
    masked: Counter[str] = Counter()
    for row in rows:
        raw = row.words or ""
        one = read.get(raw)
        if one is None:
            one = read[raw] = _read(raw, known)
        by[row.customer_id] += 1
        counts["cut"] += one.is_cut
        counts["agents"] += one.has_agent
        masked.update(one.masked)
        if not one.words:
            counts["empty"] += 1
        elif (row.customer_id, one.same) in seen:
            counts["repeated"] += 1
        else:
            seen.add((row.customer_id, one.same))
            texts.append(_text(row, one))
    return Reading(
        texts=tuple(texts),
        rows=by.total(),
        empty=counts["empty"],
        repeated=counts["repeated"],
        cut=counts["cut"],
        agents=counts["agents"],
        languages=dict(Counter(text.language for text in texts).most_common()),
        masked=dict(masked),
        left=leftovers({one.words for one in read.values()}),
        most_by_one=max(by.values(), default=0),
    )


def _read(raw: str, known: Contacts) -> _Read:
    found = cleaned(raw)
    hidden = mask(found.words, known)
    same = _NOT_TOLD.sub(" ", hidden.text.lower()).strip()
    language = language_of(hidden.text) if hidden.text else ""
    return _Read(hidden.text, language, hidden.counts, same, found.is_cut, found.has_agent)


def _text(row: RawText, read: _Read) -> Text:
    return Text(row.source, row.customer_id, row.person_id, row.day, read.words, read.language, row.score)
