"""First events of customers, kept between refreshes in Parquet files that the embedded engine writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal
from holdfast.connect.store import whole_files

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics.partials.model import FirstEvents

_CUSTOMER, _AT, _NAME = "customer_id", "occurred_at", "name"


class FileFirsts:
    """Files of a folder, read and written by DuckDB; see `FirstStore`.

    Args:
        engine: Reads the events; it has the schema ``kept``.
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._made = 0

    def is_there(self, file: str) -> bool:
        """See `FirstStore`."""
        return bool(file) and whole_files.holds(self._engine, self._folder / file, (_CUSTOMER, _AT))

    def write(self, file: str, firsts: FirstEvents, before: datetime, *, events: str) -> None:
        """See `FirstStore`."""
        customer, at = f"own.{_CUSTOMER}", f"own.{_AT}"
        counting = [f"{at} < {_instant(before)}", f"{customer} IS NOT NULL"]
        source = f"{events} AS own"
        if firsts.of_signed:
            source += f" JOIN customers ON customers.{_CUSTOMER} = {customer}"
            counting.append(f"{at} >= customers.signed_at")
        if firsts.names:
            counting.append(f"own.{_NAME} IN ({', '.join(map(literal, firsts.names))})")
        query = (
            f"SELECT {customer}, MIN({at}) AS {_AT} FROM {source} WHERE {' AND '.join(counting)} GROUP BY 1"
        )
        whole_files.write(self._engine, self._folder / file, query)

    def events_since(self, since: datetime, file: str = "", firsts: FirstEvents | None = None) -> str:
        """See `FirstStore`."""
        self._engine.prepare_mentioned("FROM events")
        query = f"SELECT * FROM events WHERE {_AT} >= {_instant(since)}"
        if firsts:
            name = literal(firsts.names[0]) if firsts.names else "NULL"
            kept = whole_files.reading(self._folder / file)
            query += (
                f" UNION ALL BY NAME SELECT {_CUSTOMER}, {_AT}, {name} AS {_NAME} FROM ({kept}) AS kept"
                f" WHERE {_AT} < {_instant(since)}"
            )
        self._made += 1
        relation = f"events_{self._made}"
        self._engine.execute(f"CREATE OR REPLACE VIEW kept.{relation} AS {query}")
        return relation


def _instant(instant: datetime) -> str:
    return f"TIMESTAMP '{instant.isoformat(sep=' ', timespec='microseconds')}'"
