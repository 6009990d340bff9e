"""A Markdown table of key results: one row per key result, columns named by the labels of attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.okr.labels import find_label
from holdfast.okr.lines import SEARCHED_CHARACTERS, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATEMENT = ("key-result", "key-results")


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table by name; empty for a column that is not understood."""

    columns: tuple[str, ...]

    @classmethod
    def from_header(cls, line: Line) -> Grid:
        """The columns that a header row names."""
        labels = (find_label(f"{cell[:SEARCHED_CHARACTERS]}:") for _, cell in _cells(line))
        return cls(tuple(label.name if label else "" for label in labels))

    @property
    def has_key_results(self) -> bool:
        """True where one column holds key results."""
        return any(column in _STATEMENT for column in self.columns)

    def is_rule(self, line: Line) -> bool:
        """True for the row of dashes under the header."""
        return not line.body.strip("|-: ")

    def statement(self, line: Line) -> tuple[int, str]:
        """Offset within the body and words of the row's key result; empty words where the cell is missing."""
        return next(
            (cell for name, cell in zip(self.columns, _cells(line), strict=False) if name in _STATEMENT),
            (0, ""),
        )

    def attributes(self, line: Line) -> Iterator[tuple[str, str]]:
        """Names and words of the row's other cells, empty ones left out."""
        for name, (_, cell) in zip(self.columns, _cells(line), strict=False):
            if name and name not in _STATEMENT and cell:
                yield name, cell


def _cells(line: Line) -> Iterator[tuple[int, str]]:
    at = 1
    for part in line.body[1:].removesuffix("|").split("|"):
        yield at + len(part) - len(part.lstrip()), part.strip()
        at += len(part) + 1
