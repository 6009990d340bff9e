"""What is known of the exports of vendors, read from one TOML file each."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file that a vendor exports.

    Attributes:
        name: Within the vendor (``subscriptions``).
        title: In words (``subscriptions, from the dashboard``).
        has: Columns that all have to be there, each with its other names.
        lacks: Columns of which none may be there.
        unused: What of the file stays unused, and why; a sentence.
    """

    name: str
    title: str
    has: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    unused: str

    def fits(self, columns: Sequence[str]) -> bool:
        """Whether a file with these columns is of this kind."""
        found = {plain(column) for column in columns}
        return all(any(plain(name) in found for name in names) for names in self.has) and not any(
            plain(name) in found for name in self.lacks
        )


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """Where one canonical column comes from.

    Attributes:
        sql: Expression with ``[column|other name]`` for source columns; a single bracket is a plain column.
        values: The vendor's values and ours.
        needs: A reference that has to be answered, else the column is left out; empty where any answer does.
        unit: ``decimal``, ``minor`` or ``either`` for amounts, else empty. Of ``either`` the API's column, in
            small letters, is in minor units.
        value: The constant for every row, or None.
        note: What the reader should know, written beside the line.
    """

    sql: str = ""
    values: tuple[tuple[str, str], ...] = ()
    needs: str = ""
    unit: str = ""
    value: str | int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableRule:
    """How one canonical table is made of files.

    Attributes:
        vendor: As it writes itself.
        table: Canonical table.
        uses: Pairs of alias and kind; the first is the one whose rows the table has.
        join: SQL after the first file, with ``{alias}`` for the other files; empty for one file.
        where: Rows that count, in the same form as expressions; empty for all.
        time_zone: Zone of instants without an offset, where the vendor says it; empty for the company's.
        columns: Canonical column to its rule.
        segments: Further columns of customers that make segments.
        more: Whole query that is added with UNION ALL BY NAME, or empty.
        asks: Questions that the person has to answer.
    """

    vendor: str
    table: str
    uses: tuple[tuple[str, str], ...]
    join: str
    where: str
    time_zone: str
    columns: tuple[tuple[str, ColumnRule], ...]
    segments: tuple[str, ...]
    more: tuple[tuple[str, str], ...]
    more_where: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor's exports.

    Attributes:
        name: As it writes itself.
        checked: Addresses at which column names were looked up.
        files: Its kinds of files, the more special first.
        tables: Its rules; of two for one table the one that uses more files goes first.
    """

    name: str
    checked: tuple[str, ...]
    files: tuple[FileKind, ...]
    tables: tuple[TableRule, ...]


@lru_cache(maxsize=1)
def vendors() -> tuple[Vendor, ...]:
    """All vendors known, in the order of their names."""
    folder = resources.files("holdfast.service.exports").joinpath("vendors")
    texts = sorted((item.name, item.read_text(encoding="utf-8")) for item in folder.iterdir())
    return tuple(_vendor(tomllib.loads(text)) for name, text in texts if name.endswith(".toml"))


def plain(name: str) -> str:
    """A column's name as names are compared: without case, spaces, underscores and other signs."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _vendor(given: Mapping[str, Any]) -> Vendor:
    name = given["vendor"]
    tables = [_table(name, table) for table in given["tables"]]
    return Vendor(
        name=name,
        checked=tuple(given["checked"]),
        files=tuple(_file(kind, file) for kind, file in given["files"].items()),
        # Sorting is stable: rules of equal size stay in the order of the file.
        tables=tuple(sorted(tables, key=lambda table: -len(table.uses))),
    )


def _file(name: str, given: Mapping[str, Any]) -> FileKind:
    return FileKind(
        name=name,
        title=given["title"],
        has=tuple(tuple(column.split("|")) for column in given["has"]),
        lacks=tuple(given.get("lacks", ())),
        unused=given.get("unused", ""),
    )


def _table(vendor: str, given: Mapping[str, Any]) -> TableRule:
    return TableRule(
        vendor=vendor,
        table=given["table"],
        uses=tuple(given["uses"].items()),
        join=given.get("join", ""),
        where=given.get("where", ""),
        time_zone=given.get("time_zone", ""),
        columns=tuple((name, _column(rule)) for name, rule in given["columns"].items()),
        segments=tuple(given.get("segments", ())),
        more=tuple(given.get("more", {}).items()),
        more_where=given.get("more_where", ""),
        asks=tuple(given.get("asks", ())),
    )


def _column(given: str | Mapping[str, Any]) -> ColumnRule:
    if isinstance(given, str):
        return ColumnRule(sql=given)
    return ColumnRule(
        sql=given.get("sql", ""),
        values=tuple(given.get("values", {}).items()),
        needs=given.get("needs", ""),
        unit=given.get("unit", ""),
        value=given.get("value"),
        note=given.get("note", ""),
    )
