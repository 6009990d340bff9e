"""Backups: everything that a workspace cannot make again, in one file, taken while the application runs.

A backup is a ``.tar.gz`` of the database of records, ``holdfast.toml``, the secret key, uploaded files and
kept figures, headed by ``manifest.json`` with a digest of each. The company's own data stay where they are.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError, SourceError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "records.sqlite3", "records.pgdump"
WORKSPACE_FILE = "holdfast.toml"
KEPT = ("secret_key", "partials.sqlite", "files")
"""What of the folder of state goes along; static files, looks and locks are made again."""
_STATE, _NEW, _OLD = ".holdfast", ".holdfast.new", ".holdfast.old"
_ALIVE = 60.0


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        made_at: ISO 8601, UTC.
        version: Of the Holdfast that made it.
        database: ``sqlite`` or ``postgresql``.
        files: Member to the SHA-256 of its bytes.
    """

    made_at: str
    version: str
    database: str
    files: dict[str, str]


def back_up(workspace: Path, out: Path, *, database_url: str, version: str, at: datetime) -> Backup:
    """Write a backup, whole or not at all, readable by its owner alone.

    Args:
        workspace: Folder of the workspace.
        out: File to write; what stands there is replaced.
        database_url: Of PostgreSQL; empty for SQLite.
        version: Of Holdfast.
        at: The instant.

    Raises:
        InputError: The workspace has no records.
        SourceError: The disk or the database refuses.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".holdfast-backup-", dir=out.parent) as scratch:
            folder = Path(scratch) / "content"
            folder.mkdir()
            _copy_records(workspace, folder, database_url)
            _copy_rest(workspace, folder)
            made = Backup(
                at.isoformat(), version, "postgresql" if database_url else "sqlite", _digests(folder)
            )
            packed = Path(scratch) / "packed"
            _pack(folder, packed, made)
            packed.replace(out)
    except OSError as error:
        remedy = "Name a folder that exists, is writable and has room"
        raise SourceError(str(out), f"it cannot be written ({error.strerror})", "", remedy) from error
    return made


def restore(file: Path, workspace: Path, *, database_url: str, replace: bool, now: datetime) -> Backup:
    """Put a backup into a workspace, whole or not at all: all is unpacked and checked before anything moves.

    Args:
        file: A backup.
        workspace: Folder to restore into; made where it is not there.
        database_url: Of the PostgreSQL to restore into; empty for SQLite.
        replace: Records that are there may go.
        now: The instant, to tell whether the application runs.

    Raises:
        InputError: The file is no backup or damaged, is of the other kind of database, records are there and
            may not go, or the application runs.
        SourceError: The disk or the database refuses.
    """
    if not (workspace / _STATE).exists() and (workspace / _OLD).exists():
        (workspace / _OLD).rename(workspace / _STATE)  # an earlier restore was killed between two steps
    _refuse_in_use(workspace, database_url, replace=replace, now=now)
    new = workspace / _NEW
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        found = _unpacked(file, new, "postgresql" if database_url else "sqlite")
        _move_in(workspace, new, database_url)
    except OSError as error:
        raise SourceError(str(workspace), f"it cannot be restored ({error.strerror})") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return found


def _copy_records(workspace: Path, folder: Path, database_url: str) -> None:
    """All that was committed before this began, whatever is written meanwhile."""
    if database_url:
        _run("pg_dump", "--format=custom", f"--file={folder / POSTGRESQL}", database_url)
        return
    source = workspace / _STATE / SQLITE
    if not source.is_file():
        raise InputError(str(source), "there are no records", "a workspace that was served", "holdfast serve")
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(folder / SQLITE)) as there:
            here.backup(there)
    except sqlite3.Error as error:
        raise SourceError(str(source), f"it cannot be read ({error})") from error


def _copy_rest(workspace: Path, folder: Path) -> None:
    if (workspace / WORKSPACE_FILE).is_file():
        shutil.copyfile(workspace / WORKSPACE_FILE, folder / WORKSPACE_FILE)
    for name in KEPT:
        place = workspace / _STATE / name
        if name == "partials.sqlite" and place.is_file():
            with closing(sqlite3.connect(place)) as here, closing(sqlite3.connect(folder / name)) as there:
                here.backup(there)
        elif place.is_dir():
            shutil.copytree(place, folder / name)
        elif place.is_file():
            shutil.copyfile(place, folder / name)


def _pack(folder: Path, packed: Path, made: Backup) -> None:
    about = {"format": FORMAT, **{name: getattr(made, name) for name in Backup.__slots__}}
    (folder / MANIFEST).write_text(json.dumps(about, indent=2, sort_keys=True), encoding="utf-8")
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in (MANIFEST, *sorted(made.files)):
            archive.add(folder / name, arcname=name, recursive=False)


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
    if _digests(new) != found.files:
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
    known = (MANIFEST, SQLITE, POSTGRESQL, WORKSPACE_FILE, *KEPT)
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


def _refuse_in_use(workspace: Path, database_url: str, *, replace: bool, now: datetime) -> None:
    records = workspace / _STATE / SQLITE
    if database_url and not replace:
        raise InputError("DATABASE_URL", "what is in it would be replaced", "", "Say --replace, if it may go")
    if database_url or not records.is_file():
        return
    if not replace:
        remedy = "Name another folder, or say --replace"
        raise InputError(str(workspace), "it has records already", "a workspace without any", remedy)
    with closing(sqlite3.connect(records)) as connection:
        try:
            (seen,) = connection.execute("SELECT max(seen_at) FROM jobs_worker").fetchone()
        except sqlite3.Error:
            return
    # Django writes instants without their zone, in UTC.
    if seen and (now - datetime.fromisoformat(seen).replace(tzinfo=UTC)).total_seconds() < _ALIVE:
        raise InputError(
            str(workspace), "the application runs", "one that is stopped", "Stop `holdfast serve`"
        )


def _move_in(workspace: Path, new: Path, database_url: str) -> None:
    """The old state is set aside before the new one takes its place, and goes when that stands."""
    state, old = workspace / _STATE, workspace / _OLD
    before = _bytes(workspace / WORKSPACE_FILE)
    if state.exists():
        state.rename(old)
    try:
        new.rename(state)
        file = state / WORKSPACE_FILE
        if file.exists():
            file.replace(workspace / WORKSPACE_FILE)
        if database_url:
            options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
            _run("pg_restore", *options, f"--dbname={database_url}", str(state / POSTGRESQL))
            (state / POSTGRESQL).unlink()
    except BaseException:
        shutil.rmtree(state, ignore_errors=True)
        if old.exists():
            old.rename(state)
        if before is not None:
            (workspace / WORKSPACE_FILE).write_bytes(before)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _digests(folder: Path) -> dict[str, str]:
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


def _run(program: str, *arguments: str) -> None:
    """A program of PostgreSQL; what it says is shown, less the address with its password."""
    if shutil.which(program) is None:
        remedy = "Install the client programs of PostgreSQL (apt-get install postgresql-client)"
        raise SourceError(program, "it is not installed", "", remedy)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise SourceError(program, said[0].partition("@")[2] or said[0])
