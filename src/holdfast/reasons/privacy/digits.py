"""Digits in groups, as people write long numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.reasons.privacy.model import Span

_SEPARATOR = "[ \u00a0\u2009\u202f\u2010\u2011\u2013.-]"
_RUN = re.compile(rf"(?<!\w)(?<![0-9a-f]{{3}}-)\d+(?:{_SEPARATOR}\d+)*(?![\d])", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Groups:
    """Neighbouring groups of digits, one separator between each two.

    Attributes:
        digits: All digits without separators.
        sizes: How many each group has.
        span: Characters from the first digit to past the last.
    """

    digits: str
    sizes: tuple[int, ...]
    span: Span


def windows(text: str, least: int, most: int) -> Iterator[Groups]:
    """Every choice of neighbouring groups that has so many digits in all, the longest of each start first.

    A number often stands beside another ("4111 1111 1111 1111 12/27"), so that a run is not taken whole.
    """
    for run in _RUN.finditer(text):
        groups = [(found.start(), found.end()) for found in _GROUP.finditer(text, *run.span())]
        for first in range(len(groups)):
            yield from reversed(list(_from(text, groups[first:], least, most)))


def _from(text: str, groups: list[Span], least: int, most: int) -> Iterator[Groups]:
    digits, sizes = "", []
    for start, end in groups:
        digits += text[start:end]
        sizes.append(end - start)
        if len(digits) > most:
            return
        if len(digits) >= least:
            yield Groups(digits, tuple(sizes), (groups[0][0], end))
