"""Carrying all records of a workspace between SQLite and PostgreSQL, whole or not at all.

Both kinds of database hold the same tables, so each row is read by its model from one and written as it is
into the other: ids, hashes and instants stay. What is carried from is only read.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery

from holdfast.errors import InputError, SourceError
from holdfast.web.backups import SQLITE
from holdfast.web.jobs.models import Worker
from holdfast.web.numbering import last_numbers, number_on
from holdfast.web.restoring import ALIVE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

Kind = Literal["sqlite", "postgresql"]
_PEOPLE = "people_person"
_FILE = "sqlite"
"""Name of the connection to the file; the other one is that of DATABASE_URL."""
_ROWS = 1000


def carry(state: Path, *, to: Kind, now: datetime) -> int:
    """Carry all records; Django is set up for the PostgreSQL. The number of rows.

    Args:
        state: Folder of the file of SQLite.
        to: Where to.
        now: The instant, to tell whether the application runs.

    Raises:
        InputError: There are no records, they are of another version, there are some in the other database
            already, or the application runs.
        SourceError: A database refuses; the one that is carried to is as empty as before.
    """
    file = state / SQLITE
    made = file.with_name(f"{SQLITE}.carried")
    try:
        if to == "postgresql":
            with _file_open(file):
                _refuse_unfit(_FILE, str(file), now)
                return _into_server(file)
        _refuse_unfit(DEFAULT_DB_ALIAS, "DATABASE_URL", now)
        _refuse_full(str(file), full=file.exists())
        made.unlink(missing_ok=True)
        with _file_open(made):
            rows = _copied(DEFAULT_DB_ALIAS, _FILE)
            with connections[_FILE].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.chmod(0o600)
        made.replace(file)
    except DatabaseError as error:
        raise SourceError("the records", str(error).strip().split("\n")[0], "", "Nothing changed") from error
    finally:
        for ending in ("", "-wal", "-shm"):
            made.with_name(made.name + ending).unlink(missing_ok=True)
    return rows


@contextmanager
def _file_open(file: Path) -> Iterator[None]:
    """The connection to a file, set up as that of the application is."""
    stated = connections.configure_settings({DEFAULT_DB_ALIAS: {**settings.SQLITE_RECORDS, "NAME": file}})
    connections.settings[_FILE] = stated[DEFAULT_DB_ALIAS]
    try:
        yield
    finally:
        connections[_FILE].close()
        del connections[_FILE], connections.settings[_FILE]


def _into_server(file: Path) -> int:
    tables = connections[DEFAULT_DB_ALIAS].introspection.table_names()
    # A start that was killed before it made anybody leaves tables without people: they may be filled.
    _refuse_full("DATABASE_URL", full=_PEOPLE in tables and bool(_number_of_people()))
    if not file.is_file():
        raise _nothing(str(file))
    return _copied(_FILE, DEFAULT_DB_ALIAS)


def _number_of_people() -> int:
    return apps.get_model("people", "Person")._base_manager.count()  # noqa: SLF001 - all rows


def _refuse_full(where: str, *, full: bool) -> None:
    if full:
        remedy = "Name an empty database, or move the file away"
        raise InputError(where, "there are records already", "a place without any", remedy)


def _nothing(where: str) -> InputError:
    return InputError(where, "there are no records", "a workspace that was served", "Start: holdfast serve")


def _refuse_unfit(source: str, where: str, now: datetime) -> None:
    """Only records of this very version are carried, and only while nobody writes."""
    if source == _FILE and not connections[_FILE].settings_dict["NAME"].is_file():
        raise _nothing(where)
    if _PEOPLE not in connections[source].introspection.table_names():
        raise _nothing(where)
    executor = MigrationExecutor(connections[source])
    known = set(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown or executor.migration_plan(list(known)):
        found, remedy = "its records are of another version", "Run once: holdfast serve --prepare-only"
        raise InputError(where, found, "records of this version", remedy)
    seen_at = Worker.objects.using(source).aggregate(last=models.Max("seen_at"))["last"]
    if seen_at is not None and now - seen_at < ALIVE:
        raise InputError(where, "the application runs", "one that is stopped", "Stop `holdfast serve`")


def _copied(source: str, target: str) -> int:
    """Make the tables, then carry the rows in one transaction, all as they stood at one instant."""
    call_command("migrate", database=target, verbosity=0, interactive=False)
    kinds = _models()
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for kind in kinds:  # what making the tables wrote comes again, with the ids that it has there
            kind._base_manager.using(target).all()._raw_delete(target)  # noqa: SLF001
        rows = sum(_carried(kind, source, target) for kind in kinds)
        number_on(target, kinds, last_numbers(source, kinds))
        connections[target].check_constraints()
    return rows


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and not one._meta.proxy]  # noqa: SLF001 - documented


def _carried(kind: type[models.Model], source: str, target: str) -> int:
    fields = [one for one in kind._meta.local_concrete_fields if not one.generated]  # noqa: SLF001
    rows = kind._base_manager.using(source).order_by("pk").iterator(chunk_size=_ROWS)  # noqa: SLF001
    count, most = 0, 0
    waiting: list[models.Model] = []
    for row in rows:
        waiting.append(row)
        most = most or min(_ROWS, connections[target].ops.bulk_batch_size(fields, [row] * _ROWS))
        if len(waiting) >= most:
            count += _written(kind, fields, waiting, target)
            waiting = []
    return count + (_written(kind, fields, waiting, target) if waiting else 0)


def _written(kind: type[models.Model], fields: list[Any], rows: list[models.Model], target: str) -> int:
    """Rows as they are: nothing is stamped with the present, no signal is sent."""
    query = InsertQuery(kind)
    query.insert_values(fields, rows, raw=True)
    query.get_compiler(using=target).execute_sql()
    return len(rows)
