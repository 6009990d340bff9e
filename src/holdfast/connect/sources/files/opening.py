"""Files as the tables of a workspace: an embedded DuckDB reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files.load import FileTables

if TYPE_CHECKING:
    from holdfast.connect.engines.opening import EngineSettings


def open_engine(settings: EngineSettings) -> tuple[DuckDBEngine, FileTables]:
    """An empty DuckDB and the tables to be mapped into it.

    Raises:
        InputError: The memory limit or the number of threads cannot be used.
    """
    engine = DuckDBEngine(memory_limit=settings.memory_limit, threads=settings.threads)
    return engine, FileTables(engine)
