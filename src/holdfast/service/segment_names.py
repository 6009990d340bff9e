"""Which segment of a workspace a sentence names: "accounts over $1m" is the value "over 1m" of a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.workspace import Workspace

COUNTED_BY = "active_customers"
"""Any metric that can be cut by every segment column: it is never measured here."""

_SIZES = (
    (re.compile(r"(\d)\s*(?:millions?|mio|mn|m)\b"), r"\1m"),
    (re.compile(r"(\d)\s*(?:thousand|k)\b"), r"\1k"),
)
_THAN = (
    (re.compile(r">=?|\babove\b|\bexceeding\b|\bmore than\b|\bat least\b"), " over "),
    (re.compile(r"<=?|\bbelow\b|\bless than\b|\bat most\b"), " under "),
)
_WORD = re.compile(r"[^\W_]+")
_GENERIC = frozenset({"account", "accounts", "customer", "customers", "client", "clients", "user", "users"})


def named_segment(workspace: Workspace, words: str) -> tuple[str, str] | None:
    """The column and the value all of whose words stand in the given ones; None where none or several do.

    Of several values the one with most words counts: "large enterprise" before "large".

    Args:
        workspace: Open.
        words: That name a part of the customers.

    Raises:
        SourceError: The engine failed.
    """
    said = words_of(words)
    found = [(len(own), column, value) for column, value, own in _values(workspace) if own and own <= said]
    most = max((size for size, _, _ in found), default=0)
    longest = [(column, value) for size, column, value in found if size == most]
    return longest[0] if len(longest) == 1 else None


def words_of(text: str) -> frozenset[str]:
    """The words that tell one part of the customers from another, amounts and comparisons in one form."""
    text = text.lower()
    for pattern, instead in (*_SIZES, *_THAN):
        text = pattern.sub(instead, text)
    return frozenset(_WORD.findall(text)) - _GENERIC


def _values(workspace: Workspace) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every value of every segment column with its words; columns with very many values are names."""
    from holdfast.metrics.batch.measuring import cells_by_value  # noqa: PLC0415 - SQLGlot is for measuring only

    for column in workspace.segments:
        try:
            cells = cells_by_value(workspace.engine, request_for(workspace, COUNTED_BY, by=(column,)))
        except InputError:
            continue
        for (value,) in cells.values if cells else ():
            yield column, value, words_of(value)
