"""A file that somebody sends: which form it has, and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.exchange.archives import Unpacked, is_archive, unpacked
from holdfast.web.exchange.columns import columns_of, field_of, refuse_columns
from holdfast.web.exchange.document_entries import is_whole, json_entries, okr_entries
from holdfast.web.exchange.sheets import decoded, is_workbook, sheet_lines
from holdfast.web.exchange.table_entries import table_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.exchange.columns import Column
    from holdfast.web.exchange.entries import Entry
    from holdfast.web.exchange.sheets import Line

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""
FileForm = Literal["okr", "json", "viva", "table"]
TITLES: dict[FileForm, str] = {
    "okr": "OKR file",
    "json": "Holdfast JSON",
    "viva": "Viva Goals export",
    "table": "Spreadsheet",
}
_OF_VIVA = frozenset({"type", "above", "cycle"})
_TABLES, _OKRS = (".csv", ".tsv", ".tab", ".xlsx", ".xls"), (".md", ".markdown", ".yaml", ".yml")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says.

    Attributes:
        columns: Of a spreadsheet; empty for other forms.
        left_out: What of an archive is not read, and why; sentences.
    """

    form: FileForm
    entries: tuple[Entry, ...]
    columns: tuple[Column, ...] = ()
    left_out: tuple[str, ...] = ()


def read_file(content: bytes, *, name: str, chosen: Mapping[str, str]) -> Read:
    """Read a file in the form that its content and its ending show.

    Args:
        content: At most `LARGEST` bytes.
        name: Of the file.
        chosen: Places of columns to the fields that somebody chose.

    Raises:
        InputError: It is too large, empty, or cannot be read.
    """
    refuse_large(content, name=name)
    if not content.strip():
        raise InputError(name, "it is empty", "objectives", "Choose another file")
    if is_archive(content, name=name):
        return _read_archive(unpacked(content, name=name), chosen)
    if is_workbook(content) or _is_table(content, name):
        lines = sheet_lines(content, name=name)
        if not lines:
            raise InputError(name, "its first sheet is empty", "objectives", "Move the sheet to the front")
        return _read_table(lines, chosen)
    if is_whole(decoded(content, name=name)):
        return Read("json", tuple(json_entries(content, name=name)))
    return Read("okr", tuple(okr_entries(content, name=name)))


def refuse_large(content: bytes, *, name: str) -> None:
    """Refuse what is larger than any file of objectives.

    Raises:
        InputError: It is.
    """
    if len(content) > LARGEST:
        raise InputError(name, "it is larger than 10 MB", "at most 10 MB", "Divide it into several files")


def columns_in_file(content: bytes, *, name: str, chosen: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a spreadsheet, also where they cannot be read together; empty for anything else."""
    try:
        if is_archive(content, name=name):
            return columns_of(unpacked(content, name=name).lines, chosen)[0]
        if not (is_workbook(content) or _is_table(content, name)):
            return ()
        return columns_of(sheet_lines(content, name=name), chosen)[0]
    except InputError:
        return ()


def _read_table(lines: Sequence[Line], chosen: Mapping[str, str]) -> Read:
    columns, below = columns_of(lines, chosen)
    refuse_columns(columns)
    return Read(_form(columns), tuple(table_entries(columns, below)), columns)


def _read_archive(found: Unpacked, chosen: Mapping[str, str]) -> Read:
    """Its spreadsheets as one; each row says in which file it stands."""
    read = _read_table(found.lines, chosen)
    entries = tuple(replace(one, where=found.places[one.row]) for one in read.entries)
    return replace(read, entries=entries, left_out=found.left_out)


def _is_table(content: bytes, name: str) -> bool:
    """Told by the ending, else by names of columns in its first line."""
    ending = name.lower()
    if ending.endswith(_TABLES):
        return True
    if ending.endswith(_OKRS):
        return False
    first = decoded(content, name=name).lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return len({field_of(one.strip('" \r')) for one in first.split(separator)} - {""}) >= _FEWEST


def _form(columns: tuple[Column, ...]) -> FileForm:
    """Viva Goals alone writes the weight and the id into the name of what a row belongs to."""
    names = {one.name.casefold() for one in columns}
    fields = {one.field for one in columns}
    is_its = "aligned to (weight, objective id)" in names or "object type" in names
    return "viva" if is_its and fields >= _OF_VIVA else "table"
