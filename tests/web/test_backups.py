"""Backups: what was committed comes back, and nothing is half restored."""

from __future__ import annotations

import io
import sqlite3
import tarfile
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError, SourceError
from holdfast.reasons.taxonomy.reading import FILE_NAME
from holdfast.reasons.themes.confirming import Confirmed
from holdfast.service.theme_files import add_confirmed, confirmed_texts, themes_of
from holdfast.web.backups import back_up, last_backup
from holdfast.web.restoring import restore
from holdfast.web.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
HERE = Shape(migrations=frozenset({"objectives.0001_initial", "objectives.0002_earlier"}))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with three records, a key, a file and a sign of life of an hour ago."""
    folder = tmp_path / "work"
    (folder / ".holdfast" / "files" / "of one").mkdir(parents=True)
    (folder / "holdfast.toml").write_text("[company]\n")
    (folder / ".holdfast" / "secret_key").write_text("hush")
    (folder / ".holdfast" / "files" / "of one" / "a.csv").write_text("1,2\n")
    with closing(sqlite3.connect(folder / ".holdfast" / "records.sqlite3")) as records, records:
        records.execute("PRAGMA journal_mode=WAL")
        records.execute("CREATE TABLE said (number INTEGER)")
        records.executemany("INSERT INTO said VALUES (?)", [(n,) for n in range(3)])
        records.execute("CREATE TABLE jobs_worker (seen_at TEXT)")
        records.execute("INSERT INTO jobs_worker VALUES ('2026-08-24 11:00:00.000001')")
    return folder


def _numbers(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / ".holdfast" / "records.sqlite3")) as records:
        assert records.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [number for (number,) in records.execute("SELECT number FROM said ORDER BY number")]


def _backed_up(workspace: Path) -> Path:
    file = workspace.parent / "backup.tar.gz"
    back_up(workspace, file, database_url="", version="0.1.0", at=NOW, shape=HERE)
    return file


def test_everything_comes_back_elsewhere_and_the_file_is_its_owners_alone(workspace: Path) -> None:
    file, there = _backed_up(workspace), workspace.parent / "new" / "place"

    restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)

    assert _numbers(there) == [0, 1, 2]
    assert (there / "holdfast.toml").read_text() == "[company]\n"
    assert (there / ".holdfast" / "secret_key").read_text() == "hush"
    assert (there / ".holdfast" / "files" / "of one" / "a.csv").read_text() == "1,2\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in there.iterdir()) == [".holdfast", "holdfast.toml"]


def test_whoever_was_erased_stays_so_elsewhere(workspace: Path) -> None:
    (workspace / ".holdfast" / "erased.json").write_text("{}")
    file, there = _backed_up(workspace), workspace.parent / "there"

    restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)

    assert (there / ".holdfast" / "erased.json").read_text() == "{}"


@pytest.mark.parametrize("place", ["incoming", "earlier"])
def test_files_that_wait_and_files_that_may_be_put_back_come_back(workspace: Path, place: str) -> None:
    kept = f".holdfast/{place}/0b5e/customers.csv"
    (workspace / kept).parent.mkdir(parents=True)
    (workspace / kept).write_text("id\n7\n")
    file, there = _backed_up(workspace), workspace.parent / "there"

    restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)

    assert (there / kept).read_text() == "id\n7\n"


def test_the_list_of_themes_and_what_taught_them_come_back(workspace: Path) -> None:
    add_confirmed(workspace, [Confirmed("Too dear", ("price",))])
    (workspace / FILE_NAME).write_text('[theme.price]\ntitle = "Price"\n')
    file, there = _backed_up(workspace), workspace.parent / "there"

    restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)

    assert [one.title for one in themes_of(there)] == ["Price"]
    assert confirmed_texts(there) == (Confirmed("Too dear", ("price",)),)


def test_what_was_committed_before_is_in_a_backup_that_is_taken_under_writes(workspace: Path) -> None:
    stop, written = threading.Event(), [2]

    def write() -> None:
        with closing(sqlite3.connect(workspace / ".holdfast" / "records.sqlite3", timeout=30)) as records:
            while not stop.is_set():
                with records:
                    records.execute("INSERT INTO said VALUES (?)", (written[0] + 1,))
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written[0] < 20:
            pass
        before = written[0]
        file = _backed_up(workspace)
    finally:
        stop.set()
        writer.join()
    there = workspace.parent / "there"
    restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)

    found = _numbers(there)
    assert found == list(range(len(found)))
    assert len(found) > before


def test_records_that_are_there_stay_unless_they_may_go(workspace: Path) -> None:
    file = _backed_up(workspace)
    with closing(sqlite3.connect(workspace / ".holdfast" / "records.sqlite3")) as records, records:
        records.execute("INSERT INTO said VALUES (99)")

    with pytest.raises(InputError, match="there are records already"):
        restore(file, workspace, database_url="", replace=False, shape=HERE, now=NOW)
    assert _numbers(workspace)[-1] == 99

    restore(file, workspace, database_url="", replace=True, shape=HERE, now=NOW)
    assert _numbers(workspace) == [0, 1, 2]


def test_a_workspace_whose_worker_is_alive_is_left_alone(workspace: Path) -> None:
    file = _backed_up(workspace)
    soon = datetime(2026, 8, 24, 11, tzinfo=UTC) + timedelta(seconds=30)

    with pytest.raises(InputError, match="the application runs"):
        restore(file, workspace, database_url="", replace=True, shape=HERE, now=soon)


def _damaged(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _escaping(_: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name in ("manifest.json", "../evil"):
            member = tarfile.TarInfo(name)
            member.size = 2
            archive.addfile(member, io.BytesIO(b"{}"))
    return made.getvalue()


@pytest.mark.parametrize("spoil", [_damaged, _escaping, lambda _: b"no archive at all"])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    workspace: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = _backed_up(workspace)
    file.write_bytes(spoil(file.read_bytes()))

    with pytest.raises(InputError, match=r"Expected a file that `holdfast backup` wrote"):
        restore(file, workspace, database_url="", replace=True, shape=HERE, now=NOW)

    assert _numbers(workspace) == [0, 1, 2]
    assert not (workspace.parent / "evil").exists()
    assert sorted(path.name for path in workspace.iterdir()) == [".holdfast", "holdfast.toml"]


def test_a_workspace_without_records_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no records"):
        _backed_up(tmp_path)


def test_a_restore_that_fails_on_its_way_leaves_everything_as_it_was(workspace: Path) -> None:
    file = _backed_up(workspace)
    (workspace / "holdfast.toml").unlink()
    (workspace / "holdfast.toml").mkdir()

    for _ in range(2):
        with pytest.raises(SourceError):
            restore(file, workspace, database_url="", replace=True, shape=HERE, now=NOW)

    assert _numbers(workspace) == [0, 1, 2]


def _of_version(workspace: Path, *migrations: str) -> None:
    with closing(sqlite3.connect(workspace / ".holdfast" / "records.sqlite3")) as records, records:
        records.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        records.executemany(
            "INSERT INTO django_migrations VALUES ('objectives', ?)", [(m,) for m in migrations]
        )


def test_a_backup_of_an_earlier_version_is_restored(workspace: Path) -> None:
    _of_version(workspace, "0001_initial")
    file = _backed_up(workspace)

    found = restore(file, workspace.parent / "x", database_url="", replace=False, shape=HERE, now=NOW)

    assert found.migrations == ["objectives.0001_initial"]


def test_a_backup_of_a_later_version_is_refused_and_nothing_changes(workspace: Path) -> None:
    _of_version(workspace, "0001_initial", "0002_earlier", "0003_of_tomorrow")
    later = Shape(migrations=HERE.migrations | {"objectives.0003_of_tomorrow"})
    file, there = workspace.parent / "backup.tar.gz", workspace.parent / "x"
    back_up(workspace, file, database_url="", version="9.0", at=NOW, shape=later)

    with pytest.raises(InputError, match=r"9\.0: its records are of a later version.*0003_of_tomorrow"):
        restore(file, there, database_url="", replace=False, shape=HERE, now=NOW)
    assert not (there / ".holdfast").exists()


def test_records_of_a_later_version_are_not_backed_up_by_an_earlier_one(workspace: Path) -> None:
    _of_version(workspace, "0003_of_tomorrow")

    with pytest.raises(InputError, match="Upgrade Holdfast first"):
        _backed_up(workspace)


def test_when_the_last_backup_was_made_is_known_afterwards(workspace: Path) -> None:
    assert last_backup(workspace / ".holdfast") is None

    file = _backed_up(workspace)
    restore(file, workspace.parent / "x", database_url="", replace=False, shape=HERE, now=NOW)

    assert last_backup(workspace / ".holdfast") == NOW
    assert last_backup(workspace.parent / "x" / ".holdfast") is None
