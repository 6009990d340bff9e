"""Lines of a pasted text as they become objectives and key results, one after the other.

A line is a label (``Objective:``, ``KR2 -``, ``Owner:``), an item of a list, a row of a table, or other text.
What cannot be placed is kept as unread, never guessed at.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.okr.attributes import read_milestone, with_key_result_attribute, with_objective_attribute
from holdfast.okr.draft import Draft, place_of
from holdfast.okr.inline_labels import labels_of
from holdfast.okr.labels import Label, find_label, is_courtesy, is_farewell
from holdfast.okr.lines import QUOTES, Line, as_prose, undress
from holdfast.okr.model import Initiative, KeyResult
from holdfast.okr.notes import without_notes
from holdfast.okr.reader_attributes import AttributeReader

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_BARE_KEY_RESULT = 300


class Reader(AttributeReader):
    """The reader of labels, lists and lines."""

    def read_all(self, lines: Iterable[Line]) -> None:
        """Place every line; a heading that was taken for an objective is none where one follows."""
        for line in lines:
            self.read(line)
        headings = [
            draft
            for draft, following in pairwise(self.drafts)
            if draft.is_heading and not draft.key_results and not following.is_heading
        ]
        gone = {id(heading) for heading in headings}
        self.drafts = [draft for draft in self.drafts if id(draft) not in gone]
        for draft in headings:
            if draft.objective.place:
                self.unread[draft.objective.place.line] = draft.objective.text

    def read(self, line: Line) -> None:
        """Place one line, or keep it as unread."""
        if not line.body and not line.heading:
            self.after_blank = True
            self.grid = None if not line.marker else self.grid
            return
        if not line.marker and is_farewell(line.body) and self.draft and self.draft.key_results:
            self.draft.is_closed = True
            self.section = ""
        is_rule = not line.body.strip("-_*=—~# ")
        if not line.marker and (is_rule or line.body.startswith(("```", "~~~"))):
            return
        if not self._read_row(line) and not self._read_line(as_prose(line)):
            self.unread[line.number] = line.raw.strip()
        self.after_blank = False

    def _read_row(self, line: Line) -> bool:
        """Read a row of a table, or say that the line is none that is understood."""
        self.grid = None
        return not line.body

    def _read_line(self, line: Line) -> bool:
        if line.cells or self._read_verbatim(line):
            return not line.cells
        label = find_label(line.body) or _quoted_label(line.body)
        return self._read_label(line, label) if label else self._read_statement(line)

    # Labels

    def _read_label(self, line: Line, label: Label) -> bool:
        if label.name == "okr" and not label.value:
            return self._read_statement(line)
        if label.name in {"objective", "okr"}:
            return self._read_objective_label(line, label)
        if label.name == "key-results" or (label.name == "key-result" and not (label.value or label.number)):
            return self._open_key_results(line, label)
        if label.name == "key-result":
            return self._read_key_result_label(line, label)
        if label.name in {"kpis", "initiatives"}:
            return self._open_list(line, label)
        unread = [part for part in labels_of(label) if not self._read_attribute(line, part)]
        return not unread

    def _read_objective_label(self, line: Line, label: Label) -> bool:
        self.candidate = None
        if not label.value:
            self.section = "objective"
            return True
        self._start_objective(line, label.start, label.value, number=label.number)
        self.drafts[-1].is_heading = label.name == "okr"
        return True

    def _start_objective(self, line: Line, at: int, value: str, *, number: str = "") -> None:
        start, end, notes = without_notes(value, is_objective=True)
        place = place_of(line, at + start, end - start)
        objective = replace(self.defaults, text=value[start:end], place=place)
        for name, words in notes:
            objective = with_objective_attribute(objective, name, words) or objective
        self.drafts.append(Draft(objective, number))
        self.current = None
        self.section = "implicit"
        self.initiative_indent = None
        self.unread.pop(line.number, None)

    def _open_key_results(self, line: Line, label: Label) -> bool:
        self._adopt_candidate()
        if self.draft is None:
            self.orphans += 1
            return False
        self.section = "key-results"
        self.draft.is_closed = False
        if not self.draft.key_results:
            self.draft.is_marked = self.draft.is_tight = None
        return not label.value or self._add(line, label.start, label.value, label=line)

    def _adopt_candidate(self) -> None:
        """Take the heading (or the line) above a list of key results as their objective, if it lacks one."""
        line, self.candidate = self.candidate, None
        draft = self.draft
        if line is None or (draft is not None and (not draft.key_results or not _is_title(line))):
            return
        self._start_objective(line, 0, line.body)

    def _read_key_result_label(self, line: Line, label: Label) -> bool:
        if self.draft is None:
            self._adopt_candidate()
        draft = self._numbered_draft(label.number)
        if draft is None:
            self.orphans += 1
            return False
        if not label.value:
            self.pending = line
            self.section = "key-results"
            return True
        is_after_list = draft.is_closed or self.section not in {"key-results", "implicit"}
        if is_after_list and draft.has_statement(label.value):
            return False  # a commentary below the list quotes what it talks about
        self.section = "key-results"
        return self._add(line, label.start, label.value, label=line, draft=draft)

    def _numbered_draft(self, number: str) -> Draft | None:
        """The objective that KR2.1 names, else the latest."""
        first, dot, _ = number.rpartition(".")
        named = (draft for draft in reversed(self.drafts[-100:]) if dot and draft.number == first)
        return next(named, self.draft)

    def _open_list(self, line: Line, label: Label) -> bool:
        draft = self.draft
        if draft is None:
            return False
        self.section = label.name
        self.initiative_indent = None
        self.list_indent = line.indent
        if label.name == "kpis":
            values = (part.strip() for part in label.value.replace(";", ",").split(","))
            draft.kpis = [value for value in values if value]
        elif label.value:
            draft.initiatives.append(Initiative(label.value))
        return True

    # Statements

    def _read_verbatim(self, line: Line) -> bool:
        """Items nested under "Relevant KPIs:" and check boxes under a key result, whatever they say."""
        draft = self.draft
        if draft is not None and line.is_done is not None and self._is_nested(line, draft):
            return self._read_nested(line, draft)
        if self.section != "kpis" or draft is None or draft.kpis is None:
            return False
        if not (line.marker and line.indent > self.list_indent):
            return False
        return self._add_kpi(line, draft)

    def _add_kpi(self, line: Line, draft: Draft) -> bool:
        start, end = undress(line.body)
        draft.kpis = [*(draft.kpis or ()), line.body[start:end]]
        return True

    def _read_statement(self, line: Line) -> bool:
        draft = self.draft
        if self.section == "objective":
            self._start_objective(line, 0, line.body)
            return True
        if _is_title(line):
            self._set_candidate(line)
            return False
        if draft is not None and self._read_item(line, draft):
            return True
        self._set_candidate(line)
        return False

    def _read_item(self, line: Line, draft: Draft) -> bool:
        if self.section == "kpis":
            return (
                (bool(line.marker) or not self.after_blank)
                and not is_courtesy(line.body)
                and self._add_kpi(line, draft)
            )
        if self.section == "initiatives":
            return line.marker != "" and not is_courtesy(line.body) and self._add_initiative(line, line.body)
        if self.section in {"key-results", "implicit"}:
            return self._read_key_result(line, draft)
        return False

    def _set_candidate(self, line: Line) -> None:
        if line.marker and not line.is_emoji:
            return
        self.candidate = line
        if _is_title(line) or self.section in {"kpis", "initiatives"}:
            self.section = ""
        elif self.draft is not None and self.after_blank:
            self.draft.is_closed = True

    def _read_key_result(self, line: Line, draft: Draft) -> bool:
        if self.pending is not None:
            label, self.pending = self.pending, None
            return self._add(line, 0, line.body, label=label)
        if is_courtesy(line.body):
            return False
        if line.marker:
            return self._read_marked(line, draft)
        return self.section == "key-results" and not draft.is_marked and self._read_bare(line, draft)

    def _read_marked(self, line: Line, draft: Draft) -> bool:
        if self._is_nested(line, draft):
            return self._read_plain_item(line, draft)
        is_next = line.ordinal is not None and draft.ordinal is not None and line.ordinal == draft.ordinal + 1
        if draft.is_closed and draft.key_results and not is_next:
            return False
        return self._add(line, 0, line.body)

    def _is_nested(self, line: Line, draft: Draft) -> bool:
        is_list = self.section in {"key-results", "implicit"} and bool(draft.is_marked)
        return is_list and bool(draft.key_results) and line.indent >= draft.depth

    def _read_nested(self, line: Line, draft: Draft) -> bool:
        result = draft.key_results[-1]
        draft.key_results[-1] = replace(result, milestones=(*result.milestones, read_milestone(line)))
        return True

    def _read_bare(self, line: Line, draft: Draft) -> bool:
        """A line without marker under "Key results:": lines that stand together, or paragraphs."""
        if line.body.endswith(("?", ":")) or len(line.body) > LONGEST_BARE_KEY_RESULT or draft.is_closed:
            return False
        if not self.after_blank:
            draft.is_tight = True
        elif draft.key_results and draft.is_tight:
            draft.is_closed = True
            return False
        return self._add(line, 0, line.body)

    def _add(
        self, line: Line, at: int, value: str, *, label: Line | None = None, draft: Draft | None = None
    ) -> bool:
        """Append a key result; `label` is the line of its label where it has one."""
        target = draft or self.draft
        if target is None or not value:
            return False
        start, end, notes = without_notes(value)
        place = place_of(line, at + start, end - start)
        result = KeyResult(value[start:end], place=place)
        for name, words in notes:
            result = with_key_result_attribute(result, name, words) or result
        target.add(label or line, result, is_labelled=label is not None)
        self.current = target
        self.initiative_indent = None
        return True


def _quoted_label(body: str) -> Label | None:
    """The label of a statement that is set in quotation marks together with it."""
    start, end = undress(body)
    if not start or body[0] not in QUOTES:
        return None
    label = find_label(body[start:end])
    if label is None or label.name not in {"objective", "key-result"} or not label.value:
        return None
    return replace(label, start=label.start + start)


def _is_title(line: Line) -> bool:
    """A Markdown heading, or a line set wholly in bold."""
    if line.heading:
        return True
    return not line.marker and line.body.startswith("**") and undress(line.body)[0] == 2  # noqa: PLR2004 (two stars)
