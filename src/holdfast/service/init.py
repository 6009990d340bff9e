"""Propose a workspace file for a folder of data: what names make plain is written, the rest is marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.connect.writing import write_document
from holdfast.errors import HoldfastError, InputError, SourceError
from holdfast.service.init_names import columns_of, table_of
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation
    from holdfast.tables import Column

_FILE_NAME = "holdfast.toml"
_HEADER = """# Workspace of Holdfast, proposed from the files in this folder.
# Read it, complete the lines marked TO DO, then run: holdfast check
# docs/reference/workspace.md explains every key, docs/reference/tables.md every table.

[company]
name = {name}
time_zone = "UTC"  # TO DO: the zone of your business, such as "Europe/London"; times without offset are in it
currency = "USD"  # TO DO: ISO 4217, such as "EUR"
fiscal_year_start = 1  # month in which the fiscal year starts
week_start = "monday"

[engine]
memory_limit = "1GB"  # beyond it queries spill to a temporary folder

# [data]
# as_of = 2025-01-31  # the data are complete before this local date; left out: the day of the latest row
"""
# Each is tried on the values of a column that are not ISO 8601; the first in which all fit is proposed.
_DATE_FORMATS = (
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y%m%d",
    "%d-%m-%Y",
)
# Constants that are true of most exports of one kind, written in so that the person sees and mends them.
_ASSUMED: dict[str, dict[str, str | int]] = {
    "orders": {"kind": "sale"},
    "subscriptions": {"interval_months": 1, "state": "active"},
    "tickets": {"reopened": 0},
    "surveys": {"kind": "nps"},
    "engagements": {"kind": "onboarding", "rescheduled": 0},
    "onboarding_steps": {"version": 1},
}


@dataclass(frozen=True, slots=True)
class Found:
    """One file and what its header says."""

    pattern: str
    relation: Relation


def init_workspace(folder: Path) -> Path:
    """Write ``holdfast.toml`` into a folder of data; returns its path.

    Raises:
        InputError: There is no such folder, it has a workspace file already, or it holds no data file.
        SourceError: The disk failed.
    """
    place = folder / _FILE_NAME
    if place.exists():
        raise InputError(
            str(place), "there is one already", "a folder without", "Move it away to start afresh"
        )
    write_document(place, propose_workspace(folder))
    return place


def propose_workspace(folder: Path) -> str:
    """A commented workspace file that opens as it is; what keeps a table from that stands in comments.

    Raises:
        InputError: There is no such folder, or it holds no CSV, Parquet or JSON file.
    """
    # Only who works with data pays for DuckDB.
    from holdfast.connect.engines.duckdb import DuckDBEngine  # noqa: PLC0415
    from holdfast.connect.sources.files.relation import format_of  # noqa: PLC0415

    if not folder.is_dir():
        raise InputError(
            str(folder), "there is no such folder", "a folder with your exports", "Check the name"
        )
    paths = sorted(path for path in folder.iterdir() if path.is_file() and format_of(path))
    if not paths:
        expected = "at least one .csv, .parquet, .json or .jsonl"
        raise InputError(str(folder), "it holds no data file", expected, "Put your exports there")
    parts = [_HEADER.format(name=json.dumps(folder.resolve().name or "Company", ensure_ascii=False))]
    taken: dict[str, str] = {}
    with DuckDBEngine() as engine:
        parts += [_section(engine, folder, path, taken) for path in paths]
    return "\n".join(parts)


def _section(engine: DuckDBEngine, folder: Path, path: Path, taken: dict[str, str]) -> str:
    from holdfast.connect.sources.files import FileSet  # noqa: PLC0415 (data path alone)
    from holdfast.connect.sources.files.relation import open_files  # noqa: PLC0415

    pattern = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path.name)
    files = json.dumps(pattern, ensure_ascii=False)
    try:
        relation = open_files(engine, FileSet(path.name, folder, pattern))
        _read_through(engine, path.name, relation)
    except HoldfastError as error:
        return f"# {path.name} cannot be read: {error.found}. {error.remedy}.\n"
    table = table_of(path.stem)
    header = f"# {path.name}: {', '.join(relation.names)}\n"
    if table is None:
        return (
            f"{header}# TO DO: its name fits no table. If it is one, write [tables.<name>] files = {files}\n"
        )
    if table in taken:
        other = f"it looks like {table}, as {taken[table]} does"
        return f"{header}# TO DO: {other}. Join both with sql if they belong together.\n"
    text, is_complete = _table(engine, table, files, relation)
    if is_complete:
        taken[table] = path.name
    return header + (text if is_complete else "".join(f"# {line}\n" for line in text.splitlines()))


def _read_through(engine: DuckDBEngine, name: str, relation: Relation) -> None:
    from holdfast.connect.sources.files.reading_errors import readable_error  # noqa: PLC0415 (data path alone)

    try:
        # Every column is counted: DuckDB decodes only those that are asked for.
        engine.rows(f"SELECT COUNT(COLUMNS(*)) FROM ({relation.sql}) AS r")  # noqa: S608 (text of our own making)
    except SourceError as error:
        raise readable_error(error, name) from error


def _table(engine: DuckDBEngine, table: str, files: str, relation: Relation) -> tuple[str, bool]:
    """The section's text and whether it opens as it is."""
    chosen = columns_of(table, relation.names)
    lines, is_complete = [f"[tables.{table}]", f"files = {files}", "", f"[tables.{table}.columns]"], True
    for column in TABLES[table].columns:
        origin = (
            "amount" if column.is_money and "amount" in chosen and column.name not in chosen else column.name
        )
        if origin in chosen:
            lines.append(_mapped(engine, relation, column, origin, chosen[origin]))
        elif column.name in _ASSUMED.get(table, {}):
            value = json.dumps(_ASSUMED[table][column.name])
            lines.append(
                f"{column.name} = {{ value = {value} }}  # TO DO: assumed for every row; {_meaning(column)}"
            )
        elif not column.nullable and column.name != "currency":
            lines.append(f'TO DO {column.name} = "…"  # {_meaning(column)}')
            is_complete = False
    if table == "customers":
        lines += [_segment(name) for name in relation.names if name not in chosen.values()]
    return "\n".join(lines) + "\n", is_complete


