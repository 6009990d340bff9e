"""Rows that may still change, kept between refreshes in Parquet files that the embedded engine writes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.connect.store import whole_files
from holdfast.metrics.finish.cells import Count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics.partials.model import Cuts, KeptTable, Stretch

_CHANGED = "kept.changed"
_CUSTOMER = "customer_id"


class FileRows:
    """Files of a folder, read and written by DuckDB; see `RowStore`.

    Args:
        engine: Reads the tables; it has the schema ``kept``.
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._older: dict[str, tuple[int, int]] = {}

    def look(self, table: KeptTable, stretch: Stretch) -> None:
        """See `RowStore`."""
        name, at = quoted(table.name), quoted(table.at)
        is_young, start, end = _is_in(table, stretch), *map(_at, stretch)
        young = f"SELECT {_names(table)} FROM {name} WHERE {at} < {end} AND {is_young}"
        self._make(_relation("young", table), young)
        older = f"{at} < {start} AND ({is_young}) IS NOT TRUE"
        hashed = f"SELECT COUNT(*), SUM(hash({_seen(table, stretch.start, named=False)}))"
        self._older[table.name] = self._hashed(f"{hashed} FROM {name} WHERE {older}")

    def digest(self, table: KeptTable, before: datetime) -> str:
        """See `RowStore`."""
        young = self._hashed(
            f"SELECT COUNT(*), SUM(hash({_seen(table, before, named=False)})) "
            f"FROM {_relation('young', table)} WHERE {quoted(table.at)} < {_at(before)}"
        )
        count, hashes = (one + other for one, other in zip(self._older[table.name], young, strict=True))
        return f"{count}:{hashes}"

    def keep(self, table: KeptTable, file: str, stretch: Stretch) -> None:
        """See `RowStore`."""
        whole_files.write(self._engine, self._folder / file, _visible(table, stretch))

    def open(self, table: KeptTable, file: str) -> bool:
        """See `RowStore`."""
        path = self._folder / file
        if not file or not whole_files.holds(self._engine, path, table.columns):
            return False
        self._engine.execute(
            f"CREATE OR REPLACE VIEW {_relation('was', table)} AS {whole_files.reading(path)}"
        )
        return True

    def keep_counts(self, file: str, counts: Cuts) -> None:
        """See `RowStore`."""
        cuts = [
            (segment, day.isoformat(), found) for segment, own in counts.items() for day, found in own.items()
        ]
        whole_files.write_text(self._folder / file, json.dumps(cuts, ensure_ascii=False))

    def counts(self, file: str) -> Cuts | None:
        """See `RowStore`."""
        try:
            cuts = json.loads((self._folder / file).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None  # all is counted again, and it is made anew
        found: Cuts = {}
        for segment, day, counts in cuts:
            own = found.setdefault(None if segment is None else tuple(segment), {})
            own[date.fromisoformat(day)] = [Count(*count) for count in counts]
        return found

    def compare(
        self, tables: Sequence[KeptTable], stretch: Stretch, *, passed: Iterable[Stretch], signed: datetime
    ) -> None:
        """See `RowStore`."""
        customers = [f"SELECT {_CUSTOMER} FROM customers WHERE signed_at >= {_at(signed)}"]
        for table in tables:
            self._make(_relation("is", table), _visible(table, stretch))
            customers += [_differing(table), *(_of_instants(table, one) for one in passed)]
        found = " UNION ALL ".join(customers)
        self._make(
            _CHANGED, f"SELECT DISTINCT {_CUSTOMER} FROM ({found}) AS found WHERE {_CUSTOMER} IS NOT NULL"
        )

    def restore(self, tables: Sequence[KeptTable], since: datetime, *, signed: datetime | None) -> None:
        """See `RowStore`."""
        of_changed = f"SEMI JOIN {_CHANGED} AS changed ON changed.{_CUSTOMER}"
        self._make("kept.now_customers", f"SELECT * FROM customers SEMI JOIN {_CHANGED} USING ({_CUSTOMER})")
        before = "" if signed is None else f" WHERE (signed_at >= {_at(signed)}) IS NOT TRUE"
        self._make("kept.before_customers", f"SELECT * FROM kept.now_customers{before}")
        for table in tables:
            name, customer = quoted(table.name), quoted(table.customer)
            now, was = _relation("now", table), _relation("was", table)
            self._make(now, f"SELECT {_names(table)} FROM {name} AS own {of_changed} = own.{customer}")
            # As the rows were then: what has rested since before, with what was kept of the others.
            kept = f"SELECT {_names(table)} FROM {was} AS own {of_changed} = own.{customer}"
            rested = f"SELECT {_seen(table, since)} FROM {{}} WHERE {quoted(table.at)} < {_at(since)}"
            old = rested.format(f"({kept}) AS kept")
            self._make(
                _relation("before", table), f"({rested.format(now)} EXCEPT ALL {old}) UNION ALL {kept}"
            )

    def _make(self, relation: str, query: str) -> None:
        whole_files.make(self._engine, relation, query)

    def _hashed(self, query: str) -> tuple[int, int]:
        [[count, hashes]] = self._engine.rows(query)
        return int(count or 0), int(hashes or 0)


def _relation(state: str, table: KeptTable) -> str:
    return f"kept.{state}_{table.name}"


def _names(table: KeptTable) -> str:
    return ", ".join(map(quoted, table.columns))


def _at(instant: datetime) -> str:
    return f"TIMESTAMP '{instant.isoformat(sep=' ', timespec='microseconds')}'"


def _seen(table: KeptTable, before: datetime, *, named: bool = True) -> str:
    """The columns, with null for each instant that had not come."""
    found = []
    for column in table.columns:
        name = quoted(column)
        seen = f"CASE WHEN {name} < {_at(before)} THEN {name} END{f' AS {name}' if named else ''}"
        found.append(seen if column in table.instants else name)
    return ", ".join(found)


def _is_in(table: KeptTable, stretch: Stretch) -> str:
    """An instant of the row lies in the stretch."""
    start, end = map(_at, stretch)
    return (
        f"({' OR '.join(f'({name} >= {start} AND {name} < {end})' for name in map(quoted, table.instants))})"
    )


def _visible(table: KeptTable, stretch: Stretch) -> str:
    """The rows of young ones of which an instant lies in the stretch, as they are seen at its end."""
    return (
        f"SELECT {_seen(table, stretch.end)} FROM {_relation('young', table)} "
        f"WHERE {quoted(table.at)} < {_at(stretch.end)} AND {_is_in(table, stretch)}"
    )


def _differing(table: KeptTable) -> str:
    """The customers of rows that are not as often there as they were."""
    customer = quoted(table.customer)
    both = " UNION ALL ".join(
        f"SELECT {customer}, hash({_names(table)}) AS row_hash, {number} AS number "
        f"FROM {_relation(state, table)}"
        for state, number in (("is", 1), ("was", -1))
    )
    return (
        f"SELECT ANY_VALUE({customer}) AS {_CUSTOMER} FROM ({both}) AS both_states "
        f"GROUP BY row_hash HAVING SUM(number) <> 0"
    )


def _of_instants(table: KeptTable, stretch: Stretch) -> str:
    """The customers of rows of which an instant lies in the stretch."""
    return f"SELECT {quoted(table.customer)} FROM {quoted(table.name)} WHERE {_is_in(table, stretch)}"
