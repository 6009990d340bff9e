"""ZIP archives of spreadsheets, as Viva Goals gives its export: read in memory as one, with limits.

Nothing is written to disk, and no name of an archive is used as a path. Its files are put below each other by
the names of their columns; what holds no objectives (people, teams, dashboards) is left out, and named.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from itertools import starmap
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.exchange.cell_values import id_in
from holdfast.web.exchange.columns import columns_of
from holdfast.web.exchange.sheets import MOST_COLUMNS, MOST_ROWS, Line, sheet_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.web.exchange.columns import Column

MOST_FILES = 200
UNPACKED = 50 * 1024 * 1024
"""Bytes of all files that are read."""
_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_TABLES = (".csv", ".tsv", ".tab")
_OF_VIVA = frozenset({"type", "above", "cycle"})
_SENTENCES = frozenset({"objective", "key result"})
_ENCRYPTED = 0x1
_EXPORT = "the archive as it was downloaded"
_Key = tuple[str, int]
_AGAIN = "Export it again, or unpack it and send the CSV files one by one"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The spreadsheets of an archive as one.

    Attributes:
        lines: The first holds the names of the columns; numbers go on from file to file.
        places: Number of a line to where it stands: ``okrs.csv, row 12``.
        left_out: What of the archive is not read, and why; sentences.
    """

    lines: tuple[Line, ...]
    places: Mapping[int, str]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file, the names of its columns taken apart from its lines."""

    name: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]

    @property
    def fields(self) -> set[str]:
        return {one.field for one in self.columns}

    @property
    def unnamed(self) -> tuple[Column, ...]:
        """Further check-ins: columns without a name."""
        return tuple(one for one in self.columns if not one.name and one.field == "check-ins")


def is_archive(content: bytes, *, name: str) -> bool:
    """It is a ZIP archive that is no workbook: by its ending, else by what is in it."""
    if not content.startswith(_BEGINS):
        return False
    if name.lower().endswith(".zip"):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return any(one.lower().endswith(_TABLES) for one in names) and not any(
        one.startswith("xl/") for one in names
    )


def unpacked(content: bytes, *, name: str) -> Unpacked:
    """All spreadsheets of an archive that hold objectives.

    Raises:
        InputError: It is broken, locked, too large once unpacked, leads out of itself, or holds none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            texts = tuple(_texts(packed, name))
            left_out = _not_tables(packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError) as error:
        raise InputError(name, "it is no ZIP archive that can be read", _EXPORT, _AGAIN) from error
    except RuntimeError as error:
        raise _locked(name) from error
    return _as_one(name, [_sheet(one, text, name) for one, text in texts], left_out)


