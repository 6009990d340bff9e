"""What is kept in files beside the counts, where the embedded engine reads the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.store.actors import FileActors
from holdfast.connect.store.firsts import FileFirsts
from holdfast.connect.store.rows import FileRows

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine


class FolderOfKept:
    """Files of a folder; see `KeptFiles`.

    Args:
        engine: Reads the data, and writes the files.
        folder: Of the workspace's kept figures (``.holdfast``).

    Raises:
        SourceError: The database failed.
    """

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        engine.execute("CREATE SCHEMA IF NOT EXISTS kept")
        self.actors, self.rows = FileActors(engine, folder), FileRows(engine, folder)
        self.firsts = FileFirsts(engine, folder)
        self._folder = folder

    def keep_only(self, files: AbstractSet[str], start: str) -> None:
        """See `KeptFiles`."""
        for path in self._folder.glob(f"{start}*"):
            if path.name not in files:
                path.unlink(missing_ok=True)
