"""Where a workspace's own folder holds something of a person: found, and on demand taken out.

The company's files are read and never rewritten. What Holdfast itself has written is.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from holdfast.connect.sources.files.model import literal, quoted
from holdfast.connect.store.erased import FILE_NAME as ERASED_FILE
from holdfast.connect.store.erased import STATE, erased_in, with_salt
from holdfast.connect.store.partials import FILE_NAME as PARTIALS
from holdfast.connect.writing import write_document
from holdfast.errors import SourceError
from holdfast.records.person import Place
from holdfast.service.bet_files import FOLDER as BETS
from holdfast.service.theme_files import CONFIRMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from holdfast.service.persons.traces import Traces
    from holdfast.service.persons.who import Rows, Whom
    from holdfast.service.workspace import Workspace

_TEXTS = frozenset({".csv", ".json", ".jsonl", ".md", ".txt", ".html", ".yaml", ".yml", ".toml", ".log"})
_NOT_OURS_TO_READ = frozenset({"incoming", "earlier", "files", "static"})
"""Folders of the web application, which knows them itself."""
_MOST_BYTES = 50_000_000


def places(workspace: Workspace, who: Whom, rows: Rows, traces: Traces, *, erase: bool) -> tuple[Place, ...]:
    """Where the folder of a workspace holds something of somebody.

    Args:
        workspace: Open.
        who: They.
        rows: That tell of them.
        traces: Of them in texts.
        erase: Take it out, where Holdfast wrote it.

    Raises:
        SourceError: The disk failed.
    """
    folder = workspace.path.parent
    found = [
        *_tables(workspace, rows),
        *_confirmed(folder / CONFIRMED, traces, erase=erase),
        *_kept_rows(workspace, who, erase=erase),
        *_kept_counts(folder / STATE / PARTIALS, traces, erase=erase),
        *_own_texts(folder, who, traces, erase=erase),
        *_others(workspace, traces),
    ]
    return tuple(one for one in found if one.count)


def _tables(workspace: Workspace, rows: Rows) -> Iterator[Place]:
    for table, some in rows.items():
        loaded = workspace.sources.tables.get(table)
        files = loaded.relation.files if loaded else ()
        names = ", ".join(path.name for path in files[:3]) + (" …" if len(files) > 3 else "")  # noqa: PLR2004 - shown
        where = f"table {table} ({names})" if names else f"table {table}"
        yield Place(
            where, len(some), "row", "taken out whenever the table is loaded; your source stays as it is"
        )


def _confirmed(path: Path, traces: Traces, *, erase: bool) -> Iterator[Place]:
    lines = _read(path).splitlines(keepends=True)
    left = [line for line in lines if not (line.strip() and traces.is_theirs(_words(line)))]
    if erase and len(left) < len(lines):
        write_document(path, "".join(left))
    yield Place(path.name, len(lines) - len(left), "confirmed text", "removed")


def _words(line: str) -> str:
    try:
        return str(json.loads(line)["text"])
    except (ValueError, KeyError, TypeError):
        return line


def _kept_rows(workspace: Workspace, who: Whom, *, erase: bool) -> Iterator[Place]:
    """Rows beside the counts: without their file the next refresh reads all, and makes it anew."""
    for path in sorted((workspace.path.parent / STATE).glob("*.parquet")):
        rows = f"SELECT * FROM read_parquet({literal(str(path))})"  # noqa: S608 - a literal
        texts = [
            str(name) for name, kind, *_ in workspace.engine.rows(f"DESCRIBE {rows}") if kind == "VARCHAR"
        ]
        told = [f"{quoted(name)} IN ({', '.join(map(literal, who.ids))})" for name in texts if who.ids]
        if not told:
            continue
        [[count]] = workspace.engine.rows(f"SELECT COUNT(*) FROM ({rows}) AS r WHERE {' OR '.join(told)}")  # noqa: S608 - as above
        if erase and count:
            path.unlink(missing_ok=True)
        done = "removed with the file; the next refresh makes it anew"
        yield Place(f"{STATE}/{path.name}", int(count or 0), "kept row", done)


def _kept_counts(path: Path, traces: Traces, *, erase: bool) -> Iterator[Place]:
    """Counts by day tell of nobody, unless a segment is an address or an id."""
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            for table in ("days", "revisions"):
                rows = connection.execute(f"SELECT DISTINCT segment FROM {table} WHERE segment IS NOT NULL")  # noqa: S608 - ours
                theirs = [one for (one,) in rows.fetchall() if traces.cleared_value(json.loads(one))[1]]
                if erase and theirs:
                    gone = f"DELETE FROM {table} WHERE segment = ?"  # noqa: S608 - ours
                    with connection:
                        connection.executemany(gone, [(one,) for one in theirs])
                yield Place(f"{STATE}/{PARTIALS}, {table}", len(theirs), "segment", "removed")
            if erase:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise SourceError(str(path), f"it cannot be used ({error})", "", "Try again") from error


def _own_texts(folder: Path, who: Whom, traces: Traces, *, erase: bool) -> Iterator[Place]:
    """Bets, plans and logs of holdouts, and whatever else we wrote as text."""
    erased = with_salt(erased_in(folder))
    pseudonyms = {one: erased.pseudonym("customer", one) for one in who.customers}
    state = folder / STATE
    ours = [*(folder / BETS).glob("*.json"), *_texts(state, leave=_NOT_OURS_TO_READ)]
    for path in sorted(ours):
        if path.name == ERASED_FILE:
            continue
        clear = _assigned(pseudonyms) if path.name == "assignments.csv" else _cleared_as(path, traces)
        text = _read(path)
        made, count = clear(text)
        if erase and count:
            write_document(path, made, mode=path.stat().st_mode & 0o777)
        yield Place(str(path.relative_to(folder)), count, "trace", "masked")


def _cleared_as(path: Path, traces: Traces) -> Callable[[str], tuple[str, int]]:
    def as_json(text: str) -> tuple[str, int]:
        try:
            value: Any = json.loads(text)
        except ValueError:
            return traces.cleared(text)
        made, count = traces.cleared_value(value)
        return json.dumps(made, indent=2, ensure_ascii=False) + "\n", count

    return as_json if path.suffix == ".json" else traces.cleared


def _assigned(pseudonyms: dict[str, str]) -> Callable[[str], tuple[str, int]]:
    """A log of assignments: whoever was drawn stays drawn, as the pseudonym that the tables have."""

    def clear(text: str) -> tuple[str, int]:
        lines = text.splitlines(keepends=True)
        made = [_renamed(line, pseudonyms) for line in lines]
        return "".join(made), sum(one != other for one, other in zip(lines, made, strict=True))

    return clear


def _renamed(line: str, pseudonyms: dict[str, str]) -> str:
    first, comma, rest = line.partition(",")
    known = pseudonyms.get(first.strip('"'), first)
    return f"{known}{comma}{rest}" if comma else line


def _others(workspace: Workspace, traces: Traces) -> Iterator[Place]:
    """Files that somebody put there, or saved: told, and left to them."""
    folder = workspace.path.parent
    tables = {
        path.resolve() for loaded in workspace.sources.tables.values() for path in loaded.relation.files
    }
    tables |= {path.resolve() for one in workspace.sources.sources.values() for path in one.files}
    for path in _texts(folder, leave=frozenset({STATE, BETS, ".git"})):
        if path.resolve() not in tables and path.name != CONFIRMED:
            count = traces.cleared(_read(path))[1]
            yield Place(
                str(path.relative_to(folder)), count, "trace", "left: this file is yours", is_left=True
            )


def _texts(folder: Path, *, leave: frozenset[str]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        is_left = not leave.isdisjoint(path.relative_to(folder).parts)
        if path.suffix in _TEXTS and not is_left and path.is_file() and path.stat().st_size <= _MOST_BYTES:
            yield path


def _read(path: Path) -> str:
    """Its text; empty where it is none, or not there."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error