def _texts(packed: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """Each spreadsheet with what is in it; the sizes that an archive states of itself are not believed."""
    parts = [one for one in packed.infolist() if not one.is_dir()]
    if len(parts) > MOST_FILES:
        raise InputError(name, f"{len(parts):,} files", f"at most {MOST_FILES}", "Export fewer at a time")
    for one in parts:
        _refuse_tricks(one, name)
    left = UNPACKED
    for one in parts:
        if not _is_table(one.filename):
            continue
        with packed.open(one) as stream:
            text = stream.read(left + 1)
        left -= len(text)
        if left < 0:
            limit = f"at most {UNPACKED // 1024 // 1024} MB"
            raise InputError(name, "it unpacks to far more than it seems", limit, "Export fewer at a time")
        yield one.filename, text


def _refuse_tricks(part: zipfile.ZipInfo, name: str) -> None:
    """No file is ever written under these names; an archive that tries it is not what Viva Goals gave."""
    steps = part.orig_filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    if is_link or ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in part.orig_filename:
        raise InputError(
            name, f"its file “{_shown(part.filename)}” leads out of the archive", _EXPORT, _AGAIN
        )
    if part.flag_bits & _ENCRYPTED:
        raise _locked(name)


def _locked(name: str) -> InputError:
    return InputError(
        name, "it is locked by a password", "an archive without one", "Unpack it and zip it anew"
    )


def _is_table(filename: str) -> bool:
    return filename.lower().endswith(_TABLES) and not _is_litter(filename)


def _is_litter(filename: str) -> bool:
    """What systems put into archives beside the files of people."""
    steps = filename.split("/")
    return "__MACOSX" in steps or steps[-1].startswith(".") or steps[-1] in {"Thumbs.db", "desktop.ini"}


def _not_tables(packed: zipfile.ZipFile) -> tuple[str, ...]:
    names = (one.filename for one in packed.infolist() if not one.is_dir())
    others = [one for one in names if not _is_table(one) and not _is_litter(one)]
    return tuple(f"{_shown(one)} is left out: it is no CSV file" for one in others)


def _sheet(filename: str, text: bytes, name: str) -> _Sheet:
    shown = _shown(filename)
    lines = sheet_lines(text, name=f"{name}, {shown}")
    try:
        columns, below = columns_of(lines, {})
    except InputError:  # no row names columns that mean something
        return _Sheet(shown, (), ())
    return _Sheet(shown, columns, below)


def _as_one(name: str, sheets: Sequence[_Sheet], left_out: tuple[str, ...]) -> Unpacked:
    """Those in the form of Viva Goals; where none is, those with columns of objectives."""
    taken = [one for one in sheets if one.fields >= _OF_VIVA and "title" in one.fields]
    taken = taken or [one for one in sheets if one.fields & _SENTENCES]
    if not taken:
        found = "none of its CSV files holds objectives" if sheets else "no CSV file is in it"
        raise InputError(name, found, "a CSV file with columns such as Title, Object Type, Target", _AGAIN)
    others = [f"{one.name} is left out: its columns hold no objectives" for one in sheets if one not in taken]
    return _joined(name, taken, (*left_out, *others))


def _joined(name: str, sheets: Sequence[_Sheet], left_out: tuple[str, ...]) -> Unpacked:
    names = _names(sheets)
    lines, places, seen, twice = (
        [Line(1, tuple(names.values()))],
        {},
        set[tuple[str, str]](),
        dict[str, int](),
    )
    for sheet in sheets:
        own: set[tuple[str, str]] = set()
        keyed = tuple(_keyed(sheet))
        for line in sheet.lines:
            cells = _cells(sheet, keyed, line)
            key = _id_of(sheet, line)
            if key in seen:
                twice[sheet.name] = twice.get(sheet.name, 0) + 1
                continue
            own |= {key} if key else set()
            number = len(lines) + 1
            lines.append(Line(number, tuple(cells.get(one, "") for one in names)))
            places[number] = f"{sheet.name}, row {line.number}"
        seen |= own
    if len(lines) > MOST_ROWS:
        raise InputError(
            name, f"{len(lines):,} rows", f"at most {MOST_ROWS:,} rows", "Export fewer at a time"
        )
    return Unpacked(tuple(lines), places, (*left_out, *starmap(_twice, twice.items())))


def _twice(name: str, rows: int) -> str:
    words = "1 row of {} stands" if rows == 1 else f"{rows:,} rows of {{}} stand"
    return f"{words.format(name)} in a file before it too: read once"


def _names(sheets: Sequence[_Sheet]) -> dict[_Key, str]:
    """All names of columns, each as the first file writes it; a second one of a name counts as another."""
    found: dict[_Key, str] = {}
    for sheet in sheets:
        for key, one in _keyed(sheet):
            found.setdefault(key, one.name)
    return dict(list(found.items())[:MOST_COLUMNS])


def _keyed(sheet: _Sheet) -> Iterator[tuple[_Key, Column]]:
    known: dict[str, int] = {}
    for one in sheet.columns:
        if one.name:
            plain = one.name.casefold()
            known[plain] = known.get(plain, 0) + 1
            yield (plain, known[plain]), one


def _cells(sheet: _Sheet, keyed: Sequence[tuple[_Key, Column]], line: Line) -> dict[_Key, str]:
    """The cells by name; further check-ins, in columns without one, stand below the first."""
    cells, width = line.cells, len(line.cells)
    found = {key: cells[one.place] if one.place < width else "" for key, one in keyed}
    more = [cells[one.place] for one in sheet.unnamed if one.place < width]
    first = next((key for key, one in keyed if one.field == "check-ins"), None)
    if first is not None and any(more):
        found[first] = "\n".join(one for one in (found[first], *more) if one)
    return found


def _id_of(sheet: _Sheet, line: Line) -> tuple[str, str] | None:
    """What kind of thing the row is, and its id; None where it has none."""
    at = {one.field: one.place for one in sheet.columns}
    kind, key = (
        line.cells[at[one]] if one in at and at[one] < len(line.cells) else "" for one in ("type", "id")
    )
    return (kind.casefold(), id_in(key).casefold()) if key else None


def _shown(filename: str) -> str:
    """A name of a file of an archive, as it can be shown."""
    plain = "".join(one if one.isprintable() else " " for one in filename.replace("\\", "/"))
    return " ".join(plain.split())[-120:] or "a file without a name"
