"""A table of key results: what its columns hold, told from the header or from the rows themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.okr.labels import find_label
from holdfast.okr.numbers import read_value
from holdfast.okr.tables import KEY_RESULT_COLUMNS, LONGEST_HEADER, column_name
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.labels import Label
    from holdfast.okr.lines import Line

_GOAL = "goal"
_COLUMNS = {
    "current": "baseline",
    "from": "baseline",
    "initial": "baseline",
    "today": "baseline",
    "to": "target",
    "comment": "note",
    "comments": "note",
    "notes": "note",
}
"""Headings that are no labels elsewhere."""

_ID = re.compile(
    r"(?:o\d+[./ \-]?)?(?:kr|key result)?[ #\-]{0,2}\d{0,3}(?:\.\d{1,3}){0,2}[.):]?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table by name; empty for a column that is not understood."""

    columns: tuple[str, ...]

    @classmethod
    def from_header(cls, line: Line) -> Grid:
        """The columns that a header row names."""
        words = [text for _, text in cells(line)]
        names = [column_name(text) or _COLUMNS.get(text.lower(), "") for text in words]
        after = next((index for index, name in enumerate(names) if name in KEY_RESULT_COLUMNS), len(names))
        # A goal to the right of the key result is where it shall end.
        return cls(
            tuple(
                "target" if name == "objective" and index > after and _GOAL in text.lower() else name
                for index, (name, text) in enumerate(zip(names, words, strict=True))
            )
        )

    @property
    def has_key_results(self) -> bool:
        """True where one column holds key results."""
        return any(column in KEY_RESULT_COLUMNS for column in self.columns)

    def is_statement(self, line: Line) -> bool:
        """True for a row that begins with "KR" and holds figures, where a header would name more columns."""
        has_figures = any(char.isdigit() for char in line.body)
        return has_figures and not set(self.columns) - KEY_RESULT_COLUMNS - {""}

    def without_names(self) -> Grid:
        """As many columns, none of which is understood."""
        return Grid(tuple("" for _ in self.columns))

    def of_longest(self, line: Line) -> Grid:
        """The same columns; the one without a name that has the most words in a row is for key results.

        Cells that hold only a figure have none.
        """
        lengths = [0 if read_value(text) is not None else len(text) for _, text in cells(line)]
        names = [*self.columns, *("" for _ in lengths)][: len(lengths)]
        free = [index for index, name in enumerate(names) if not name] or list(range(len(lengths)))
        longest = max(free, key=lambda index: lengths[index], default=0)
        kept = ["" if name in KEY_RESULT_COLUMNS else name for name in names]
        return replace(self, columns=(*kept[:longest], "key-result", *kept[longest + 1 :]))

    def holds_only_numbers(self, line: Line) -> bool:
        """True where the cell of the key result is nothing but its number: KR1, 1.2."""
        words = self.statement(line)[1]
        return bool(words) and _ID.fullmatch(words) is not None

    def statement(self, line: Line) -> tuple[int, str]:
        """Offset within the body and words of the row's key result; empty words where the cell is missing."""
        return self._first(line, KEY_RESULT_COLUMNS)

    def objective(self, line: Line) -> tuple[int, str]:
        """The same for the objective of the row."""
        return self._first(line, frozenset({"objective"}))

    def attributes(self, line: Line) -> Iterator[tuple[str, str]]:
        """Names and words of the row's other cells, empty ones left out."""
        for name, (_, cell) in zip(self.columns, cells(line), strict=False):
            if name and name != "objective" and name not in KEY_RESULT_COLUMNS and cell:
                yield name, cell

    def rest(self, line: Line) -> list[str]:
        """The words behind the row's key result, where no column has another name."""
        if set(self.columns) - KEY_RESULT_COLUMNS - {""}:
            return []
        at = self.statement(line)[0]
        return [text for start, text in cells(line) if start > at and text]

    def _first(self, line: Line, names: frozenset[str]) -> tuple[int, str]:
        pairs = zip(self.columns, cells(line), strict=False)
        return next((cell for name, cell in pairs if name in names), (0, ""))


def cells(line: Line) -> list[tuple[int, str]]:
    """Offset within the body and words of each cell."""
    return [(start, line.body[start:end]) for start, end in line.cells]


def is_rule(line: Line) -> bool:
    """True for the row of dashes under a header, and for a row of empty cells."""
    return not line.body.strip('|-: \t,;"')


def row_label(line: Line) -> Label | None:
    """The label in the first cell of a row with the words of the next, as in "| KR1 | NPS of 50 |"."""
    found = [(start, text) for start, text in cells(line) if text]
    if len(found) < 2 or len(found[0][1]) > LONGEST_HEADER:  # noqa: PLR2004 (a label and its value)
        return None
    label = find_label(f"{found[0][1].rstrip(': ')}: …")
    start, value = found[1]
    return replace(label, start=start, value=value) if label else None
