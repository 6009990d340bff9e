"""An objective while its lines are being read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdfast.okr.model import Initiative, KeyResult, Objective, Place
from holdfast.okr.positions import anchors_between

if TYPE_CHECKING:
    from holdfast.okr.lines import Line


@dataclass(slots=True)
class Draft:
    """One objective under construction, and how its list of key results is laid out.

    Attributes:
        objective: Statement and attributes so far.
        number: The objective's own number in the text ("2" of ``O2:``), or empty.
        depth: Column from which a line is nested under the latest key result.
        indent: Column of the latest key result; a heading or a label stands left of every column.
        ordinal: Number of the latest numbered key result.
        is_marked: The key results are list items (or labelled), not bare lines.
        is_tight: Bare key results follow each other without empty lines; None until it is known.
        is_closed: Other text came after the list.
        is_heading: Labelled as an OKR: a heading where an objective follows, else an objective.
        is_headed: The latest key result is a heading, so that what follows belongs to it.
    """

    objective: Objective
    number: str = ""
    key_results: list[KeyResult] = field(default_factory=list)
    kpis: list[str] | None = None
    initiatives: list[Initiative] = field(default_factory=list)
    depth: int = 0
    indent: int = 0
    ordinal: int | None = None
    is_marked: bool | None = None
    is_tight: bool | None = None
    is_closed: bool = False
    is_heading: bool = False
    is_headed: bool = False

    def build(self) -> Objective:
        """The objective as a value."""
        return replace(
            self.objective,
            key_results=tuple(self.key_results),
            kpis=None if self.kpis is None else tuple(self.kpis),
            initiatives=tuple(self.initiatives),
        )

    def has_statement(self, text: str) -> bool:
        """True where a key result with the same words stands here already."""
        return any(result.text == text for result in self.key_results)

    def add(self, line: Line, result: KeyResult, *, is_labelled: bool) -> None:
        """Append a key result and remember the shape of its line."""
        self.key_results.append(result)
        hangs = line.heading > 0 or (is_labelled and not line.marker)
        self.indent = -1 if hangs else line.indent
        self.is_headed = line.heading > 0
        self.depth = 0 if hangs else line.depth
        self.ordinal = line.ordinal
        if self.is_marked is None:
            self.is_marked = bool(line.marker) or is_labelled
        self.is_closed = False


def place_of(line: Line, start: int, length: int) -> Place:
    """Where a part of a line's body stands in the document's text."""
    first = line.at + start
    anchors = anchors_between(line.anchors, first, first + length) if line.anchors else ()
    return Place(line.number, line.start + first, line.start + first + length, anchors)
