"""Files to relations: which files a pattern means and the SELECT that reads them."""

from __future__ import annotations

import difflib
import glob
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.header import read_header
from holdfast.connect.sources.files.model import Relation, literal, quoted
from holdfast.connect.sources.files.reading_errors import readable_error
from holdfast.errors import GoneError, InputError, SourceError

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import FileSet, Format

# A pasted mail with its pictures as text has several megabytes; the buffer is as large as without this.
_LONG_ROWS = f"max_line_size = {8 << 20}, buffer_size = {32 << 20}"
_FORMATS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}


def format_of(path: Path) -> Format | None:
    """The form that a file name's end promises, with or without ``.gz``; None for any other end."""
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _FORMATS.get(suffix.lower())


def find_files(files: FileSet) -> tuple[Path, ...]:
    """The files a pattern means, sorted by name.

    Raises:
        GoneError: There is none.
    """
    found = glob.glob(files.pattern, root_dir=files.folder, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
    paths = tuple(sorted(files.folder / name for name in found if (files.folder / name).is_file()))
    if not paths:
        raise _no_file(files)
    return paths


def open_files(engine: DuckDBEngine, files: FileSet) -> Relation:
    """The relation of a set of files, after looking at headers only.

    Raises:
        InputError: No file, an empty file, another encoding, or headers that differ.
        SourceError: A file cannot be read.
    """
    paths = find_files(files)
    form = files.format or format_of(paths[0])
    if form is None:
        remedy = 'Write format = "csv", "parquet", "json" or "fixed" below it'
        raise InputError(files.where, f"{paths[0].name} has no known ending", "a known form of file", remedy)
    for path in paths:
        _refuse_empty(path)
    readers = {"csv": _open_csv, "parquet": _open_parquet, "json": _open_json, "fixed": _open_fixed}
    return readers[form](engine, files, paths)


def describe(engine: DuckDBEngine, sql: str) -> tuple[tuple[str, str], ...]:
    """Names and DuckDB types of a query's columns, without running it."""
    rows = engine.rows(f"DESCRIBE {sql}")
    return tuple((str(row[0]), str(row[1])) for row in rows)


def _open_csv(_engine: DuckDBEngine, files: FileSet, paths: tuple[Path, ...]) -> Relation:
    names, mark = read_header(paths[0], encoding=files.encoding, delimiter=files.delimiter)
    for path in paths[1:]:
        _same_header(paths[0], names, path, read_header(path, encoding=files.encoding, delimiter=mark)[0])
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"auto_detect = false, header = true, columns = {{{columns}}}, delim = {literal(mark)}, "
        f"quote = '\"', escape = '\"', nullstr = '', encoding = {literal(files.encoding)}, {_LONG_ROWS}"
    )
    return _relation("csv", paths, tuple((name, "VARCHAR") for name in names), "read_csv", options)


def _open_fixed(_engine: DuckDBEngine, files: FileSet, paths: tuple[Path, ...]) -> Relation:
    options = (
        "auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', "
        f"escape = '', skip = {files.skip_rows}, encoding = {literal(files.encoding)}"
    )
    cuts = ", ".join(
        f"TRIM(SUBSTR(line, {first}, {last - first + 1})) AS {quoted(name)}"
        for name, first, last in files.fields
    )
    columns = tuple((name, "VARCHAR") for name, _, _ in files.fields)
    return _relation("fixed", paths, columns, "read_csv", options, select=cuts, first_row=files.skip_rows + 1)


def _open_parquet(engine: DuckDBEngine, files: FileSet, paths: tuple[Path, ...]) -> Relation:
    relation = _relation("parquet", paths, (), "read_parquet", "union_by_name = true", first_row=1)
    try:
        columns = describe(engine, relation.sql)
    except SourceError as error:
        raise readable_error(error, files.where) from error
    return _relation("parquet", paths, columns, "read_parquet", "union_by_name = true", first_row=1)


def _open_json(engine: DuckDBEngine, files: FileSet, paths: tuple[Path, ...]) -> Relation:
    listed = "[" + ", ".join(_file(path) for path in paths) + "]"
    keys = f"SELECT DISTINCT UNNEST(json_keys(json)) AS key FROM read_json_objects({listed}) ORDER BY key"
    try:
        names = tuple(str(row[0]) for row in engine.rows(keys))
    except SourceError as error:
        raise readable_error(error, files.where) from error
    if not names:
        raise InputError(
            files.where, f"{paths[0].name} holds no records", "objects with named values", "Export it again"
        )
    values = ", ".join(
        f"json_extract_string(json, {literal(_json_path(name))}) AS {quoted(name)}" for name in names
    )
    columns = tuple((name, "VARCHAR") for name in names)
    return _relation("json", paths, columns, "read_json_objects", "", select=values, first_row=1)


def _relation(  # noqa: PLR0913 (one place builds the text of all forms)
    kind: Format,
    paths: tuple[Path, ...],
    columns: tuple[tuple[str, str], ...],
    function: str,
    options: str,
    *,
    select: str = "*",
    first_row: int = 2,
) -> Relation:
    tail = f", {options}" if options else ""
    parts = tuple(f"SELECT {select} FROM {function}([{_file(path)}]{tail})" for path in paths)
    listed = ", ".join(_file(path) for path in paths)
    return Relation(
        sql=f"SELECT {select} FROM {function}([{listed}]{tail})",
        columns=columns,
        files=paths,
        kind=kind,
        parts=parts,
        first_row=first_row,
    )


def _file(path: Path) -> str:
    """The path as a SQL string in which DuckDB sees no pattern."""
    return literal("".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path)))


def _json_path(name: str) -> str:
    return '$."' + name.replace('"', '\\"') + '"'


def _refuse_empty(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror or error})") from error
    if size == 0:
        remedy = "Export it again, or take the table out of holdfast.toml"
        raise InputError(str(path), "the file is empty", "a header and rows", remedy)


def _same_header(first: Path, names: tuple[str, ...], path: Path, others: tuple[str, ...]) -> None:
    if names == others:
        return
    missing = [name for name in names if name not in others]
    added = [name for name in others if name not in names]
    parts = [f"no column {missing[0]!r}"] if missing else []
    parts += [f"a column {added[0]!r} more"] if added else []
    found = "its header has " + (" and ".join(parts) or "the columns in another order")
    raise InputError(
        str(path), found, f"the header of {first.name}", "Export the files in one form, or name one file"
    )


def _no_file(files: FileSet) -> GoneError:
    place = files.folder / files.pattern
    siblings = [path.name for path in place.parent.iterdir()] if place.parent.is_dir() else []
    near = difflib.get_close_matches(place.name, siblings, n=1)
    remedy = f"Did you mean {near[0]!r}?" if near else "Correct the name or the folder"
    return GoneError(files.where, f"no file matches {place}", "at least one file", remedy.rstrip("."))
