"""Files as the tables of a workspace on ClickHouse, as Parquet that the reader of files writes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.connect.engines.clickhouse import ClickHouseEngine
from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.handed.load import HandedTables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.connect.engines.opening import EngineSettings
    from holdfast.connect.sources.files.load import LoadedTable


class ClickHouseOverFiles(ClickHouseEngine):
    """A ClickHouse engine that takes the tables of a workspace."""

    def declare(self, table: str, columns: Mapping[str, str], prepare: Callable[[], None]) -> None:
        """Know a table by name and columns; `prepare` fills it before the first query that mentions it."""
        self.expect(table, columns)
        self.register(table, prepare)

    def take(self, table: str, path: Path) -> None:
        """Let a table be the rows of a Parquet file."""
        self.define(table, path)

    def read_in_place(self, loaded: LoadedTable) -> bool:
        """Never done: the reader's Parquet has the types that comparisons need."""
        del loaded
        return False


def open_engine(settings: EngineSettings) -> tuple[ClickHouseOverFiles, HandedTables]:
    """An empty ClickHouse and the tables to be mapped into it.

    Raises:
        InputError: The memory limit or the number of threads cannot be used.
        SourceError: This process has an embedded ClickHouse already.
    """
    reader = DuckDBEngine(memory_limit=settings.memory_limit, threads=settings.threads)
    try:
        engine = ClickHouseOverFiles(
            memory_limit=settings.memory_limit,
            threads=settings.threads,
            timeout_seconds=settings.timeout_seconds,
        )
    except BaseException:
        reader.close()
        raise
    folder = Path(tempfile.mkdtemp(prefix="holdfast-"))
    engine.on_close(lambda: shutil.rmtree(folder, ignore_errors=True))
    engine.on_close(reader.close)
    return engine, HandedTables(engine, reader, folder)
