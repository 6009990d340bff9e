"""What the database says of its tables: names, types, and which columns are never null."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.connect.engines.postgres_values import type_name
from holdfast.connect.sources.files.model import Relation, literal, quoted
from holdfast.errors import GoneError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.connect.engines.postgres import PostgresEngine
    from holdfast.connect.sources.files.model import Answering

_PART = r"(\"(?:[^\"]|\"\")+\"|[^\".]+)"
_NAME = re.compile(rf"{_PART}(?:\.{_PART})?(?:\.{_PART})?")
_MOST_SHOWN = 12
_TABLES = """
SELECT n.nspname AS schema, c.relname AS name, c.oid
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""

_COLUMNS = """
SELECT attname, attnotnull, pg_catalog.has_column_privilege(attrelid, attnum, 'SELECT')
FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass({name}) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""
_FILTERED = (
    "SELECT relname FROM pg_catalog.pg_class WHERE relrowsecurity AND pg_catalog.row_security_active(oid)"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A table or query of the database, described and not read.

    Attributes:
        relation: Its SELECT, columns and types.
        full: Columns that the database itself keeps from being null.
        labels: Values of each enumeration among the types, by the type's name.
    """

    relation: Relation
    full: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table or view that can be read.

    Attributes:
        schema: Its schema.
        name: Its name.
        columns: Names of its columns, in their order.
    """

    schema: str
    name: str
    columns: tuple[str, ...]

    @property
    def written(self) -> str:
        """The name as a workspace file writes it."""
        return written(self.schema, self.name)


def describe_table(engine: PostgresEngine, name: str, place: str) -> Described:
    """A table or view by its name, with or without schema.

    Args:
        engine: Connected.
        name: As the workspace file writes it: ``crm.accounts``.
        place: How messages name the table's section.

    Raises:
        InputError: It is no name of a table.
        GoneError: There is no such table.
        SourceError: The database refused or failed.
    """
    parts = _parts(name, place)
    full_name = ".".join(quoted(part) for part in parts)
    columns = engine.raw_rows(_COLUMNS.format(name=literal(full_name)))
    if not columns:
        raise _unknown(name, place, tables_of(engine))
    readable = [str(column) for column, _, is_readable in columns if is_readable]
    if not readable:
        engine.describe(f"SELECT * FROM {full_name}")  # says which privilege is missing
    some = "" if len(readable) == len(columns) else f" (the {len(readable)} columns that this user may read)"
    listed = ", ".join(quoted(column) for column in readable)
    found = _described(engine, f"SELECT {listed} FROM {full_name}", label=f"{name}{some}")
    full = frozenset(str(column) for column, is_full, _ in columns if is_full)
    return Described(found.relation, full, found.labels)


def describe_query(engine: PostgresEngine, sql: str, place: str) -> Described:
    """A query of the user's; nothing is known of its nulls.

    Raises:
        SourceError: The database refused or failed.
    """
    # Within parentheses only a query can stand: a statement of another kind is refused by the grammar.
    text = f"SELECT * FROM (\n{sql.strip().rstrip(';')}\n) AS q"
    return _described(engine, text, label=f"the query of {place}")


def tables_of(engine: PostgresEngine) -> tuple[tuple[str, str], ...]:
    """Schema and name of every table and view that is not the database's own, in order."""
    return tuple((str(schema), str(name)) for schema, name, _ in engine.raw_rows(f"{_TABLES} ORDER BY 1, 2"))


def filtered_tables(engine: PostgresEngine) -> frozenset[str]:
    """Names of the tables of which row-level security hides rows from the user, or may."""
    return frozenset(str(name) for (name,) in engine.raw_rows(_FILTERED))


def identity_of(engine: PostgresEngine) -> str:
    """The database, the same on a standby as on its primary, and another on every other server."""
    [[name, is_told]] = engine.raw_rows(
        "SELECT current_database(), has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')"
    )
    if not is_told:
        return f"{engine.address.hosts}/{name}"
    [[system]] = engine.raw_rows("SELECT system_identifier FROM pg_catalog.pg_control_system()")
    return f"{system}/{name}"


def list_tables(raw: Answering) -> tuple[Listed, ...]:
    """Every table and view that the user may read and that is not the database's own, in order of names."""
    readable = (
        f"SELECT f.schema, f.name, a.attname FROM ({_TABLES}) AS f "
        "LEFT JOIN pg_catalog.pg_attribute AS a "
        "ON a.attrelid = f.oid AND a.attnum > 0 AND NOT a.attisdropped "
        "AND pg_catalog.has_column_privilege(f.oid, a.attnum, 'SELECT') "
        "WHERE pg_catalog.has_schema_privilege(f.schema, 'USAGE') "
        "AND pg_catalog.has_any_column_privilege(f.oid, 'SELECT') ORDER BY 1, 2, a.attnum"
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for schema, name, column in raw.rows(readable):
        key = (str(schema), str(name))
        found[key] = (*found.get(key, ()), *([str(column)] if column is not None else []))
    return tuple(Listed(schema, name, columns) for (schema, name), columns in found.items())


def written(schema: str, name: str) -> str:
    """The name of a table as a workspace file writes it."""
    return ".".join(part if re.fullmatch(r"[^\".]+", part) else quoted(part) for part in (schema, name))


def _described(engine: PostgresEngine, sql: str, *, label: str) -> Described:
    columns = engine.describe(sql)
    foreign = sorted({oid for _, oid in columns if not type_name(oid)})
    names, labels = _foreign_types(engine, foreign) if foreign else ({}, {})
    typed = tuple((name, type_name(oid) or names.get(oid, "")) for name, oid in columns)
    relation = Relation(sql=sql, columns=typed, files=(), kind="sql", parts=(sql,), first_row=1, label=label)
    return Described(relation, frozenset(), labels)


def _foreign_types(
    engine: PostgresEngine, oids: list[int]
) -> tuple[dict[int, str], dict[str, tuple[str, ...]]]:
    """Names of types that are not built in, and the values of those that are enumerations."""
    listed = ", ".join(str(oid) for oid in oids)
    rows = engine.raw_rows(
        "SELECT t.oid, t.typname, e.enumlabel FROM pg_catalog.pg_type AS t "
        f"LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid WHERE t.oid IN ({listed}) "
        "ORDER BY t.oid, e.enumsortorder"
    )
    labels: dict[str, tuple[str, ...]] = {}
    for _, name, label in rows:
        if label is not None:
            labels[str(name)] = (*labels.get(str(name), ()), str(label))
    return {int(oid or 0): str(name) for oid, name, _ in rows}, labels


def _parts(name: str, place: str) -> tuple[str, ...]:
    found = _NAME.fullmatch(name.strip())
    if found is None:
        remedy = "Write a dot between the two, and quotes around a part that holds a dot"
        raise InputError(f"{place}.table", f"{name!r} is no name", "a name such as crm.accounts", remedy)
    given = [part for part in found.groups() if part]
    return tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part for part in given)


def _unknown(name: str, place: str, listed: tuple[tuple[str, str], ...]) -> GoneError:
    known = {written(schema, table): (schema, table) for schema, table in listed}
    folded = {full.casefold(): full for full in known} | {
        table.casefold(): full for full, (_, table) in reversed(known.items())
    }
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    shown = ", ".join(list(known)[:_MOST_SHOWN]) + (", …" if len(known) > _MOST_SHOWN else "")
    return GoneError(
        f"{place}.table",
        f"the database has no table {name!r} that this user may see",
        f"one of {shown}" if known else "a table; there is none",
        f"Did you mean {folded[near[0]]!r}" if near else "Correct it, or ask for the right to see it",
    )
