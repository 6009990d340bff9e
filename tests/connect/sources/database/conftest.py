"""An engine on a real PostgreSQL, and a company's tables to be mapped into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.sources.database.load import DatabaseTables
from holdfast.connect.sources.files import ColumnMap, TableMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.conftest import Database


class Map(Protocol):
    """Maps a table or query to one canonical table and returns the engine that has it."""

    def __call__(
        self, table: str, source: str, columns: Mapping[str, ColumnMap] | None = None, **options: str
    ) -> PostgresEngine: ...


@pytest.fixture
def engine(postgres: Database) -> Iterator[PostgresEngine]:
    with PostgresEngine(postgres.url) as opened:
        yield opened


@pytest.fixture
def mapped(engine: PostgresEngine) -> Map:
    """Sources with a blank are queries; the zone is UTC and the currency EUR unless given."""
    tables = DatabaseTables(engine)

    def _map(
        table: str, source: str, columns: Mapping[str, ColumnMap] | None = None, **options: str
    ) -> PostgresEngine:
        given: dict[str, Any] = {"time_zone": "UTC", "currency": "EUR", **options}
        is_query = " " in source
        mapping = TableMap(
            table,
            None,
            source if is_query else None,
            tuple((columns or {}).items()),
            database_table=None if is_query else source,
            **given,
        )
        tables.add_table(mapping)
        return engine

    return _map


@pytest.fixture
def accounts() -> str:
    """A table of accounts in a schema of its own, with the types that ids, instants and plans have."""
    return """
CREATE SCHEMA crm;
CREATE TYPE crm.plan AS ENUM ('Pro', 'Free');
CREATE TABLE crm.accounts (
  id uuid PRIMARY KEY, "Signed Up" timestamptz NOT NULL, plan crm.plan, seats integer, share double precision
);
INSERT INTO crm.accounts VALUES
  ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2024-03-31 02:30:00+02', 'Pro', 5, 0.5),
  ('b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2024-04-01 00:00:00+00', NULL, NULL, 'NaN')
"""
