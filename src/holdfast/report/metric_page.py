"""A metric explained, for people at a terminal and as JSON for machines."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from holdfast.metrics.emit.dialects import COMPILED
from holdfast.report.lines import readable
from holdfast.report.measurements import definition_text
from holdfast.report.table import aligned_table
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.records import MetricCard
    from holdfast.report.table import Align

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows of an example under their name; cells are text, null is empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter of a metric: its name, the value that holds, and what is allowed."""

    name: str
    value: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said of one metric.

    Attributes:
        card: Its card, with the window that holds.
        is_own: Defined in the workspace.
        words: Markdown: paragraphs and lists without headings.
        settings: Its parameters, the variant last.
        example: Paragraph that introduces the example; empty where there is none.
        rows: The example's rows, what the metric makes of them last.
        dialect: Of the query.
        sql: The query; empty where it cannot be written, and then the reason is in ``obstacle``.
        obstacle: Why the workspace's data do not allow the metric; empty where nothing is in the way.
        company: Whose workspace it is; None without one.
    """

    card: MetricCard
    is_own: bool
    words: str
    settings: tuple[Setting, ...]
    example: str
    rows: tuple[ShownRows, ...]
    dialect: str
    sql: str
    obstacle: str = ""
    company: str | None = None


def explanation_text(explained: Explanation, *, width: int) -> str:
    """The explanation in lines of at most `width` columns (40 at least); tables and SQL keep theirs."""
    return "\n".join(_lines(explained, max(width, _NARROWEST))).rstrip("\n") + "\n"


def explanation_json(explained: Explanation) -> str:
    """An object with stable keys."""
    card = explained.card
    value: dict[str, Any] = {
        "name": card.name,
        "title": card.title,
        "is_own": explained.is_own,
        "population": card.population,
        "outcome": card.outcome,
        "window_days": card.window_days,
        "unit": card.unit,
        "better": card.better,
        "tables": list(card.tables),
        "words": explained.words,
        "settings": [
            {"name": one.name, "value": one.value, "allowed": one.allowed} for one in explained.settings
        ],
        "example": {
            "words": explained.example,
            "tables": [
                {"name": one.name, "rows": [dict(zip(one.columns, row, strict=True)) for row in one.rows]}
                for one in explained.rows
            ],
        },
        "sql": {"dialect": explained.dialect, "text": explained.sql or None},
        "obstacle": explained.obstacle or None,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _lines(explained: Explanation, width: int) -> Iterator[str]:
    card = explained.card
    yield readable(f"{card.name}  {card.title}{' (of this workspace)' if explained.is_own else ''}")
    yield from _wrapped(f"{definition_text(card)} Reads {', '.join(card.tables)}.", width)
    if explained.obstacle:
        yield from _wrapped(f"Cannot be measured here: {explained.obstacle}.", width)
    yield from _markdown(explained.words, width)
    if explained.settings:
        yield from ("", "SETTINGS")
        yield from _settings(explained.settings)
    if explained.rows:
        yield from ("", "EXAMPLE")
        yield from _markdown(explained.example, width)
        for one in explained.rows:
            yield from ("", f"  {readable(one.name)}", *_table(one))
    if explained.sql:
        tested = ": compiles, not run here" if explained.dialect in COMPILED else ""
        yield from ("", f"SQL ({explained.dialect}{tested})", "", *_indented(explained.sql.splitlines()))


def _settings(settings: Sequence[Setting]) -> Iterator[str]:
    rows = [(one.name, readable(one.value), one.allowed) for one in settings]
    yield from _indented(aligned_table(("name", "value", "allowed"), rows, ("left",) * 3).splitlines())


def _table(shown: ShownRows) -> Iterator[str]:
    if not shown.rows:
        yield "  (no row)"
        return
    rows = [[readable(cell) for cell in row] for row in shown.rows]
    align: list[Align] = ["left"] * len(shown.columns)
    yield from _indented(aligned_table(shown.columns, rows, align).splitlines())


def _markdown(text: str, width: int) -> Iterator[str]:
    """Paragraphs and lists, wrapped; marks of emphasis, code and links are left out."""
    for block in re.split(r"\n\s*\n", text.strip()):
        items = re.split(r"\n(?=- )", block)
        yield ""
        for item in items:
            words = _plain(" ".join(item.removeprefix("- ").split()))
            is_item = item.startswith("- ")
            yield from _wrapped(
                words, width, first="  - " if is_item else "  ", rest="    " if is_item else "  "
            )


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).replace("**", "").replace("`", "")


def _wrapped(text: str, width: int, *, first: str = "  ", rest: str = "  ") -> list[str]:
    return textwrap.wrap(
        readable(text), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _indented(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}" if line else ""
