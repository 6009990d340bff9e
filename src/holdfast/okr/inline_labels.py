"""Several labels on one line, as in "Owner: Jo, Status: red | Due: June"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.okr.labels import ATTRIBUTES, find_label
from holdfast.okr.lines import SEARCHED_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.labels import Label

LONGEST_LINE = 500
_SEPARATOR = re.compile(r"[ \t]*[,;|][ \t]*")
_LISTS = frozenset({"kpis", "initiatives"})
_FREE = frozenset({"note", "check_in", "initiative", "supports", "metric", "segment", "needs"})
"""Their value is a sentence, or has separators of its own: it ends with the line."""


def labels_of(label: Label) -> Iterator[Label]:
    """The label with its own value, then those that follow on its line; looks at the first 500 characters."""
    if label.name not in ATTRIBUTES or label.name in _LISTS | _FREE:
        yield label
        return
    for separator in _SEPARATOR.finditer(label.value, 0, LONGEST_LINE):
        end = separator.end()
        head = find_label(label.value[end : end + SEARCHED_CHARACTERS])
        if head and head.value and head.name in ATTRIBUTES and head.name not in _LISTS:
            yield replace(label, value=_whole(label.value[: separator.start()]))
            start = label.start + end + head.start
            value = _whole(label.value[end + head.start :])
            yield from labels_of(replace(head, start=start, value=value))
            return
    yield label


def _whole(value: str) -> str:
    """The value without an emphasis that only begins or ends in it."""
    return value.strip() if value.count("**") % 2 == 0 else value.strip().removesuffix("**").rstrip()
