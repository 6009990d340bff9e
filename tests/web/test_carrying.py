"""Carrying records between SQLite and PostgreSQL with the program itself, and back again."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

PROGRAM = "from holdfast.cli.main import main; main()"
# A token, a private objective, and two numbers of cycles that were given and whose rows have gone.
RECORDS = """
from datetime import UTC, date, datetime
from holdfast.web.serving import set_up
set_up()
from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.models import Person
from holdfast.web.tokens.models import Token
at = datetime(2026, 8, 24, 12, 30, 1, 250, tzinfo=UTC)
days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
cycle, *gone = [Cycle.objects.create(name=name, state="active", **days) for name in ("Q3 ☂", "b", "c")]
for one in gone:
    one.delete()
person = Person.objects.get()
Token.objects.create(person=person, name="a", digest="d" * 64, scopes=["read"], made_at=at, expires_at=at)
secret = Objective.objects.create(cycle=cycle, owner=person, text="Hidden", is_private=True, created_at=at)
KeyResult.objects.create(objective=secret, position=1, text="From 1 to 2", baseline=0.1, target=2)
"""

pytestmark = pytest.mark.slow


def _ran(workspace: Path, url: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}  # noqa: TID251
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**kept, "DATABASE_URL": url, "HOLDFAST_WORKSPACE": str(workspace)},
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace that was served on SQLite, with records."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'
    )
    made = _ran(folder, "", PROGRAM, "serve", "--prepare-only")
    filled = _ran(folder, "", RECORDS)
    assert (made.returncode, filled.returncode) == (0, 0), made.stderr + filled.stderr
    return folder


def _value(value: object) -> object:
    """PostgreSQL keeps the names within a JSON value in an order of its own."""
    return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value


def _rows(file: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(file)) as records:
        names = records.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {name for (name,) in names} - {"django_migrations", "sqlite_sequence"}
        return {
            name: sorted(
                str([_value(value) for value in row]) for row in records.execute(f"SELECT * FROM {name}")
            )
            for name in tables
        }


def test_records_are_the_same_in_postgresql_and_after_they_came_back(
    workspace: Path, postgres: Database
) -> None:
    records = workspace / ".holdfast" / "records.sqlite3"
    before = _rows(records)

    there = _ran(workspace, postgres.url, PROGRAM, "carry", "--to", "postgresql")
    again = _ran(workspace, postgres.url, PROGRAM, "carry", "--to", "postgresql")
    onto_file = _ran(workspace, postgres.url, PROGRAM, "carry", "--to", "sqlite")
    unchanged = _rows(records)
    records.rename(workspace / "earlier.sqlite3")
    back = _ran(workspace, postgres.url, PROGRAM, "carry", "--to", "sqlite")

    assert (there.returncode, back.returncode) == (0, 0), there.stderr + back.stderr
    assert f"Carried {sum(map(len, before.values()))} rows" in there.stdout
    for refused in (again, onto_file):
        assert refused.returncode == 2
        assert "there are records already" in refused.stderr
    assert unchanged == before == _rows(records)
    assert records.stat().st_mode & 0o777 == 0o600
    assert postgres.execute("SELECT digest, scopes FROM tokens_token") == [("d" * 64, ["read"])]
    assert postgres.execute("SELECT text FROM objectives_objective WHERE is_private") == [("Hidden",)]
    # An id that was given is not given again, though its row has gone.
    assert postgres.execute("SELECT nextval(pg_get_serial_sequence('cycles_cycle', 'id'))") == [(4,)]
    with closing(sqlite3.connect(records)) as found:
        assert found.execute("SELECT seq FROM sqlite_sequence WHERE name = 'cycles_cycle'").fetchone() == (3,)


def test_records_that_a_worker_still_writes_are_not_carried(workspace: Path, postgres: Database) -> None:
    with closing(sqlite3.connect(workspace / ".holdfast" / "records.sqlite3")) as records, records:
        records.execute(
            "INSERT INTO jobs_worker (name, started_at, seen_at) SELECT 'a', datetime('now'), datetime('now')"
        )

    refused = _ran(workspace, postgres.url, PROGRAM, "carry", "--to", "postgresql")

    assert refused.returncode == 2
    assert "the application runs" in refused.stderr
    assert postgres.execute("SELECT to_regclass('people_person')") == [(None,)]
