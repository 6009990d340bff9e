"""An OKR as people paste it: plain text, Markdown or cells of a spreadsheet, between other words.

One pass over the lines; the cost is linear in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.okr.ignores import find_ignores
from holdfast.okr.layout import lay_out
from holdfast.okr.model import OkrDocument
from holdfast.okr.outline import read_outline
from holdfast.okr.table_reader import TableReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.draft import Draft
    from holdfast.okr.lines import Line
    from holdfast.okr.reader import Reader

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
    reader = TableReader()
    reader.read_all(lines)
    if not reader.drafts:
        return read_outline(lines, is_expected=_MENTION.search(text) is not None) or reader
    if any(draft.key_results for draft in reader.drafts):
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
    other = TableReader()
    other.read_all([*first, *(line for line in lines if line not in first)])
    return other if any(draft.key_results for draft in other.drafts) else reader


class _BareReader(TableReader):
    """The reader of a paste in which the lines right below an objective are its key results."""

    def _read_key_result(self, line: Line, draft: Draft) -> bool:
        if self.section == "implicit" and not line.marker and not self.after_blank:
            self.section = "key-results"
        return super()._read_key_result(line, draft)
