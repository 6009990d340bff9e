"""The records of a PostgreSQL as a file, and back, by PostgreSQL's own programs.

The address is handed to them in their environment: arguments can be read by everybody on the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.errors import SourceError
from holdfast.values import dataclass
from holdfast.web.databases import libpq_environment, libpq_keywords

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from holdfast.web.shape import Shape

_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations"
_TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid) AND relname = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a database holds now.

    Attributes:
        tables: Those of ours that are there.
        migrations: Those that were run.
        seen_at: When a worker gave its last sign of life, or None.
    """

    tables: tuple[str, ...]
    migrations: frozenset[str]
    seen_at: datetime | None


def standing(url: str, shape: Shape) -> Standing:
    """What is there.

    Raises:
        InputError: The address cannot be read.
        SourceError: The database does not answer.
    """
    with _connected(url) as connection:
        return _standing(connection, shape)


def dump(url: str, out: Path, shape: Shape) -> Standing:
    """Write our tables as SQL, all as they stand at one instant, whatever is written meanwhile.

    Raises:
        InputError: As above.
        SourceError: As above, or PostgreSQL's program is missing or fails.
    """
    with _connected(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        found = _standing(connection, shape)
        tables = (f"--table={name}" for name in found.tables)
        how = ("--format=plain", "--no-owner", "--no-privileges", "--no-password", f"--snapshot={snapshot}")
        if found.tables:
            _run(url, "pg_dump", *how, f"--file={out}", *tables)
    return found


def load(url: str, file: Path, tables: Iterable[str]) -> None:
    """Put a dump in the place of our tables, in one transaction.

    Args:
        url: Of the database.
        file: What `dump` wrote.
        tables: That go first.

    Raises:
        InputError: As above.
        SourceError: As above; nothing has changed then.
    """
    before = file.with_suffix(".before.sql")
    dropped = ", ".join(_quoted(name) for name in sorted(set(tables)))
    before.write_text(f"DROP TABLE IF EXISTS {dropped} CASCADE;\n" if dropped else "", encoding="utf-8")
    try:
        how = ("--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run(url, "psql", *how, "--output=/dev/null", f"--file={before}", f"--file={file}")
    finally:
        before.unlink()


def _standing(connection: Any, shape: Shape) -> Standing:  # noqa: ANN401 - of psycopg, which not all have
    tables = tuple(sorted(name for (name,) in connection.execute(_TABLES, [list(shape.tables)])))
    has_migrations, has_workers = "django_migrations" in tables, "jobs_worker" in tables
    migrations = connection.execute(_MIGRATIONS).fetchall() if has_migrations else []
    seen = connection.execute("SELECT max(seen_at) FROM jobs_worker").fetchone() if has_workers else None
    seen_at = seen[0].astimezone(UTC) if seen and seen[0] else None
    return Standing(tables, frozenset(name for (name,) in migrations), seen_at)


def _connected(url: str) -> Any:  # noqa: ANN401 - the same
    keywords = libpq_keywords(url)
    import psycopg  # noqa: PLC0415 - only who has PostgreSQL has it

    try:
        return psycopg.connect(**keywords)  # type: ignore[arg-type]  # options of any name
    except psycopg.Error as error:
        said = _without(str(error).strip().splitlines()[-1], url)
        remedy = "Check that it runs, and the address in DATABASE_URL"
        raise SourceError("the database of records", said, "", remedy) from None


def _run(url: str, program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        remedy = "Install the client programs of PostgreSQL (apt-get install postgresql-client)"
        raise SourceError(program, "it is not installed", "", remedy)
    environment = {**os.environ, **libpq_environment(url), "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own
        [program, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        told = next((line for line in said if "error" in line.lower()), said[-1])
        remedy = "Take programs of the server's version" if "version mismatch" in done.stderr else ""
        raise SourceError(program, _without(told, url).strip(), "", remedy)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without(said: str, url: str) -> str:
    """What a program said, without the password, should it ever quote it."""
    password = libpq_keywords(url).get("password", "")
    return said.replace(password, "…") if password else said
