"""Actors that are kept between refreshes: one row each, in Parquet files that the embedded engine writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal
from holdfast.connect.sources.files.relation import describe
from holdfast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine

_UNFINISHED = ".tmp"


class FileActors:
    """Files of a folder, read and written by DuckDB.

    Args:
        engine: Reads the events.
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    relation = "kept.actors"

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        engine.execute("CREATE SCHEMA IF NOT EXISTS kept")

    def open(self, file: str, columns: Sequence[str]) -> bool:
        """See `ActorStore`."""
        path = self._folder / file
        if not file or not path.is_file():
            return False
        select = f"SELECT * FROM read_parquet({literal(str(path))})"
        try:
            found = {name for name, _ in describe(self._engine, select)}
        except SourceError:
            return False  # no Parquet file any more: all events are read, and it is made anew
        self._engine.execute(f"CREATE OR REPLACE VIEW {self.relation} AS {select}")
        return found == {"customer_id", *columns}

    def write(self, file: str, query: str) -> None:
        """See `ActorStore`."""
        path = self._folder / file
        made = path.with_name(f"{file}{_UNFINISHED}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._engine.prepare_mentioned(query)
            self._engine.execute(f"COPY ({query}) TO {literal(str(made))} (FORMAT parquet)")
            made.replace(path)
        except OSError as error:
            raise SourceError(str(path), f"it cannot be written ({error})", "", "Free the folder") from error
        self._engine.execute(
            f"CREATE OR REPLACE VIEW {self.relation} AS SELECT * FROM read_parquet({literal(str(path))})"
        )

    def make(self, relation: str, query: str) -> None:
        """See `ActorStore`."""
        self._engine.prepare_mentioned(query)
        self._engine.execute(f"CREATE OR REPLACE TABLE {relation} AS {query}")

    def keep_only(self, files: AbstractSet[str], start: str) -> None:
        """See `ActorStore`."""
        for path in self._folder.glob(f"{start}*"):
            if path.name not in files:
                path.unlink(missing_ok=True)
