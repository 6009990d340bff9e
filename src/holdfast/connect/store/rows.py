"""Rows that may still change, kept between refreshes in Parquet files that the embedded engine writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.connect.store import whole_files
from holdfast.metrics.finish.cells import Count

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics.partials.model import Cuts, Instead, KeptTable, Stretch

_CUSTOMER, _SCHEMA = "customer_id", "kept."


@dataclass(frozen=True, slots=True)
class _Look:
    """What going through a table found.

    Attributes:
        young: Relation of its young rows.
        older: Number and hash of the others.
        digests: By instant.
        kept: By stretch the file that was made of it.
    """

    young: str
    older: tuple[int, int]
    digests: dict[datetime, str] = field(default_factory=dict)
    kept: dict[Stretch, Path] = field(default_factory=dict)


class FileRows:
    """Files of a folder, read and written by DuckDB; see `RowStore`.

    What one metric looked at and compared is at hand for the next, as one refresh is of one moment here.

    Args:
        engine: Reads the tables; it has the schema ``kept``.
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    def __init__(self, engine: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._seen: dict[tuple[KeptTable, Stretch], _Look] = {}
        self._looks: dict[KeptTable, _Look] = {}
        self._opened: dict[KeptTable, tuple[str, bytes]] = {}
        self._restored: dict[Hashable, tuple[Instead, Instead]] = {}
        self._made = 0

    def look(self, table: KeptTable, stretch: Stretch, *, again: bool = False) -> None:
        """See `RowStore`."""
        if again or (table, stretch) not in self._seen:
            self._seen[table, stretch] = self._looked(table, stretch)
        self._looks[table] = self._seen[table, stretch]

    def digest(self, table: KeptTable, before: datetime) -> str:
        """See `RowStore`."""
        look = self._looks[table]
        if before not in look.digests:
            young = self._hashed(
                f"SELECT COUNT(*), SUM(hash({_seen(table, before, named=False)})) "
                f"FROM {look.young} WHERE {quoted(table.at)} < {_at(before)}"
            )
            count, hashes = (one + other for one, other in zip(look.older, young, strict=True))
            look.digests[before] = f"{count}:{hashes}"
        return look.digests[before]

    def keep(self, table: KeptTable, file: str, stretch: Stretch) -> None:
        """See `RowStore`."""
        look, path = self._looks[table], self._folder / file
        if stretch in look.kept and look.kept[stretch].is_file():
            whole_files.copy(look.kept[stretch], path)
            return
        whole_files.write(self._engine, path, _visible(table, stretch, look.young))
        look.kept[stretch] = path

    def open(self, table: KeptTable, file: str) -> bool:
        """See `RowStore`."""
        path = self._folder / file
        if not file or not whole_files.holds(self._engine, path, table.columns):
            return False
        self._opened[table] = whole_files.reading(path), sha256(path.read_bytes()).digest()
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

    def restore(
        self,
        tables: Sequence[KeptTable],
        stretch: Stretch,
        *,
        passed: Sequence[Stretch],
        signed: datetime,
        is_signed: bool,
    ) -> tuple[Instead, Instead]:
        """See `RowStore`."""
        # What is there and what was are told by the look and by the bytes of the file.
        states = tuple((table, self._looks[table].young, self._opened[table][1]) for table in tables)
        key = (states, stretch, tuple(passed), signed, is_signed)
        if key not in self._restored:
            changed = self._changed(tables, stretch, passed, signed)
            self._restored[key] = self._of_changed(
                tables, changed, stretch.start, signed if is_signed else None
            )
        return self._restored[key]

    def _looked(self, table: KeptTable, stretch: Stretch) -> _Look:
        name, at = quoted(table.name), quoted(table.at)
        is_young, start, end = _is_in(table, stretch), *map(_at, stretch)
        young = f"SELECT {_names(table)} FROM {name} WHERE {at} < {end} AND {is_young}"
        older = f"{at} < {start} AND ({is_young}) IS NOT TRUE"
        hashed = f"SELECT COUNT(*), SUM(hash({_seen(table, stretch.start, named=False)}))"
        return _Look(self._make("young", young), self._hashed(f"{hashed} FROM {name} WHERE {older}"))

    def _changed(
        self, tables: Sequence[KeptTable], stretch: Stretch, passed: Sequence[Stretch], signed: datetime
    ) -> str:
        """The relation of the customers of whom a row differs."""
        customers = [f"SELECT {_CUSTOMER} FROM customers WHERE signed_at >= {_at(signed)}"]
        for table in tables:
            there = self._make("is", _visible(table, stretch, self._looks[table].young))
            customers += [_differing(table, there, f"({self._opened[table][0]})")]
            customers += [_of_instants(table, one) for one in passed]
        found = " UNION ALL ".join(customers)
        return self._make(
            "changed",
            f"SELECT DISTINCT {_CUSTOMER} FROM ({found}) AS found WHERE {_CUSTOMER} IS NOT NULL",
        )

    def _of_changed(
        self, tables: Sequence[KeptTable], changed: str, since: datetime, signed: datetime | None
    ) -> tuple[Instead, Instead]:
        of_changed = f"SEMI JOIN {changed} AS changed ON changed.{_CUSTOMER}"
        customers = self._make("now", f"SELECT * FROM customers SEMI JOIN {changed} USING ({_CUSTOMER})")
        before = "" if signed is None else f" WHERE (signed_at >= {_at(signed)}) IS NOT TRUE"
        known = self._make("before", f"SELECT * FROM {customers}{before}")
        found = [("customers", customers, known)]
        for table in tables:
            name, customer = quoted(table.name), quoted(table.customer)
            now = self._make(
                "now", f"SELECT {_names(table)} FROM {name} AS own {of_changed} = own.{customer}"
            )
            # As the rows were then: what has rested since before, with what was kept of the others.
            was = f"({self._opened[table][0]})"
            kept = f"SELECT {_names(table)} FROM {was} AS own {of_changed} = own.{customer}"
            rested = f"SELECT {_seen(table, since)} FROM {{}} WHERE {quoted(table.at)} < {_at(since)}"
            old = rested.format(f"({kept}) AS kept")
            then = f"({rested.format(now)} EXCEPT ALL {old}) UNION ALL {kept}"
            found.append((table.name, now, self._make("before", then)))
        now_read, then_read = (
            tuple((names[0], names[state].removeprefix(_SCHEMA)) for names in found) for state in (1, 2)
        )
        return now_read, then_read

    def _make(self, state: str, query: str) -> str:
        """The name of a relation of a query's rows, which no other has."""
        self._made += 1
        relation = f"{_SCHEMA}{state}_{self._made}"
        whole_files.make(self._engine, relation, query)
        return relation

    def _hashed(self, query: str) -> tuple[int, int]:
        [[count, hashes]] = self._engine.rows(query)
        return int(count or 0), int(hashes or 0)


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


def _visible(table: KeptTable, stretch: Stretch, young: str) -> str:
    """The rows of young ones of which an instant lies in the stretch, as they are seen at its end."""
    return (
        f"SELECT {_seen(table, stretch.end)} FROM {young} "
        f"WHERE {quoted(table.at)} < {_at(stretch.end)} AND {_is_in(table, stretch)}"
    )


def _differing(table: KeptTable, there: str, was: str) -> str:
    """The customers of rows that are not as often there as they were."""
    customer = quoted(table.customer)
    both = " UNION ALL ".join(
        f"SELECT {customer}, hash({_names(table)}) AS row_hash, {number} AS number FROM {relation}"
        for relation, number in ((there, 1), (was, -1))
    )
    return (
        f"SELECT ANY_VALUE({customer}) AS {_CUSTOMER} FROM ({both}) AS both_states "
        f"GROUP BY row_hash HAVING SUM(number) <> 0"
    )


def _of_instants(table: KeptTable, stretch: Stretch) -> str:
    """The customers of rows of which an instant lies in the stretch."""
    return f"SELECT {quoted(table.customer)} FROM {quoted(table.name)} WHERE {_is_in(table, stretch)}"
