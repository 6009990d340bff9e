"""The cells of an Excel workbook, read with limits: a small file can unpack to a very large one.

Only what an import needs is read: texts, numbers, dates and yes or no of one sheet. A part that declares a
document type is refused, since its entities could grow without end, or lead out of the file.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

UNPACKED = 100 * 1024 * 1024
"""Bytes of all parts that are read."""
MOST_PARTS = 2_000
_PIECE = 64 * 1024
_FIRST_OWN_FORMAT = 164
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(45, 48), *range(50, 59)})
_SHARES = frozenset({9, 10})
_IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WRONG = "it is no workbook that can be read"
_SAVE = "Save it again as .xlsx, or as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class _Styles:
    """How the styles of cells show a number: as a date, or as a share in per cent."""

    dates: frozenset[int]
    shares: frozenset[int]
    begins: date


def workbook_rows(
    content: bytes, *, name: str, most_rows: int, most_columns: int, has_times: bool = False
) -> Iterator[list[str]]:
    """The rows of the first sheet that is shown, as texts; rows that are not there are empty ones.

    A date is written as 2026-08-24 (with its time where `has_times` asks for it), a number shown in per cent
    as ``95%``, and yes or no as such. Of a formula, the value is read that was last computed.

    Raises:
        InputError: It is no workbook, is locked by a password, or unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from _Reader(packed, name).rows(most_rows, most_columns, has_times=has_times)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise InputError(name, _WRONG, "an Excel workbook (.xlsx)", _SAVE) from error


class _Reader:
    """Parts of a workbook, and how much of them was unpacked."""

    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        self.packed, self.name, self.left = packed, name, UNPACKED
        if len(packed.infolist()) > MOST_PARTS:
            raise InputError(name, f"{len(packed.infolist()):,} parts", f"at most {MOST_PARTS:,}", _SAVE)
        self.known = {one.filename for one in packed.infolist()}

    def rows(self, most_rows: int, most_columns: int, *, has_times: bool) -> Iterator[list[str]]:
        sheet, begins = self._sheet()
        texts, styles = self._texts(), self._styles(begins)
        made = _Rows(texts, styles, self.name, (most_rows, most_columns))
        made.has_times = has_times
        for _ in self._parse(sheet, made.start, made.end, made.data):
            yield from made.ready()
        yield from made.ready()

    def _sheet(self) -> tuple[str, date]:
        """The part of the first sheet that is not hidden, and the day that dates count from."""
        found: list[str] = []
        begins = [date(1899, 12, 30)]

        def start(tag: str, has: Mapping[str, str]) -> None:
            if tag == "workbookPr" and has.get("date1904") in {"1", "true"}:
                begins[0] = date(1904, 1, 1)
            if tag == "sheet" and has.get("state", "visible") == "visible":
                found.extend(value for key, value in has.items() if key.endswith(":id"))

        places: dict[str, str] = {}

        def relation(tag: str, has: Mapping[str, str]) -> None:
            if tag == "Relationship":
                places[has["Id"]] = has["Target"]

        self._read("xl/workbook.xml", start)
        self._read("xl/_rels/workbook.xml.rels", relation)
        target = places[found[0]] if found else "worksheets/sheet1.xml"
        return (target.lstrip("/") if target.startswith("/") else f"xl/{target}"), begins[0]

    def _texts(self) -> list[str]:
        """The texts that cells refer to by number; of one with a reading aid, the written one."""
        made = _Texts()
        if "xl/sharedStrings.xml" in self.known:
            self._read("xl/sharedStrings.xml", made.start, made.end, made.data)
        return made.found

    def _styles(self, begins: date) -> _Styles:
        own: dict[int, str] = {}
        used: list[int] = []
        inside = [False]

        def start(tag: str, has: Mapping[str, str]) -> None:
            if tag == "numFmt":
                own[int(has["numFmtId"])] = _IN_QUOTES.sub("", has.get("formatCode", "")).lower()
            if tag == "cellXfs":
                inside[0] = True
            if tag == "xf" and inside[0]:
                used.append(int(has.get("numFmtId", "0")))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                inside[0] = False

        if "xl/styles.xml" in self.known:
            self._read("xl/styles.xml", start, end)
        dates = {one for one, code in own.items() if re.search(r"[dy]", code)} | _DATES
        shares = {one for one, code in own.items() if "%" in code} | _SHARES
        return _Styles(
            frozenset(at for at, one in enumerate(used) if one in dates),
            frozenset(at for at, one in enumerate(used) if one in shares),
            begins,
        )

    def _read(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] = lambda _: None,
        data: Callable[[str], None] = lambda _: None,
    ) -> None:
        for _ in self._parse(part, start, end, data):
            pass

    def _parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None],
        data: Callable[[str], None],
    ) -> Iterator[None]:
        """Parse a part, a piece at a time; the sizes that the file states of itself are not believed."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = lambda tag, has: start(tag.rpartition(":")[2], has)
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = data
        with self.packed.open(part) as stream:
            while piece := stream.read(_PIECE):
                self.left -= len(piece)
                if self.left < 0:
                    limit = f"at most {UNPACKED // 1024 // 1024} MB"
                    raise InputError(self.name, "it unpacks to far more than it seems", limit, _SAVE)
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
                yield
        parser.Parse(b"", True)  # noqa: FBT003 - as above

    def _refuse(self, *_: object) -> None:
        raise InputError(
            self.name, "a part of it declares a document type", "none, as in every workbook", _SAVE
        )


class _Texts:
    """Makes texts of the events of the part that holds them all."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.is_text = self.is_aid = False

    def start(self, tag: str, _: Mapping[str, str]) -> None:
        if tag == "si":
            self.found.append("")
        self.is_text = tag == "t" or (self.is_text and tag != "si")
        self.is_aid = tag == "rPh" or (self.is_aid and tag != "si")

    def end(self, tag: str) -> None:
        self.is_text = self.is_text and tag != "t"
        self.is_aid = self.is_aid and tag != "rPh"

    def data(self, piece: str) -> None:
        if self.is_text and not self.is_aid and self.found:
            self.found[-1] += piece


