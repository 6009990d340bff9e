"""Restoring a backup: unpacked and checked whole before anything moves, and put back whole or not at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError, SourceError
from holdfast.web.backups import (
    FORMAT,
    KEPT,
    MANIFEST,
    POSTGRESQL,
    SQLITE,
    STATE,
    WORKSPACE_FILES,
    Backup,
    digests,
    refuse_unknown,
)
from holdfast.web.dumps import load, standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from holdfast.web.shape import Shape

_NEW, _OLD = ".holdfast.new", ".holdfast.old"
ALIVE = timedelta(seconds=60)


def restore(  # noqa: PLR0913 - the same
    file: Path, workspace: Path, *, database_url: str, replace: bool, now: datetime, shape: Shape
) -> Backup:
    """Put a backup into a workspace, whole or not at all: all is unpacked and checked before anything moves.

    Args:
        file: A backup.
        workspace: Folder to restore into; made where it is not there.
        database_url: Of the PostgreSQL to restore into; empty for SQLite.
        replace: Records that are there may go.
        now: The instant, to tell whether the application runs.
        shape: Of the records, as this version knows it.

    Raises:
        InputError: The file is no backup or damaged, is of the other kind of database or of a later version,
            records are there and may not go, or the application runs.
        SourceError: The disk or the database refuses.
    """
    if not (workspace / STATE).exists() and (workspace / _OLD).exists():
        (workspace / _OLD).rename(workspace / STATE)  # an earlier restore was killed between two steps
    _refuse_in_use(workspace, database_url, shape, replace=replace, now=now)
    new = workspace / _NEW
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        found = _unpacked(file, new, "postgresql" if database_url else "sqlite")
        refuse_unknown(f"{file}, made by Holdfast {found.version}", found.migrations, shape)
        _move_in(workspace, new, database_url, (*shape.tables, *found.tables))
    except OSError as error:
        raise SourceError(str(workspace), f"it cannot be restored ({error.strerror})") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return found


def _unpacked(file: Path, new: Path, database: str) -> Backup:
    """The backup's files in a folder, every one checked against its digest."""
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            for member in archive:
                _refuse_unsafe(file, member)
                archive.extract(member, new, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise _no_backup(file, f"it cannot be unpacked ({error})") from error
    found = _manifest(file, new)
    if found.database != database:
        there = "DATABASE_URL" if found.database == "postgresql" else "no DATABASE_URL"
        raise InputError(
            str(file), f"it is a backup of {found.database}", f"one of {database}", f"Set {there}"
        )
    if (SQLITE if database == "sqlite" else POSTGRESQL) not in found.files:
        raise _no_backup(file, "it holds no records")
    if (new / KEPT[0]).is_file():
        (new / KEPT[0]).chmod(0o600)
    if digests(new) != found.files:
        raise _no_backup(file, "a file in it is missing or differs from its digest")
    return found


def _manifest(file: Path, new: Path) -> Backup:
    try:
        told: dict[str, Any] = json.loads((new / MANIFEST).read_text(encoding="utf-8"))
        if told.pop("format") != FORMAT:
            raise _no_backup(file, "it was made by a later version of Holdfast")
        (new / MANIFEST).unlink()
        return Backup(**told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_backup(file, "it has no manifest that can be read") from error


def _refuse_unsafe(file: Path, member: tarfile.TarInfo) -> None:
    path = PurePosixPath(member.name)
    known = (MANIFEST, SQLITE, POSTGRESQL, *WORKSPACE_FILES, *KEPT)
    if (
        not member.isfile()
        or not path.parts
        or path.is_absolute()
        or ".." in path.parts
        or path.parts[0] not in known
    ):
        raise _no_backup(file, f"it holds {member.name!r}, which no backup does")


def _no_backup(file: Path, found: str) -> InputError:
    return InputError(str(file), found, "a file that `holdfast backup` wrote", "Take another one")


def _refuse_in_use(workspace: Path, database_url: str, shape: Shape, *, replace: bool, now: datetime) -> None:
    where = "DATABASE_URL" if database_url else str(workspace)
    has_records, seen_at = _in_use(workspace, database_url, shape)
    if has_records and not replace:
        remedy = "Name another one, or say --replace: then what is there goes"
        raise InputError(where, "there are records already", "a place without any", remedy)
    if seen_at and now - seen_at < ALIVE:
        raise InputError(where, "the application runs", "one that is stopped", "Stop `holdfast serve`")


def _in_use(workspace: Path, database_url: str, shape: Shape) -> tuple[bool, datetime | None]:
    """Whether there are records, and when a worker last said that it is alive."""
    if database_url:
        found = standing(database_url, shape)
        return bool(found.tables), found.seen_at
    records = workspace / STATE / SQLITE
    if not records.is_file():
        return False, None
    with closing(sqlite3.connect(records)) as connection:
        try:
            (seen,) = connection.execute("SELECT max(seen_at) FROM jobs_worker").fetchone()
        except sqlite3.Error:
            return True, None
    # Django writes instants without their zone, in UTC.
    return True, datetime.fromisoformat(seen).replace(tzinfo=UTC) if seen else None


def _move_in(workspace: Path, new: Path, database_url: str, tables: Iterable[str]) -> None:
    """The old state is set aside before the new one takes its place, and goes when that stands."""
    state, old = workspace / STATE, workspace / _OLD
    found = {name: _bytes(workspace / name) for name in WORKSPACE_FILES}
    before = {name: content for name, content in found.items() if content is not None}
    if state.exists():
        state.rename(old)
    try:
        new.rename(state)
        for name in filter(lambda one: (state / one).exists(), WORKSPACE_FILES):
            (state / name).replace(workspace / name)
        if database_url:
            load(database_url, state / POSTGRESQL, tables)
            (state / POSTGRESQL).unlink()
    except BaseException:
        shutil.rmtree(state, ignore_errors=True)
        if old.exists():
            old.rename(state)
        for name, content in before.items():
            (workspace / name).write_bytes(content)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
