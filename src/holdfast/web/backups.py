"""Backups: everything that a workspace cannot make again, in one file, taken while the application runs.

A backup is a ``.tar.gz`` of the database of records, ``holdfast.toml``, the secret key, uploaded files, those
that wait or were replaced, and kept figures, headed by ``manifest.json`` with a digest of each and the
migrations of the records. The company's own data stay where they are, and so does what the environment
states.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing, suppress
from dataclasses import field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError
from holdfast.values import dataclass
from holdfast.web.dumps import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.web.shape import Shape

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "records.sqlite3", "records.sql"
WORKSPACE_FILES = ("holdfast.toml", "themes.toml", "confirmed_themes.jsonl")
"""What pages write of the workspace itself: its mappings, and what teaches the themes."""
KEPT = ("secret_key", "partials.sqlite", "files", "incoming", "earlier", "holdouts", "erased.json")
"""What of the folder of state goes along; static files, looks and locks are made again.

The records tell of files that wait for a mapping (``incoming``) and of those that may be put back
(``earlier``), and nobody else has them. Without ``erased.json`` persons who were erased would come back.
"""
LAST = "last_backup.json"
STATE = ".holdfast"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        made_at: ISO 8601, UTC.
        version: Of the Holdfast that made it.
        database: ``sqlite`` or ``postgresql``.
        files: Member to the SHA-256 of its bytes.
        migrations: That have made the records what they are, sorted.
        tables: Of PostgreSQL, that are in it.
    """

    made_at: str
    version: str
    database: str
    files: dict[str, str]
    migrations: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def back_up(  # noqa: PLR0913 - all of it is said by the command
    workspace: Path, out: Path, *, database_url: str, version: str, at: datetime, shape: Shape
) -> Backup:
    """Write a backup, whole or not at all, readable by its owner alone.

    Args:
        workspace: Folder of the workspace.
        out: File to write; what stands there is replaced.
        database_url: Of PostgreSQL; empty for SQLite.
        version: Of Holdfast.
        at: The instant.
        shape: Of the records, as this version knows it.

    Raises:
        InputError: The workspace has no records, or those of a later version.
        SourceError: The disk or the database refuses.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".holdfast-backup-", dir=out.parent) as scratch:
            folder = Path(scratch) / "content"
            folder.mkdir()
            migrations, tables = _copy_records(workspace, folder, database_url, shape)
            refuse_unknown("the database of records", migrations, shape)
            _copy_rest(workspace, folder)
            kind = "postgresql" if database_url else "sqlite"
            made = Backup(at.isoformat(), version, kind, digests(folder), sorted(migrations), sorted(tables))
            packed = Path(scratch) / "packed"
            _pack(folder, packed, made)
            packed.replace(out)
    except OSError as error:
        remedy = "Name a folder that exists, is writable and has room"
        raise SourceError(str(out), f"it cannot be written ({error.strerror})", "", remedy) from error
    with suppress(OSError):  # a folder of state that cannot be written to is no reason to have no backup
        told = {"made_at": made.made_at, "file": str(out), "bytes": out.stat().st_size}
        (workspace / STATE / LAST).write_text(json.dumps(told), encoding="utf-8")
    return made


def last_backup(state: Path) -> datetime | None:
    """When the last backup of a workspace was made; None where none is known.

    Args:
        state: Its folder of state.
    """
    try:
        told = json.loads((state / LAST).read_text(encoding="utf-8"))
        return datetime.fromisoformat(told["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def refuse_unknown(where: str, migrations: Iterable[str], shape: Shape) -> None:
    """Records that a later version has changed would be read wrongly, or lost in parts.

    Args:
        where: What holds them.
        migrations: Theirs.
        shape: As this version knows it.

    Raises:
        InputError: A migration is unknown here.
    """
    unknown = sorted(set(migrations) - shape.migrations)
    if unknown:
        found = f"its records are of a later version ({len(unknown)} changes unknown here: {unknown[0]} …)"
        raise InputError(where, found, "records of this version or an earlier one", "Upgrade Holdfast first")


def _copy_records(
    workspace: Path, folder: Path, database_url: str, shape: Shape
) -> tuple[Iterable[str], Iterable[str]]:
    """All that was committed before this began, whatever is written meanwhile; its migrations and tables."""
    if database_url:
        found = dump(database_url, folder / POSTGRESQL, shape)
        if not found.tables:
            raise _no_records("DATABASE_URL")
        return found.migrations, found.tables
    source = workspace / STATE / SQLITE
    if not source.is_file():
        raise _no_records(str(source))
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(folder / SQLITE)) as there:
            here.backup(there)
            return _migrations(there), ()
    except sqlite3.Error as error:
        raise SourceError(str(source), f"it cannot be read ({error})") from error


def _migrations(records: sqlite3.Connection) -> list[str]:
    found = records.execute("SELECT name FROM sqlite_master WHERE name = 'django_migrations'").fetchone()
    rows = records.execute("SELECT app || '.' || name FROM django_migrations") if found else ()
    return [name for (name,) in rows]


def _no_records(where: str) -> InputError:
    return InputError(where, "there are no records", "a workspace that was served", "Start: holdfast serve")


def _copy_rest(workspace: Path, folder: Path) -> None:
    for name in WORKSPACE_FILES:
        if (workspace / name).is_file():
            shutil.copyfile(workspace / name, folder / name)
    for name in KEPT:
        place = workspace / STATE / name
        if name == "partials.sqlite" and place.is_file():
            with closing(sqlite3.connect(place)) as here, closing(sqlite3.connect(folder / name)) as there:
                here.backup(there)
        elif place.is_dir():
            _copy_folder(place, folder / name)
        elif place.is_file():
            shutil.copyfile(place, folder / name)


def _copy_folder(place: Path, there: Path) -> None:
    """All files of a folder; one that goes meanwhile is no longer needed."""
    for path in _files(place):
        copy = there / path.relative_to(place)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(path, copy)


def _pack(folder: Path, packed: Path, made: Backup) -> None:
    about = {"format": FORMAT, **{name: getattr(made, name) for name in Backup.__slots__}}
    (folder / MANIFEST).write_text(json.dumps(about, indent=2, sort_keys=True), encoding="utf-8")
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in (MANIFEST, *sorted(made.files)):
            archive.add(folder / name, arcname=name, recursive=False)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder but the manifest, by its path in it."""
    return {
        str(path.relative_to(folder)): _digest(path) for path in _files(folder) if path != folder / MANIFEST
    }


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        made = sha256()
        while part := stream.read(1 << 20):
            made.update(part)
        return made.hexdigest()
