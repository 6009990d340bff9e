"""Numbers of an outline without a full stop, as in "1.1 Churn falls" and "1.2 NPS rises"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.okr.rows import Cut, Row, without

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUTLINE = re.compile(r"[ \t]{0,40}(\d{1,2})\.(\d{1,2})(?=[ \t]+\S)")


def with_full_stops(rows: Sequence[Row]) -> list[Row]:
    """The rows, with a full stop behind each number of an outline that counts from 1 to at least 2.

    A single "1.5 days" is no such number.
    """
    found = [_OUTLINE.match(row.text) for row in rows]
    pairs = Counter((match.group(1), int(match.group(2))) for match in found if match)
    heads = {head for head, part in pairs if part == 1 and (head, 2) in pairs}
    return [
        without(row, [Cut(match.end(), match.end(), ".")]) if match and match.group(1) in heads else row
        for row, match in zip(rows, found, strict=True)
    ]
