"""Propose a workspace file for a folder of data: what names make plain is written, the rest is marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.connect.writing import write_document
from holdfast.errors import HoldfastError, InputError, SourceError
from holdfast.service.init_joining import CUSTOMER, joined_source, way_to_customer
from holdfast.service.init_leaving import leaving_section
from holdfast.service.init_names import table_of
from holdfast.service.init_section import table_section
from holdfast.service.init_source import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation
    from holdfast.service.exports.recognise import Recognised

_FILE_NAME = "holdfast.toml"
_HEADER = """# Workspace of Holdfast, proposed from {origin}.
# Read it, complete the lines marked TO DO, then run: holdfast check
# docs/reference/workspace.md explains every key, docs/reference/tables.md every table.

[company]
name = {name}
time_zone = "UTC"  # TO DO: the zone of your business, such as "Europe/London"; times without offset are in it
currency = "USD"  # TO DO: ISO 4217, such as "EUR"
fiscal_year_start = 1  # month in which the fiscal year starts
week_start = "monday"

[engine]
{engine}

# [data]
# as_of = 2025-01-31  # the data are complete before this local date; left out: the day of the latest row
"""
_ENGINE = 'memory_limit = "1GB"  # beyond it queries spill to a temporary folder'


def init_workspace(folder: Path) -> Path:
    """Write ``holdfast.toml`` into a folder of data; returns its path.

    Raises:
        InputError: There is no such folder, it has a workspace file already, or it holds no data file.
        SourceError: The disk failed.
    """
    place = refuse_existing(folder)
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
    with DuckDBEngine() as engine:
        relations, unreadable = _opened(engine, folder, paths)
        known, taken = _known_exports(engine, relations)
        declared: set[str] = set()
        others = [
            _section(engine, name, relations, taken, declared) for name in relations if name not in known
        ]
        others += _who_left(engine, relations, taken, declared)
    begin = header(folder, "the files in this folder", _ENGINE)
    return "\n".join((begin, *unreadable, *known.values(), *others))


def header(folder: Path, origin: str, engine: str) -> str:
    """The part of a proposal that is the same for every kind of engine."""
    name = json.dumps(folder.resolve().name or "Company", ensure_ascii=False)
    return _HEADER.format(name=name, origin=origin, engine=engine)


def refuse_existing(folder: Path) -> Path:
    """The place of the workspace file of a folder that has none.

    Raises:
        InputError: It has one.
    """
    place = folder / _FILE_NAME
    if place.exists():
        raise InputError(
            str(place), "there is one already", "a folder without", "Move it away to start afresh"
        )
    return place


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


def _section(
    engine: DuckDBEngine,
    name: str,
    relations: Mapping[str, Relation],
    taken: dict[str, str],
    declared: set[str],
) -> str:
    relation = relations[name]
    table, files = table_of(name.split(".", maxsplit=1)[0]), _files(name)
    header = f"# {name}: {', '.join(relation.names)}\n"
    if table is None:
        return (
            f"{header}# TO DO: its name fits no table. If it is one, write [tables.<name>] files = {files}\n"
        )
    if table in taken:
        other = f"it looks like {table}, as {taken[table]} does"
        return f"{header}# TO DO: {other}. Join both with sql if they belong together.\n"
    way = way_to_customer(engine, table, name, relations)
    if way is not None:
        patterns = {file: _files(file) for file in (name, way.file)}
        before, source = joined_source(name, way, patterns, declared)
        names = (*relation.names, CUSTOMER)
    else:
        origin = origin_of(engine, table, name, relation, files, declared)
        before, source, names = origin.before, origin.source, origin.names
    text, is_complete = table_section(
        table, source, names, date_format=lambda column: _date_format(engine, relation, column)
    )
    if is_complete:
        taken[table] = name
    return header + (before + text if is_complete else _commented(text))


def _who_left(
    engine: DuckDBEngine, relations: Mapping[str, Relation], taken: dict[str, str], declared: set[str]
) -> list[str]:
    """The subscriptions that the list of customers gives, where no file gives any and it says who left."""
    name = taken.get("customers", "")
    named = {table_of(one.split(".", maxsplit=1)[0]) for one in relations} | set(taken)
    if named & {"subscriptions", "orders"} or name not in relations:
        return []
    relation = relations[name]
    origin = origin_of(engine, "subscriptions", name, relation, _files(name), declared)
    text = leaving_section(
        origin.source, origin.names, date_format=lambda column: _date_format(engine, relation, column)
    )
    return [] if text is None else [origin.before + text]


def _read_through(engine: DuckDBEngine, name: str, relation: Relation) -> None:
    from holdfast.connect.sources.files.reading_errors import readable_error  # noqa: PLC0415 (data path alone)

    try:
        # Every column is counted: DuckDB decodes only those that are asked for.
        engine.rows(f"SELECT COUNT(COLUMNS(*)) FROM ({relation.sql}) AS r")  # noqa: S608 (text of our own making)
    except SourceError as error:
        raise readable_error(error, name) from error


def _date_format(engine: DuckDBEngine, relation: Relation, source: str) -> tuple[str, str] | None:
    """The form of a column's dates and what to check of it; None where it needs none."""
    from holdfast.service.exports.sampling import date_form  # noqa: PLC0415 (data path alone)

    if source not in relation.names:
        return None  # it comes from a file that is joined
    form = date_form(engine, relation, source)
    if form is None or form.kind != "format":
        return None
    if form.is_doubtful:
        return form.formats[0], f"every value fits {' and '.join(form.formats)}; say which"
    return form.formats[0], "check day and month"
