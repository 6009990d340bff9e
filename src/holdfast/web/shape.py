"""What the database of records consists of in this version: its tables, and the migrations that made them."""

from __future__ import annotations

from holdfast.values import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """Tables and migrations.

    Attributes:
        tables: Names of all tables that are ours; whatever else a database holds is somebody else's.
        migrations: ``app.name`` of each.
    """

    tables: tuple[str, ...] = ()
    migrations: frozenset[str] = frozenset()


def known_shape() -> Shape:
    """Of this program; asks nothing of the database. Django is set up by then."""
    from django.db import connection  # noqa: PLC0415 - backups are read without Django
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(None, ignore_no_migrations=True)
    tables = (*connection.introspection.django_table_names(include_views=False), "django_migrations")
    return Shape(tuple(sorted(tables)), frozenset(f"{app}.{name}" for app, name in loader.disk_migrations))
