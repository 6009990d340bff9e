"""Edits of pasted text and Markdown: a statement's words, and lines for an initiative beneath it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.okr.attributes import INITIATIVE_WORDS, KEY_RESULT_ONLY
from holdfast.okr.cleaning import escaped
from holdfast.okr.comments import CLOSING, OPENING
from holdfast.okr.draft import place_of
from holdfast.okr.labels import find_label
from holdfast.okr.layout import lay_out, quote_mark
from holdfast.okr.lines import scan_line
from holdfast.okr.patches import GAPS, Patch
from holdfast.okr.positions import locate, statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.okr.edit import Edit
    from holdfast.okr.lines import Line
    from holdfast.okr.model import OkrDocument, Place
    from holdfast.okr.patches import DiskFile
    from holdfast.okr.positions import Region

_COMMENT = re.compile(
    rf"{OPENING}.*?{CLOSING}|(?<=\s)#[ \t]{{0,3}}holdfast:[^\r\n]*", re.IGNORECASE | re.DOTALL
)
_PIPE = re.compile(r"(?<!\\)\|")
_OWN = KEY_RESULT_ONLY | INITIATIVE_WORDS


class _Paste(NamedTuple):
    file: DiskFile
    document: OkrDocument
    rows: tuple[Line, ...]
    is_markdown: bool


def paste_patcher(
    file: DiskFile, text: str, document: OkrDocument, *, is_markdown: bool
) -> Callable[[Edit, int], list[Patch]]:
    """What gives the patches of an edit; the second argument says which way to write it, from 0.

    Args:
        file: As it is on disk.
        text: The same with plain line feeds.
        document: As it was read from the file.
        is_markdown: New lines are list items.
    """
    rows = tuple(line for line in lay_out(text).lines if line.cells)
    paste = _Paste(file, document, rows, is_markdown)
    return lambda edit, way: _patches(paste, edit, way)


def _patches(paste: _Paste, edit: Edit, way: int) -> list[Patch]:
    objective = paste.document.objectives[edit.objective - 1]
    place = (objective if edit.key_result is None else objective.key_results[edit.key_result - 1]).place
    if place is None:
        return []
    region = locate(place)
    is_cell = any(row.number == region.line for row in paste.rows)
    before = paste.file.line(region.line)[: region.column - 1]
    words = _ways(escaped(edit.text.strip()), is_piped=is_cell and "|" in before)
    regions = [region, *_repeated(paste, place)] if edit.key_result is None else [region]
    patches = [patch for part in regions for patch in _rewording(paste.file, part, words[way % len(words)])]
    if edit.initiative is None:
        return patches
    if is_cell:
        raise InputError(
            f"{paste.document.name}, line {region.line}",
            "an initiative for a key result in a table, which has no room beneath it",
            "a key result in a list",
            "Write the key result as an item of a list, or leave the initiative out; nothing was changed",
        )
    last = region.end_line if way >= len(words) else _last_line(paste, region)
    below = _beneath(paste, region, last, edit.initiative.strip())
    return [*patches, paste.file.insertion(last, below)]


def _repeated(paste: _Paste, place: Place) -> Iterator[Region]:
    """Where an objective stands again in the rows below, as tables repeat it beside each key result."""
    found = ((row, cell) for row in paste.rows for cell in row.cells)
    own = next(
        ((row, cell) for row, cell in found if _offset(row, cell[0]) <= place.start < _offset(row, cell[1])),
        None,
    )
    if own is None:
        return
    row, (first, last) = own
    words = row.body[first:last]
    start = place.start - _offset(row, first)
    for other in paste.rows:
        for begin, end in other.cells:
            if other.start > row.start and other.body[begin:end] == words:
                yield locate(place_of(other, begin + start, place.end - place.start))


def _offset(row: Line, at: int) -> int:
    return row.start + row.at + at


def _ways(text: str, *, is_piped: bool) -> tuple[str, ...]:
    """The text as its line may need it: pipes escaped in a table, in marks, quoted as by a spreadsheet."""
    if is_piped:
        return (_PIPE.sub(r"\\|", text),)
    doubled = text.replace('"', '""')
    return text, f"“{text}”", f'"{doubled}"', doubled


def _rewording(file: DiskFile, region: Region, text: str) -> Iterator[Patch]:
    """The new words in the place of the old; comments that stand between the old ones stay."""
    start = file.offset(region.line, region.column)
    end = file.offset(region.end_line, region.end_column)
    comments = list(_COMMENT.finditer(file.text, start, end))
    if not comments:
        yield Patch(start, end, text)
        return
    yield Patch(start, comments[0].start(), f"{text} ")
    ends = [comment.end() for comment in comments]
    starts = [*(comment.start() for comment in comments[1:]), end]
    gaps = zip(ends, starts, strict=True)
    yield from (Patch(first, last, "" if last == end else " ") for first, last in gaps)


# An initiative


def _last_line(paste: _Paste, region: Region) -> int:
    """The last line of what belongs to the key result: deeper lines, and its own labels."""
    file = paste.file
    taken = {number for number, _ in paste.document.unread}
    taken |= {part.place.line for part in statements(paste.document.objectives) if part.place}
    item = _scan(file, region.line)
    last = region.end_line
    for number in range(region.end_line + 1, len(file.starts) + 1):
        line = _scan(file, number)
        if number in taken or not line.body or not _belongs(item, line):
            break
        last = number
    return last


def _belongs(item: Line, line: Line) -> bool:
    label = find_label(line.body)
    return line.indent > item.indent or (label is not None and label.name in _OWN)


def _beneath(paste: _Paste, region: Region, last: int, initiative: str) -> Iterator[str]:
    quote, lead, marker = _hanging(paste, region, last)
    yield f"{quote}{lead}{marker}Initiative: {initiative}"
    for label, gap in (("Owner", GAPS.owner), ("Due", GAPS.due), ("Expected lift", GAPS.expected_lift)):
        yield f"{quote}{lead}  {marker}{label}: {gap}"


def _hanging(paste: _Paste, region: Region, last: int) -> tuple[str, str, str]:
    """Mark of a quoted mail, white space and list marker of a line beneath a key result."""
    file = paste.file
    quote = quote_mark(file.line(region.line)[: region.column - 1])
    item = _scan(file, region.line)
    for number in range(region.end_line + 1, last + 1):
        line = _scan(file, number)
        if find_label(line.body) and line.indent > item.indent:
            return quote, line.raw[: len(line.raw) - len(line.raw.lstrip())], "- " if line.marker else ""
    lead = item.raw[: len(item.raw) - len(item.raw.lstrip())]
    depth = 0 if item.heading else item.depth - scan_line(lead + item.raw.lstrip(" \t*")).indent
    return quote, lead + " " * depth, "- " if paste.is_markdown or item.heading else ""


def _scan(file: DiskFile, number: int) -> Line:
    raw = file.line(number)
    return scan_line(raw[len(quote_mark(raw)) :])
