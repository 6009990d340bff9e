"""Files written for one test and read by a real DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files import ColumnMap, FileSet, FileTables, TableMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Load(Protocol):
    """Maps files of the test's folder to one canonical table and returns the engine that has it.

    Options are fields of TableMap, and `encoding`; the zone is UTC and the currency EUR unless given.
    """

    def __call__(
        self, table: str, pattern: str, columns: Mapping[str, ColumnMap] | None = None, **options: str
    ) -> DuckDBEngine: ...


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(threads=1) as opened:
        yield opened


@pytest.fixture
def load(engine: DuckDBEngine, tmp_path: Path) -> Load:
    def _load(
        table: str, pattern: str, columns: Mapping[str, ColumnMap] | None = None, **options: str
    ) -> DuckDBEngine:
        given: dict[str, Any] = {"time_zone": "UTC", "currency": "EUR", **options}
        encoding: Any = given.pop("encoding", "utf-8")
        files = FileSet(f"tables.{table}", tmp_path, pattern, encoding=encoding)
        FileTables(engine).add_table(TableMap(table, files, None, tuple((columns or {}).items()), **given))
        return engine

    return _load
