"""Files whose values were looked at are not looked at again while they stay as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files import FileSet, FileTables, TableMap
from holdfast.connect.sources.files.looks import FILE_NAME
from holdfast.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def _write(path: Path, customer: str) -> None:
    columns = f"'{customer}' AS customer_id, 'login' AS name, TIMESTAMP '2024-05-01' AS occurred_at"
    duckdb.execute(f"COPY (SELECT {columns}) TO '{path}' (FORMAT parquet)")


def _customers(folder: Path) -> tuple[list[str], int]:
    """The ids as a query sees them, and how many looks at values it took."""
    with DuckDBEngine() as engine:
        tables = FileTables(engine)
        tables.remember(folder / "kept")
        tables.add_table(_events(folder))
        looks: list[str] = []
        run = engine.rows

        def counting(sql: str) -> object:
            looks.extend([sql] if "BOOL_OR" in sql else [])
            return run(sql)

        engine.rows = counting  # type: ignore[method-assign,assignment]
        return sorted(str(row[0]) for row in run("SELECT customer_id FROM events")), len(looks)


def _events(folder: Path) -> TableMap:
    files = FileSet("tables.events", folder, "*.parquet")
    return TableMap(table="events", files=files, sql=None, columns=(), time_zone="UTC")


def test_only_a_file_that_is_new_is_looked_at(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", "a")
    first = _customers(tmp_path)
    _write(tmp_path / "b.parquet", " b ")

    second, third = _customers(tmp_path), _customers(tmp_path)

    assert first == (["a"], 1)
    assert second == (["a", "b"], 1)
    assert third == (["a", "b"], 0)


def test_a_file_that_changed_is_looked_at_again(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", "a")
    _customers(tmp_path)
    _write(tmp_path / "a.parquet", "")

    with pytest.raises(InputError, match="customer_id"):
        _customers(tmp_path)


def test_what_is_kept_and_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", "a")
    _customers(tmp_path)
    (tmp_path / "kept" / FILE_NAME).write_text('{"x": 3', encoding="utf-8")

    assert _customers(tmp_path) == (["a"], 1)