class _Rows:
    """Makes rows of the events of a sheet."""

    def __init__(self, texts: list[str], styles: _Styles, name: str, most: tuple[int, int]) -> None:
        self.texts, self.styles, self.name = texts, styles, name
        self.most_rows, self.most_columns = most
        self.done: list[list[str]] = []
        self.has_times = False
        self.row: list[str] = []
        self.number = self.column = 0
        self.kind, self.style, self.value, self.is_inside = "", 0, "", False

    def ready(self) -> Iterator[list[str]]:
        """Rows that are whole; each once."""
        done, self.done = self.done, []
        yield from done

    def start(self, tag: str, has: Mapping[str, str]) -> None:
        if tag == "row":
            number = int(has.get("r", self.number + 1))
            if number > self.most_rows:
                raise InputError(
                    self.name, f"a row {number:,}", f"at most {self.most_rows:,} rows", "Divide it into files"
                )
            self.done += [[] for _ in range(number - self.number - 1)]
            self.number, self.column, self.row = number, 0, []
        elif tag == "c":
            self._cell(has)
        elif tag in {"v", "t"}:
            self.is_inside = True

    def _cell(self, has: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(has.get("r", ""))
        self.column = _column(match[1]) if match else self.column + 1
        self.kind, self.style, self.value = has.get("t", "n"), int(has.get("s", "0")), ""

    def data(self, piece: str) -> None:
        if self.is_inside:
            self.value += piece

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.is_inside = False
        elif tag == "c" and self.value and self.column <= self.most_columns:
            self.row += [""] * (self.column - len(self.row))
            self.row[self.column - 1] = self._text()
        elif tag == "row":
            self.done.append(self.row)

    def _text(self) -> str:
        if self.kind == "s":
            at = int(self.value)
            return self.texts[at] if 0 <= at < len(self.texts) else ""
        if self.kind == "b":
            return "yes" if self.value == "1" else "no"
        if self.kind in {"n", ""}:
            return self._number(float(self.value))
        return "" if self.kind == "e" else self.value

    def _number(self, value: float) -> str:
        if self.style in self.styles.dates and 0 <= value < 2_958_466:  # noqa: PLR2004 - the year 9999
            moment = datetime.combine(self.styles.begins, datetime.min.time()) + timedelta(days=value)
            if self.has_times and value % 1:
                return (moment + timedelta(milliseconds=500)).isoformat(" ", "seconds")
            return moment.date().isoformat()
        if self.style in self.styles.shares:
            return f"{round(value * 100, 10):.10g}%"
        return f"{value:.15g}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
