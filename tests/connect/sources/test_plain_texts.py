"""Texts of Parquet files are read as they stand where nothing mends them, and mended where something does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdfast.errors import InputError
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


def _workspace(folder: Path, *, ids: list[str], kinds: list[str]) -> Path:
    columns = {
        "order_id": [f"o{number}" for number, _ in enumerate(ids)],
        "customer_id": ids,
        "ordered_at": pa.array([datetime(2024, 1, 1, tzinfo=UTC)] * len(ids), pa.timestamp("us", tz="UTC")),
        "amount_minor": [100] * len(ids),
        "currency": ["EUR"] * len(ids),
        "kind": kinds,
    }
    pq.write_table(pa.table(columns), folder / "orders.parquet")
    (folder / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.orders]\nfiles = "orders.parquet"\n'
    )
    return folder


def _read(folder: Path) -> tuple[list[Any], str]:
    """The rows, and how the engine then reads the table."""
    with open_workspace(folder) as workspace:
        rows = list(workspace.engine.rows("SELECT customer_id, kind FROM orders ORDER BY order_id"))
        [[view]] = workspace.engine.rows("SELECT sql FROM duckdb_views() WHERE view_name = 'orders'")
    return rows, str(view)


def test_clean_texts_are_read_as_they_stand(tmp_path: Path) -> None:
    rows, view = _read(_workspace(tmp_path, ids=["a", "007", "1.5"], kinds=["sale", "refund", "test"]))

    assert rows == [("a", "sale"), ("007", "refund"), ("1.5", "test")]
    assert "regexp_replace" not in view
    assert "lower" not in view


@pytest.mark.parametrize(
    ("ids", "read"),
    [
        (["a", " b"], ["a", "b"]),
        (["a", "b "], ["a", "b"]),
        (["a", "17850.0"], ["a", "17850"]),
        (["a", ""], ["a", None]),
    ],
)
def test_one_text_that_needs_mending_has_all_of_the_column_mended(
    tmp_path: Path, ids: list[str], read: list[str | None]
) -> None:
    rows, view = _read(_workspace(tmp_path, ids=ids, kinds=["sale", "sale"]))

    assert [row[0] for row in rows] == read
    assert "regexp_replace" in view


def test_another_spelling_of_a_known_value_is_mended(tmp_path: Path) -> None:
    rows, _ = _read(_workspace(tmp_path, ids=["a", "b"], kinds=["sale", "Refund"]))

    assert [row[1] for row in rows] == ["sale", "refund"]


def test_an_unknown_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one of sale, refund, test"):
        _read(_workspace(tmp_path, ids=["a", "b"], kinds=["sale", "gift"]))


def test_an_id_that_has_to_be_there_and_is_blank_is_refused(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, ids=["a", "b"], kinds=["sale", "sale"])
    table = pq.read_table(folder / "orders.parquet")
    blank = table.set_column(0, "order_id", pa.array(["o1", "  "]))
    pq.write_table(blank, folder / "orders.parquet")

    with pytest.raises(InputError, match="order_id"):
        _read(folder)
