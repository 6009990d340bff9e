"""Parquet, JSON and fixed-width files, and the tables we write ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.sources.files import FileSet, FileTables, TableMap
from holdfast.connect.sources.files.write import write_tables
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.connect.sources.conftest import Load

    from holdfast.connect.engines.duckdb import DuckDBEngine


@dataclass(frozen=True)
class Rows:
    table: str
    columns: Mapping[str, Any]


def customers(ids: list[str], **changed: Any) -> Rows:  # noqa: ANN401 (columns of any type)
    given = {
        "customer_id": np.array(ids, dtype=object),
        "signed_at": np.full(len(ids), np.datetime64("2024-07-01T10:00:00.000001", "us")),
        "is_paying": np.full(len(ids), fill_value=True),
        "free_since": np.array([np.datetime64("NaT", "us")] * len(ids)),
        "plan": np.array([None] * len(ids), dtype=object),
    }
    return Rows("customers", given | changed)


def test_what_is_written_is_read_back_whatever_the_zone_of_the_company(tmp_path: Path, load: Load) -> None:
    write_tables([customers(["a", "b"]), customers(["007"])], tmp_path / "out")

    engine = load("customers", "out/customers.parquet", time_zone="Asia/Tokyo")

    assert engine.rows(
        "SELECT customer_id, signed_at, is_paying, free_since, plan FROM customers ORDER BY 1"
    ) == [
        ("007", "2024-07-01T10:00:00.000001", True, None, None),
        ("a", "2024-07-01T10:00:00.000001", True, None, None),
        ("b", "2024-07-01T10:00:00.000001", True, None, None),
    ]


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Rows]:
        yield customers(["a"])
        message = "the simulator failed"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        write_tables(broken(), tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(InputError, match="not empty"):
        write_tables([customers(["a"])], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("chunk", "said"),
    [
        (Rows("custmers", {}), "no table 'custmers'"),
        (Rows("customers", {"customer_id": ["a"]}), "no signed_at"),
        (Rows("calendar_events", {"at": [0], "label": ["x"], "more": ["y"]}), "no column 'more'"),
        (customers(["a", "b"], plan=np.array(["x"], dtype=object)), "does not fit"),
        (customers(["a"], customer_id=np.array([None], dtype=object)), "customer_id has a null"),
        (customers(["a"], is_paying=np.array(["perhaps"], dtype=object)), "does not fit"),
    ],
)
def test_a_chunk_that_does_not_fit_the_contract_is_refused(tmp_path: Path, chunk: Rows, said: str) -> None:
    with pytest.raises(InputError, match=said):
        write_tables([chunk], tmp_path / "out")

    assert not (tmp_path / "out").exists()


def make_parquet(engine: DuckDBEngine, path: Path, select: str) -> None:
    engine.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def test_numbers_of_a_parquet_file_become_ids_instants_local_and_amounts_exact(
    tmp_path: Path, load: Load, engine: DuckDBEngine
) -> None:
    make_parquet(
        engine,
        tmp_path / "orders.parquet",
        "SELECT 1 AS order_id, 17850.0 AS customer_id, TIMESTAMP '2024-07-01 10:00:00' AS ordered_at, "
        "3.0::DOUBLE AS amount_minor, 'Sale' AS kind "
        "UNION ALL SELECT 2, 'NaN'::DOUBLE, TIMESTAMP '2024-01-01 10:00:00', 4, 'sale'",
    )

    rows = load("orders", "orders.parquet", time_zone="Europe/London").rows(
        "SELECT * FROM orders ORDER BY order_id"
    )

    assert rows == [
        ("1", "17850", "2024-07-01T09:00:00", 3, "EUR", "sale"),
        ("2", None, "2024-01-01T10:00:00", 4, "EUR", "sale"),
    ]


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("'1' AS customer_id, NULL::TIMESTAMP AS signed_at", "'signed_at': there is no value"),
        ("'' AS customer_id, TIMESTAMP '2024-01-01' AS signed_at", "'customer_id': there is no value"),
        ("'1' AS customer_id, 'soon' AS signed_at", "row 1, column 'signed_at': 'soon'"),
        (
            "'1' AS customer_id, DATE '2024-01-01' AS signed_at, 'x' AS is_paying",
            "'x' does not fit is_paying",
        ),
    ],
)
def test_a_parquet_value_that_does_not_fit_is_named(
    tmp_path: Path, load: Load, engine: DuckDBEngine, select: str, said: str
) -> None:
    make_parquet(engine, tmp_path / "c.parquet", f"SELECT {select}")

    with pytest.raises(InputError, match=said):
        load("customers", "c.parquet").rows("SELECT COUNT(*) FROM customers")


def test_a_file_that_is_only_called_parquet_is_refused(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.parquet").write_text("customer_id,signed_at\n1,2024-01-01\n" * 9)

    with pytest.raises(InputError, match="not a Parquet file"):
        load("customers", "c.parquet")


FIRST = '{"customer_id": 7, "signed_at": "2024-01-01"}'
SECOND = '{"customer_id": "007", "plan": "pro", "signed_at": "2024-01-02"}'


@pytest.mark.parametrize(
    "text",
    [
        FIRST + "\n" + SECOND + "\n",
        f"[{FIRST},\n {SECOND}]",
    ],
)
def test_json_records_are_read_line_by_line_or_as_an_array(tmp_path: Path, load: Load, text: str) -> None:
    (tmp_path / "c.json").write_text(text)

    rows = load("customers", "c.json").rows(
        "SELECT customer_id, signed_at, plan FROM customers ORDER BY signed_at"
    )

    assert rows == [("7", "2024-01-01T00:00:00", None), ("007", "2024-01-02T00:00:00", "pro")]


@pytest.mark.parametrize("text", ['{"customer_id": 7}\n{"customer_id": \n', "[1, 2]", "[]", "no json"])
def test_json_that_breaks_off_or_holds_no_records_gets_one_message(
    tmp_path: Path, load: Load, text: str
) -> None:
    (tmp_path / "c.jsonl").write_text(text)

    with pytest.raises(InputError) as raised:
        load("customers", "c.jsonl").rows("SELECT COUNT(*) FROM customers")

    assert "c.jsonl" in str(raised.value)


def test_fixed_width_text_is_cut_at_the_declared_characters(tmp_path: Path, engine: DuckDBEngine) -> None:
    (tmp_path / "log.txt").write_bytes(b" id    date\r\n 00001 19970101\r\n 00002 19970112\r\n")
    fields = (("customer_id", 2, 6), ("signed_at", 8, 15))
    files = FileSet("tables.customers", tmp_path, "log.txt", format="fixed", fields=fields, skip_rows=1)

    FileTables(engine).add_table(
        TableMap("customers", files, None, (), time_zone="UTC", date_format="%Y%m%d")
    )

    assert engine.rows("SELECT customer_id, signed_at FROM customers ORDER BY customer_id") == [
        ("00001", "1997-01-01T00:00:00"),
        ("00002", "1997-01-12T00:00:00"),
    ]
