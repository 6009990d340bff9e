"""Actors that are kept between refreshes: one row each, in Parquet files that the embedded engine writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.store import whole_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine


class FileActors:
    """Files of a folder, read and written by DuckDB.

    Args:
        engine: Reads the events; it has the schema ``kept``.
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    relation = "kept.actors"

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def open(self, file: str, columns: Sequence[str]) -> bool:
        """See `ActorStore`."""
        path = self._folder / file
        if not file or not whole_files.holds(self._engine, path, ("customer_id", *columns)):
            return False
        self._engine.execute(f"CREATE OR REPLACE VIEW {self.relation} AS {whole_files.reading(path)}")
        return True

    def write(self, file: str, query: str) -> None:
        """See `ActorStore`."""
        path = self._folder / file
        whole_files.write(self._engine, path, query)
        self._engine.execute(f"CREATE OR REPLACE VIEW {self.relation} AS {whole_files.reading(path)}")

    def make(self, relation: str, query: str) -> None:
        """See `ActorStore`."""
        whole_files.make(self._engine, relation, query)
