"""An OKR as people paste it: plain text, Markdown or cells of a spreadsheet, between other words.

One pass over the lines; the cost is linear in the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.okr.attributes import with_key_result_attribute
from holdfast.okr.cleaning import CELL_BREAK
from holdfast.okr.grid import Grid, cells, is_rule, row_label
from holdfast.okr.ignores import find_ignores
from holdfast.okr.labels import find_label
from holdfast.okr.layout import lay_out
from holdfast.okr.lines import scan_line
from holdfast.okr.model import OkrDocument
from holdfast.okr.notes import without_notes
from holdfast.okr.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.okr.draft import Draft
    from holdfast.okr.lines import Line

_MENTION = re.compile(r"\b(?:OKRs?|objectives?|key results?)\b", re.IGNORECASE)


def read_paste(text: str, *, name: str) -> OkrDocument:
    """What a pasted text holds; objectives and key results may be missing."""
    layout = lay_out(text)
    reader = _read(layout.lines, text)
    objectives = tuple(draft.build() for draft in reader.drafts)
    unread = tuple(sorted(reader.unread.items()))
    return OkrDocument(name, objectives, layout.text, unread, find_ignores(layout.comments, objectives))


def _read(lines: Sequence[Line], text: str) -> Reader:
    """The reader that makes the most of the lines: most pastes have labels, the others are tried in turn."""
    reader = _TableReader()
    reader.read_all(lines)
    if not reader.drafts and _MENTION.search(text):
        outline = _OutlineReader()
        outline.read_outline(lines)
        return outline
    if not reader.drafts or any(draft.key_results for draft in reader.drafts):
        return reader
    bare = _BareReader()
    bare.read_all(lines)
    if any(char.isdigit() for draft in bare.drafts for result in draft.key_results for char in result.text):
        return bare
    return _read_backwards(lines, reader) if reader.orphans and len(reader.drafts) == 1 else reader


def _read_backwards(lines: Sequence[Line], reader: Reader) -> Reader:
    """Read the one objective first, where it stands below its key results."""
    place = reader.drafts[0].objective.place
    first = [line for line in lines if place and line.number == place.line]
    other = _TableReader()
    other.read_all([*first, *(line for line in lines if line not in first)])
    return other if any(draft.key_results for draft in other.drafts) else reader


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
        if grid.holds_only_numbers(line):
            self.grid = grid = grid.of_longest(line)
        at, value = _without_label(*grid.objective(line))
        statement = without_notes(value, is_objective=True)
        if value and (
            self.draft is None or self.draft.objective.text != value[statement.start : statement.end]
        ):
            self._start_objective(line, at, value)
        draft = self.draft
        if draft is None:
            self.orphans += 1
            return False
        self.section = "key-results"
        parts = list(_statements(*grid.statement(line)))
        is_added = [self._add(line, *part, label=line) for part in parts]
        if len(parts) != 1 or not is_added[0]:
            return any(is_added) or bool(value)
        for name, word in grid.attributes(line):
            changed = with_key_result_attribute(draft.key_results[-1], name, word)
            draft.key_results[-1] = changed or draft.key_results[-1]
        return True


class _BareReader(_TableReader):
    """The reader of a paste in which the lines right below an objective are its key results."""

    def _read_key_result(self, line: Line, draft: Draft) -> bool:
        if self.section == "implicit" and not line.marker and not self.after_blank:
            self.section = "key-results"
        return super()._read_key_result(line, draft)


class _OutlineReader(_TableReader):
    """The reader of a nested list without labels: objectives, and their key results one level deeper."""

    def read_outline(self, lines: Sequence[Line]) -> None:
        """Read the lines of a text in which nothing is labelled as an objective."""
        items = [line for line in lines if line.marker and line.body]
        parents = {item.number: deeper for item, deeper in pairwise(items) if deeper.indent > item.indent}
        top = min((item.indent for item in items if item.number in parents), default=0)
        child = 0
        for line in lines:
            if line.indent <= top and line.marker and line.number in parents:
                self._start_objective(line, *_without_label(0, line.body))
                child = parents[line.number].indent
            elif self.draft and line.marker and line.indent == child and not find_label(line.body):
                self._add(line, 0, line.body)
            elif self.draft and line.indent >= child:
                self.read(line)
            elif line.body:
                self.unread[line.number] = line.raw.strip()


def _statements(at: int, words: str) -> Iterator[tuple[int, str]]:
    """Offsets and words of the statements in one cell, each without its marker and label."""
    for part in words.split(CELL_BREAK):
        line = scan_line(part)
        yield _without_label(at + line.at, line.body)
        at += len(part) + 1


def _without_label(at: int, value: str) -> tuple[int, str]:
    """A cell's offset and words without "KR1:" or "O1:" before them."""
    label = find_label(value)
    if label is None or not label.value or label.name not in {"objective", "key-result"}:
        return at, value
    return at + label.start, label.value
