"""Numbers that a database gives to new rows: read from one, gone on with in another.

An id that was given once is never given again, though its row has gone: the audit log still tells of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Numbered = tuple[str, str]
"""A table and its column of numbers."""


def last_numbers(alias: str, kinds: Iterable[type[models.Model]]) -> dict[Numbered, int]:
    """The last number that each table has given; 0 where it gave none."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {one: given.get(one[0], 0) for one in _numbered(kinds)}
        found = {}
        for table, column in _numbered(kinds):
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608 - its own
            last, was_given = cursor.fetchone()
            found[table, column] = last if was_given else 0
        return found


def number_on(alias: str, kinds: Iterable[type[models.Model]], last: Mapping[Numbered, int]) -> None:
    """Let each table go on after its last number."""
    tables = list(_numbered(kinds))
    with connections[alias].cursor() as cursor:
        for table, column in tables:
            number = last[table, column]
            if connections[alias].vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                said = (f'"{table}"', column, max(number, 1), number > 0)
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", said)


def _numbered(kinds: Iterable[type[models.Model]]) -> Iterator[Numbered]:
    for kind in kinds:
        key = kind._meta.pk  # noqa: SLF001 - documented
        if isinstance(key, models.AutoField) and key.column:
            yield kind._meta.db_table, key.column  # noqa: SLF001
