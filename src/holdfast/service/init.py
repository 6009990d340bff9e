"""Propose a workspace file for a folder of data: what names make plain is written, the rest is marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.connect.writing import write_document
from holdfast.errors import HoldfastError, InputError, SourceError
from holdfast.service.init_names import columns_of, table_of
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation
    from holdfast.service.exports.recognise import Recognised
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
# Constants that are true of most exports of one kind, written in so that the person sees and mends them.
_ASSUMED: dict[str, dict[str, str | int]] = {
    "orders": {"kind": "sale"},
    "subscriptions": {"interval_months": 1, "state": "active"},
    "tickets": {"reopened": 0},
    "surveys": {"kind": "nps"},
    "engagements": {"kind": "onboarding", "rescheduled": 0},
    "onboarding_steps": {"version": 1},
}


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
    header = _HEADER.format(name=json.dumps(folder.resolve().name or "Company", ensure_ascii=False))
    with DuckDBEngine() as engine:
        relations, unreadable = _opened(engine, folder, paths)
        known, taken = _known_exports(engine, relations)
        others = [
            _section(engine, name, relation, taken)
            for name, relation in relations.items()
            if name not in known
        ]
    return "\n".join((header, *unreadable, *known.values(), *others))


def _opened(
    engine: DuckDBEngine, folder: Path, paths: Sequence[Path]
) -> tuple[dict[str, Relation], list[str]]:
    """Files by name, and a comment for each that cannot be read."""
    from holdfast.connect.sources.files import FileSet  # noqa: PLC0415 (data path alone)
    from holdfast.connect.sources.files.relation import open_files  # noqa: PLC0415

    relations: dict[str, Relation] = {}
    unreadable: list[str] = []
    for path in paths:
        try:
            relation = open_files(engine, FileSet(path.name, folder, _pattern(path.name)))
            _read_through(engine, path.name, relation)
        except HoldfastError as error:
            unreadable.append(f"# {path.name} cannot be read: {error.found}. {error.remedy}.\n")
        else:
            relations[path.name] = relation
    return relations, unreadable


def _pattern(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _files(name: str) -> str:
    return json.dumps(_pattern(name), ensure_ascii=False)


def _known_exports(
    engine: DuckDBEngine, relations: Mapping[str, Relation]
) -> tuple[dict[str, str], dict[str, str]]:
    """Sections of the exports of known vendors by file, and which file each table is taken from."""
    from holdfast.service.exports.proposing import propose_table  # noqa: PLC0415 (data path alone)
    from holdfast.service.exports.recognise import matches, recognise  # noqa: PLC0415

    files = recognise(relations)
    patterns = {file.file: _files(file.file) for file in files}
    sections: dict[str, list[str]] = {file.file: [] for file in files}
    taken: dict[str, str] = {}
    used: dict[str, str] = {}
    refused: dict[str, str] = {}
    declared: set[str] = set()
    for match in matches(files):
        first = next(iter(match.files.values()))
        table = match.rule.table
        if table in taken:
            refused.setdefault(
                first.file, f"TO DO: it would give {table}, which {taken[table]} gives; say which"
            )
            continue
        text, is_complete = propose_table(engine, match, patterns, declared)
        if is_complete:
            taken[table] = first.file
            used.update({file.file: table for file in match.files.values()})
        sections[first.file].append(text if is_complete else _commented(text))
    return {file.file: "\n".join(sections[file.file]) or _spare(file, used, refused) for file in files}, taken


def _spare(file: Recognised, used: Mapping[str, str], refused: Mapping[str, str]) -> str:
    """What is said of a known export that no section begins with."""
    said = f"# {file.file}: {file.vendor} {file.kind.title}."
    if file.file in used:
        return f"{said} It is read for {used[file.file]}.\n"
    missing = "No table is made of it alone: the files that belong to it are not there"
    return f"{said}\n# {refused.get(file.file, missing)}.\n"


def _commented(text: str) -> str:
    return "".join(f"# {line}\n" if not line.startswith("#") else f"{line}\n" for line in text.splitlines())


def _section(engine: DuckDBEngine, name: str, relation: Relation, taken: dict[str, str]) -> str:
    table = table_of(name.split(".", maxsplit=1)[0])
    files = _files(name)
    header = f"# {name}: {', '.join(relation.names)}\n"
    if table is None:
        return (
            f"{header}# TO DO: its name fits no table. If it is one, write [tables.<name>] files = {files}\n"
        )
    if table in taken:
        other = f"it looks like {table}, as {taken[table]} does"
        return f"{header}# TO DO: {other}. Join both with sql if they belong together.\n"
    text, is_complete = _table(engine, table, files, relation)
    if is_complete:
        taken[table] = name
    return header + (text if is_complete else _commented(text))


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
    from holdfast.service.exports.sampling import date_form  # noqa: PLC0415 (data path alone)

    text = json.dumps(source, ensure_ascii=False)
    form = date_form(engine, relation, source) if column.type == "ts" else None
    if form is None or form.kind != "format":
        return f"{origin} = {text}"
    doubt = "check day and month"
    if form.is_doubtful:
        doubt = f"every value fits {' and '.join(form.formats)}; say which"
    return f'{origin} = {{ column = {text}, date_format = "{form.formats[0]}" }}  # TO DO: {doubt}'
