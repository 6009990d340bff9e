"""An engine in memory over small tables that a test writes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Rows = Sequence[Mapping[str, object]]
    Company = Callable[[Mapping[str, Rows]], DuckDBEngine]

_TYPES = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "ts": "TIMESTAMP"}


@pytest.fixture
def company() -> Iterator[Company]:
    """Makes an engine with every canonical table; a column of customers beyond the contract is a segment."""
    engines: list[DuckDBEngine] = []

    def make(tables: Mapping[str, Rows]) -> DuckDBEngine:
        engine = DuckDBEngine(threads=1)
        engines.append(engine)
        for table in TABLES.values():
            _create(engine, table.name, rows=tables.get(table.name, ()))
        return engine

    yield make
    for engine in engines:
        engine.close()


def _create(engine: DuckDBEngine, table: str, *, rows: Rows) -> None:
    columns = {column.name: _TYPES[column.type] for column in TABLES[table].columns}
    for row in rows:
        columns |= {name: "VARCHAR" for name in row if name not in columns}
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    engine.execute(f"CREATE TABLE {table} ({declared})")
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(f"CAST(${number} AS {columns[name]})" for number, name in enumerate(row, start=1))
        engine.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))
