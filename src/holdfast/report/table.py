"""A table of text in aligned columns, for terminals and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.report.lines import cells_width

if TYPE_CHECKING:
    from collections.abc import Sequence

Align = Literal["left", "right"]


def aligned_table(head: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[Align]) -> str:
    """Lines of a table: a head, a rule, one line per row, two spaces between columns; no trailing spaces.

    Args:
        head: One name per column.
        rows: Each as long as the head; may be empty.
        align: One per column.
    """
    widths = [max(cells_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(row, widths, align) for row in (head, rule, *rows))


def _line(row: Sequence[str], widths: Sequence[int], align: Sequence[Align]) -> str:
    cells = (_pad(cell, width, side) for cell, width, side in zip(row, widths, align, strict=True))
    return "  ".join(cells).rstrip()


def _pad(cell: str, width: int, side: Align) -> str:
    gap = " " * (width - cells_width(cell))
    return cell + gap if side == "left" else gap + cell
