"""What stands beside the statements of a pasted text, given to the statement that it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.okr.attributes import (
    INITIATIVE_WORDS,
    KEY_RESULT_ONLY,
    OBJECTIVE_ONLY,
    OBJECTIVE_WORDS,
    with_initiative_attribute,
    with_key_result_attribute,
    with_objective_attribute,
)
from holdfast.okr.lines import SEARCHED_CHARACTERS, undress
from holdfast.okr.model import Initiative, Objective

if TYPE_CHECKING:
    from holdfast.okr.draft import Draft
    from holdfast.okr.grid import Grid
    from holdfast.okr.labels import Label
    from holdfast.okr.lines import Line


_LEVEL = re.compile(
    r"\d ?(?:%|per ?cent\b|pp\b|points?\b)|[$€£] ?\d|^[<>≤≥~+\-]? ?\d|\bfrom\b.{0,60}\d.{0,60}\bto\b.{0,40}\d"
    r"|: ?\W?\d\S*$|^(?:now|currently|today|so far|last (?:week|month|quarter|year))\b",
    re.IGNORECASE,
)
"""A figure to reach or reached: a part of the key result, or a note about it, and nothing to do."""


class AttributeReader:
    """What has been read so far. `section` is what an unlabelled line would belong to."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.unread: dict[int, str] = {}
        self.orphans = 0
        self.section = ""
        self.defaults = Objective("")
        self.candidate: Line | None = None
        self.grid: Grid | None = None
        self.after_blank = False
        self.list_indent = 0
        self.initiative_indent: int | None = None
        self.pending: Line | None = None

    @property
    def draft(self) -> Draft | None:
        """The objective that lines belong to: that of the latest key result, else the latest, or None."""
        return self.current or (self.drafts[-1] if self.drafts else None)

    def _read_statement(self, line: Line) -> bool:
        """Place a line without a label; the reader of statements knows how."""
        raise NotImplementedError

    def _read_attribute(self, line: Line, label: Label) -> bool:
        if label.name == "initiative" and self.section == "initiatives":
            return self._add_initiative(line, label.value)
        draft = self.draft
        if not label.value and label.name != "supports":
            return label.name in OBJECTIVE_WORDS
        if self._read_initiative_attribute(line, label):
            return True
        if draft is not None and draft.key_results and self._belongs_to_key_result(line, label, draft):
            changed = with_key_result_attribute(draft.key_results[-1], label.name, label.value)
            if changed is not None:
                draft.key_results[-1] = changed
                self.initiative_indent = line.indent if label.name == "initiative" else self.initiative_indent
                return True
            return line.marker == "" and label.name not in OBJECTIVE_ONLY and self._read_statement(line)
        return self._read_objective_attribute(line, label)

    def _belongs_to_key_result(self, line: Line, label: Label, draft: Draft) -> bool:
        if self.section not in {"key-results", "implicit"}:
            return False
        if label.name in OBJECTIVE_ONLY:
            return line.indent > max(draft.indent, 0)
        return label.name in KEY_RESULT_ONLY or line.indent > draft.indent or not self.after_blank

    def _read_initiative_attribute(self, line: Line, label: Label) -> bool:
        draft = self.draft
        if self.initiative_indent is None or draft is None or line.indent <= self.initiative_indent:
            return False
        if label.name not in INITIATIVE_WORDS:
            return False
        if self.section == "initiatives":
            draft.initiatives[-1] = with_initiative_attribute(draft.initiatives[-1], label.name, label.value)
            return True
        result = draft.key_results[-1]
        latest = with_initiative_attribute(result.initiatives[-1], label.name, label.value)
        draft.key_results[-1] = replace(result, initiatives=(*result.initiatives[:-1], latest))
        return True

    def _read_objective_attribute(self, line: Line, label: Label) -> bool:
        before = self.draft.objective if self.draft else self.defaults
        changed = with_objective_attribute(before, label.name, label.value)
        if changed is None:
            return label.name != "status" and self._read_statement(line)
        if self.draft:
            self.draft.objective = changed
            is_below = bool(self.draft.key_results) and (self.after_blank or not line.marker)
            self.section = "" if is_below else self.section
        else:
            self.defaults = changed
        return True

    def _read_plain_item(self, line: Line, draft: Draft) -> bool:
        """An item without label under a key result is something to do for it, where nothing else fits."""
        result = draft.key_results[-1]
        is_of_other_text = self.candidate and result.place and self.candidate.number > result.place.line
        if self.after_blank and draft.depth == 0 and not draft.is_headed and not line.indent:
            draft.is_closed = True
        if draft.is_closed or is_of_other_text or _is_level_or_question(line.body):
            return False
        start, end = undress(line.body)
        initiative = Initiative(line.body[start:end])
        draft.key_results[-1] = replace(result, initiatives=(*result.initiatives, initiative))
        self.initiative_indent = line.indent
        return True

    def _add_initiative(self, line: Line, value: str) -> bool:
        draft = self.draft
        if draft is None or not value:
            return False
        start, end = undress(value)
        draft.initiatives.append(Initiative(value[start:end]))
        self.initiative_indent = line.indent
        return True


def _is_level_or_question(words: str) -> bool:
    return words.endswith(("?", ":")) or _LEVEL.search(words[:SEARCHED_CHARACTERS]) is not None
