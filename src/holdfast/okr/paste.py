"""An OKR as people paste it: plain text, Markdown or cells of a spreadsheet, between other words.

One pass over the lines; the cost is linear in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr.attributes import with_key_result_attribute
from holdfast.okr.grid import Grid, cells, is_rule, row_label
from holdfast.okr.ignores import find_ignores
from holdfast.okr.labels import find_label
from holdfast.okr.layout import lay_out
from holdfast.okr.lines import undress
from holdfast.okr.model import OkrDocument
from holdfast.okr.reader import Reader

if TYPE_CHECKING:
    from holdfast.okr.lines import Line


def read_paste(text: str, *, name: str) -> OkrDocument:
    """What a pasted text holds; objectives and key results may be missing."""
    layout = lay_out(text)
    reader = _TableReader()
    for line in layout.lines:
        reader.read(line)
    objectives = tuple(draft.build() for draft in reader.drafts)
    unread = tuple(sorted(reader.unread.items()))
    return OkrDocument(name, objectives, layout.text, unread, find_ignores(layout.comments, objectives))


class _TableReader(Reader):
    """The reader of lines, which also reads tables of key results."""

    def _read_row(self, line: Line) -> bool:
        if not line.cells:
            self.grid = None
            return False
        is_first, grid = self.grid is None, self.grid or Grid.from_header(line)
        self.grid = grid
        if is_first and grid.has_key_results:
            self._adopt_candidate()
            return True
        if is_rule(line):
            return True
        if not grid.has_key_results and (label := row_label(line)):
            return self._read_label(line, label)
        if not grid.has_key_results and self._is_list_without_header(line, is_first=is_first):
            self.grid = grid = grid.of_longest(line)
        return grid.has_key_results and self._read_cells(line, grid)

    def _is_list_without_header(self, line: Line, *, is_first: bool) -> bool:
        if self.draft is None or self.section != "key-results":
            return False
        return not is_first or cells(line)[0][1].rstrip(".)").isdecimal()

    def _read_cells(self, line: Line, grid: Grid) -> bool:
        at, value = _without_label(*grid.objective(line))
        if value and (self.draft is None or self.draft.objective.text != value[slice(*undress(value))]):
            self._start_objective(line, at, value)
        draft = self.draft
        if draft is None:
            self.orphans += 1
            return False
        self.section = "key-results"
        if not self._add(line, *_without_label(*grid.statement(line)), label=line):
            return bool(value)
        for name, word in grid.attributes(line):
            changed = with_key_result_attribute(draft.key_results[-1], name, word)
            draft.key_results[-1] = changed or draft.key_results[-1]
        return True


def _without_label(at: int, value: str) -> tuple[int, str]:
    """A cell's offset and words without "KR1:" or "O1:" before them."""
    label = find_label(value)
    if label is None or not label.value or label.name not in {"objective", "key-result"}:
        return at, value
    return at + label.start, label.value
