"""A text without labels whose shape tells objectives from key results: nested lists, lists below titles."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.okr.labels import find_label, is_courtesy, is_farewell
from holdfast.okr.table_reader import TableReader, without_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.okr.lines import Line

LONGEST_TITLE = 150
_FEWEST_WORDS = 3
_TITLE_LEVEL = -1
"""A heading, or a line without white space and marker, stands above every item."""

_NO_OBJECTIVE = re.compile(r"\b(?:OKRs?|q[1-4]|h[12]|fy ?\d\d|20\d\d)\b|[:?,;]$|^[-=*_~`#]+$", re.IGNORECASE)


def read_outline(lines: Sequence[Line], *, is_expected: bool) -> TableReader | None:
    """The objectives of the lines by their shape, or None where it tells none.

    Args:
        lines: Of a text in which nothing is labelled as an objective.
        is_expected: The text says that it holds OKRs. Otherwise no more prose may be left over than there
            are statements, and a figure must stand in a key result of a nested list, or in half of those
            below titles.
    """
    levels = _levels(lines)
    statements = [line for line in lines if line.body and find_label(line.body) is None]
    nested = _OutlineReader(levels, _parents(statements, levels))
    nested.read_lines(lines)
    if nested.has_key_results() if is_expected else nested.is_plausible(least_figures=0):
        return nested
    titled = _OutlineReader(levels, _titles(statements, levels))
    titled.read_lines(lines)
    return titled if titled.is_plausible(least_figures=0.5) else None


class _OutlineReader(TableReader):
    """The reader of lines whose levels are known; `children` are the levels right below each objective."""

    def __init__(self, levels: dict[int, int], children: dict[int, int]) -> None:
        super().__init__()
        self.levels = levels
        self.children = children

    def read_lines(self, lines: Iterable[Line]) -> None:
        """Read the objectives, their key results one level deeper, and what belongs to them."""
        child = 0
        for line in lines:
            if line.number in self.children:
                self._start_objective(line, *without_label(0, line.body))
                child = self.children[line.number]
            elif not self._read_below(line, child) and line.body:
                self.unread[line.number] = line.raw.strip()
                if self.draft:
                    self.draft.is_closed = True

    def has_key_results(self) -> bool:
        """True where at least one objective has one."""
        return any(draft.key_results for draft in self.drafts)

    def is_plausible(self, *, least_figures: float) -> bool:
        """True where little is left over, and one and this share of the key results hold a figure."""
        texts = [result.text for draft in self.drafts for result in draft.key_results]
        figures = sum(1 for text in texts if any(char.isdigit() for char in text))
        is_most = sum(1 for words in self.unread.values() if _is_prose(words)) <= len(texts) + len(
            self.drafts
        )
        return is_most and figures > 0 and figures >= least_figures * len(texts)

    def _read_below(self, line: Line, child: int) -> bool:
        if self.draft is None:
            return False
        level, is_labelled = self.levels[line.number], find_label(line.body) is not None
        if line.body and level == child and not is_labelled and not self.draft.is_closed:
            self.after_blank = False
            return self._add(line, 0, line.body)
        if level >= child or is_labelled or not line.body or is_farewell(line.body):
            self.read(line)
            return True
        return False


def _levels(lines: Iterable[Line]) -> dict[int, int]:
    """How deep each line stands; bullets, letters and "1.1" below a number of their column are deeper."""
    levels: dict[int, int] = {}
    numbered: set[int] = set()
    for line in lines:
        if line.heading or not (line.marker or line.indent):
            levels[line.number] = _TITLE_LEVEL
            numbered.clear()
        else:
            is_below = line.marker != "" and line.ordinal is None and line.indent in numbered
            levels[line.number] = 2 * line.indent + is_below
        if line.marker and line.ordinal is not None:
            numbered.add(line.indent)
    return levels


def _parents(lines: Iterable[Line], levels: dict[int, int]) -> dict[int, int]:
    """The outermost items that others are nested under, each with the level of the first of these."""
    items = [line.number for line in lines if line.marker]
    parents = {
        item: levels[following] for item, following in pairwise(items) if levels[following] > levels[item]
    }
    top = min((levels[item] for item in parents), default=0)
    return {item: child for item, child in parents.items() if levels[item] <= top}


def _titles(lines: Sequence[Line], levels: dict[int, int]) -> dict[int, int]:
    """The lines right above a list, each with the level of its items."""
    return {
        line.number: levels[following.number]
        for line, following in pairwise(lines)
        if levels[line.number] == _TITLE_LEVEL < levels[following.number] and _may_be_objective(line)
    }


def _may_be_objective(line: Line) -> bool:
    if line.cells or len(line.body) > LONGEST_TITLE or _NO_OBJECTIVE.search(line.body):
        return False
    return not is_courtesy(line.body) and not is_farewell(line.body)


def _is_prose(words: str) -> bool:
    """True for a line that is no greeting, signature, heading of a list or question of a message."""
    is_short = len(words[:LONGEST_TITLE].split()) < _FEWEST_WORDS
    return not (is_short or words.endswith((":", "?", ",")) or is_courtesy(words))
