"""The reader of lines that also reads tables of key results, with or without a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr.attributes import with_key_result_attribute
from holdfast.okr.cleaning import CELL_BREAK
from holdfast.okr.grid import Grid, cells, is_rule, row_label
from holdfast.okr.labels import find_label
from holdfast.okr.lines import scan_line
from holdfast.okr.notes import without_notes
from holdfast.okr.numbers import read_value
from holdfast.okr.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.labels import Label
    from holdfast.okr.lines import Line
    from holdfast.okr.model import KeyResult


class TableReader(Reader):
    """The reader of lines, which also reads tables of key results."""

    def _read_row(self, line: Line) -> bool:
        if not line.cells:
            self.grid = None
            return False
        is_first, grid = self.grid is None, self.grid or Grid.from_header(line)
        self.grid = grid
        if is_first and grid.has_key_results and not grid.is_statement(line):
            self._adopt_candidate()
            return True
        if is_rule(line):
            return True
        if (not grid.has_key_results or is_first) and (label := row_label(line)):
            self.grid = grid.without_names()
            return self._read_label(line, label) and self._keep(label, cells(line))
        if not grid.has_key_results and self._is_list_without_header(line, is_first=is_first):
            self.grid = grid = grid.of_longest(line)
        return grid.has_key_results and self._read_cells(line, grid)

    def _is_list_without_header(self, line: Line, *, is_first: bool) -> bool:
        if self.draft is None or self.section != "key-results":
            return False
        words = [text for _, text in cells(line) if text]
        return not is_first or _is_marker(words[0]) or any(map(is_figure, words[1:]))

    def _keep(self, label: Label, found: list[tuple[int, str]]) -> bool:
        """Keep what stands behind a labelled statement in its row."""
        if label.name == "key-result" and self.draft and self.draft.key_results:
            rest = [text for start, text in found if start > label.start and text]
            self.draft.key_results[-1] = _with_rest(self.draft.key_results[-1], rest)
        return True

    def _read_cells(self, line: Line, grid: Grid) -> bool:
        if grid.holds_only_numbers(line):
            self.grid = grid = grid.of_longest(line)
        at, value = without_label(*grid.objective(line))
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
        draft.key_results[-1] = _with_rest(draft.key_results[-1], grid.rest(line))
        return True


def is_figure(words: str) -> bool:
    """True where a cell holds a number with or without its unit, and nothing else."""
    return read_value(words) is not None


def _is_marker(words: str) -> bool:
    line = scan_line(f"{words} ")
    return words.rstrip(".)").isdecimal() or (line.marker != "" and not line.body)


def _with_rest(result: KeyResult, rest: list[str]) -> KeyResult:
    """The key result with the words behind it in its row: one figure is the target, the others are notes."""
    figures = [words for words in rest if is_figure(words)]
    for words in rest:
        name = "target" if [words] == figures and result.target is None else "note"
        result = with_key_result_attribute(result, name, words) or result
    return result


def _statements(at: int, words: str) -> Iterator[tuple[int, str]]:
    """Offsets and words of the statements in one cell, each without its marker and label."""
    for part in words.split(CELL_BREAK):
        line = scan_line(part)
        yield without_label(at + line.at, line.body)
        at += len(part) + 1


def without_label(at: int, value: str) -> tuple[int, str]:
    """A cell's offset and words without "KR1:" or "O1:" before them."""
    label = find_label(value)
    if label is None or not label.value or label.name not in {"objective", "key-result"}:
        return at, value
    return at + label.start, label.value