def _segment(name: str) -> str:
    text = json.dumps(name, ensure_ascii=False)
    return f"{text} = {text}  # a segment; take it out if it is none"


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({', '.join(column.values)})" if column.values else column.meaning


def _mapped(engine: DuckDBEngine, relation: Relation, column: Column, origin: str, source: str) -> str:
    text = json.dumps(source, ensure_ascii=False)
    form = _date_format(engine, relation, source) if column.type == "ts" else None
    if form:
        return f'{origin} = {{ column = {text}, date_format = "{form}" }}  # TO DO: check day and month'
    return f"{origin} = {text}"


def _date_format(engine: DuckDBEngine, relation: Relation, source: str) -> str | None:
    """The first form that fits every value; None for ISO 8601, for typed columns and where none fits."""
    from holdfast.connect.sources.files.model import literal, quoted  # noqa: PLC0415 (data path alone)

    if dict(relation.columns)[source] != "VARCHAR":
        return None
    value = f"NULLIF(TRIM({quoted(source)}), '')"
    fits = ", ".join(
        f"COALESCE(BOOL_AND(TRY_STRPTIME(v, {literal(form)}) IS NOT NULL), FALSE)" for form in _DATE_FORMATS
    )
    sql = (
        f"SELECT COALESCE(BOOL_AND(TRY_CAST(v AS TIMESTAMP) IS NOT NULL), TRUE), {fits} "  # noqa: S608 (names are quoted)
        f"FROM (SELECT {value} AS v FROM ({relation.sql}) AS r) AS s WHERE v IS NOT NULL"
    )
    is_iso, *fitting = engine.rows(sql)[0]
    if is_iso:
        return None
    return next((form for form, good in zip(_DATE_FORMATS, fitting, strict=True) if good), None)
