"""Files that were uploaded: copies that Holdfast keeps, so that a person is taken out of the file itself."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files.erased import is_told, kind_of
from holdfast.connect.sources.files.header import read_header
from holdfast.connect.sources.files.model import literal, quoted
from holdfast.errors import SourceError
from holdfast.records.person import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.erasures import Erased
    from holdfast.connect.sources.files.load import LoadedTable
    from holdfast.service.persons.who import Whom
    from holdfast.service.workspace import Workspace

_REMAINS = "left: it is read by a query; put a file without them in its place"
_DONE = "ids replaced by pseudonyms in the file, their other personal columns emptied"


def uploads(
    workspace: Workspace, who: Whom, erased: Erased, files: Collection[Path], *, erase: bool
) -> Iterator[Place]:
    """Take somebody out of uploaded files that tables are read from.

    In their rows an id becomes the pseudonym that loading gives it, and what tells of them is emptied, as are
    columns that no table reads; all else, and every other row, stays as it is.

    Args:
        workspace: Open.
        who: They.
        erased: With the salt of the workspace.
        files: Uploaded ones, in its folder.
        erase: Write; else the rows are counted alone.

    Raises:
        SourceError: The disk or the engine failed.
    """
    engine = workspace.where_read().engine
    if not isinstance(engine, DuckDBEngine):
        return
    raw = {path for one in workspace.sources.sources.values() for path in one.files}
    for path in sorted(files):
        tables = [one for one in workspace.sources.tables.values() if path in one.relation.files]
        if path in raw:
            yield Place(path.name, 1, "file", _REMAINS, is_left=True)
        elif tables:
            query, told = _query(tables, path, who)
            [[count]] = engine.rows(f"SELECT COUNT(*) FROM ({query}) AS r WHERE {told}") if told else [[0]]  # noqa: S608 - names are quoted
            if erase and count:
                _write(engine, path, _changed(tables, path, who, erased), tables[0])
            yield Place(path.name, int(count or 0), "row", _DONE)


def _query(tables: Sequence[LoadedTable], path: Path, who: Whom) -> tuple[str, str]:
    """The file's rows, and the condition of those that tell of them."""
    told = [condition for one in tables for condition in _conditions(one, who)]
    return _part(tables[0], path), " OR ".join(dict.fromkeys(told))


def _part(table: LoadedTable, path: Path) -> str:
    return table.relation.parts[table.relation.files.index(path)]


def _conditions(table: LoadedTable, who: Whom) -> Iterator[str]:
    for one in table.conversions:
        known = _known(table, one, who)
        if known:
            yield f"COALESCE({one.sql} IN ({', '.join(map(literal, known))}), FALSE)"


def _known(table: LoadedTable, one: Conversion, who: Whom) -> tuple[str, ...]:
    """Ids of theirs that a column may hold."""
    kind = kind_of(table.mapping.table, one.column)
    if one.source is None or kind is None:
        return ()
    return who.people if kind == "person" else who.customers


def _changed(tables: Sequence[LoadedTable], path: Path, who: Whom, erased: Erased) -> str:
    """The query of the whole file as it is to be."""
    query, told = _query(tables, path, who)
    made = {name: f"CASE WHEN {told} THEN NULL ELSE {quoted(name)} END" for name in tables[0].relation.names}
    for table in tables:
        for one in table.conversions:
            if one.source is not None and not is_told(table.mapping.table, one.column):
                made[one.source] = _replaced(table, one, who, erased)
    listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in made.items())
    return f"SELECT {listed} FROM ({query}) AS r"  # noqa: S608 - names are quoted


def _replaced(table: LoadedTable, one: Conversion, who: Whom, erased: Erased) -> str:
    source, kind = quoted(one.source or ""), kind_of(table.mapping.table, one.column)
    known = _known(table, one, who)
    if not known or kind is None:
        return source
    cases = " ".join(
        f"WHEN {one.sql} = {literal(each)} THEN {literal(erased.pseudonym(kind, each))}" for each in known
    )
    return f"CASE {cases} ELSE CAST({source} AS VARCHAR) END"


def _write(engine: DuckDBEngine, path: Path, query: str, table: LoadedTable) -> None:
    kind, files = table.relation.kind, table.mapping.files
    encoding = files.encoding if files else "utf-8"
    options = {"parquet": "FORMAT parquet", "json": "FORMAT json"}.get(kind, "FORMAT csv, HEADER true")
    if kind == "csv":
        _, mark = read_header(path, encoding=encoding, delimiter=files.delimiter if files else None)
        options += f", DELIMITER {literal(mark)}"
    if path.suffix == ".gz":
        options += ", COMPRESSION gzip"
    made = path.with_name(f".{path.name}.part")
    try:
        engine.execute(f"COPY ({query}) TO {literal(str(made))} ({options})")
        if kind == "csv" and encoding != "utf-8":
            _encode(made, encoding)
        made.chmod(path.stat().st_mode & 0o777)
        made.replace(path)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be written ({error.strerror})") from error
    finally:
        made.unlink(missing_ok=True)


def _encode(path: Path, encoding: str) -> None:
    """DuckDB writes UTF-8 alone, and the file is read as what it was."""
    whole = path.with_name(f"{path.name}.encoded")
    with path.open(encoding="utf-8", newline="") as source, codecs.open(str(whole), "w", encoding) as target:
        while part := source.read(1 << 20):
            target.write(part)
    whole.replace(path)
