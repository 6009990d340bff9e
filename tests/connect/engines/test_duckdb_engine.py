"""The DuckDB adapter, on a real DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.errors import InputError, SourceError
from holdfast.metrics.emit.rendering import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.metrics.protocol import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with DuckDBEngine(temp_folder=tmp_path) as opened:
        yield opened


def test_it_is_an_engine_as_the_metrics_want_it(engine: DuckDBEngine) -> None:
    wanted: Engine = engine

    assert wanted.dialect == "duckdb"


def test_dates_and_instants_come_back_as_iso_text(engine: DuckDBEngine) -> None:
    rows = engine.rows("SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 10:00:00', TIME '10:00:00'")

    assert rows == [("2024-02-29", "2024-02-29T10:00:00", "10:00:00")]


def test_sums_of_integers_come_back_as_integers(engine: DuckDBEngine) -> None:
    rows = engine.rows(
        "SELECT SUM(i), CAST(3 AS DECIMAL(9, 2)), CAST(2.5 AS DECIMAL(9, 2)) FROM range(5) AS t(i)"
    )

    assert rows == [(10, 3, 2.5)]
    assert type(rows[0][0]) is int


def test_the_session_is_in_utc_whatever_the_machine_is_in(engine: DuckDBEngine) -> None:
    rows = engine.rows(
        "SELECT CAST(TIMESTAMPTZ '2024-07-01 12:00:00+02' AS VARCHAR), current_setting('TimeZone')"
    )

    assert rows == [("2024-07-01 10:00:00+00", "UTC")]


def test_columns_come_with_their_logical_types(engine: DuckDBEngine) -> None:
    engine.execute("CREATE TABLE orders (a VARCHAR, b BIGINT, c BOOLEAN, d TIMESTAMP, e DATE, f DOUBLE)")

    assert dict(engine.columns("orders")) == {
        "a": "text",
        "b": "int",
        "c": "bool",
        "d": "ts",
        "e": "date",
        "f": "float",
    }


def test_a_table_that_is_not_there_has_no_columns(engine: DuckDBEngine) -> None:
    assert dict(engine.columns("nothing")) == {}


def test_a_refusal_is_a_source_error_with_the_beginning_of_the_sql(engine: DuckDBEngine) -> None:
    with pytest.raises(SourceError) as raised:
        engine.rows("SELECT missing FROM nowhere")

    assert "nowhere" in str(raised.value)
    assert "SELECT missing FROM nowhere" in str(raised.value)


def test_a_long_text_is_shortened_in_the_error(engine: DuckDBEngine) -> None:
    with pytest.raises(SourceError) as raised:
        engine.rows("SELECT " + ", ".join(f"column_{i}" for i in range(500)) + " FROM nowhere")

    assert len(str(raised.value)) < 600


def test_a_query_larger_than_memory_spills_into_the_temporary_folder(tmp_path: Path) -> None:
    with DuckDBEngine(memory_limit="60MB", threads=1, temp_folder=tmp_path) as engine:
        engine.execute(
            "CREATE TABLE big AS SELECT md5(CAST(i AS VARCHAR)) AS a, i FROM range(1500000) AS t(i)"
        )

        assert engine.rows("SELECT COUNT(*), COUNT(DISTINCT a) FROM big") == [(1_500_000, 1_500_000)]


def test_closing_removes_the_temporary_folder(tmp_path: Path) -> None:
    engine = DuckDBEngine(temp_folder=tmp_path)
    before = list(tmp_path.iterdir())

    engine.close()
    engine.close()

    assert len(before) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_table_is_prepared_once_and_only_when_a_query_mentions_it(engine: DuckDBEngine) -> None:
    prepared: list[str] = []
    engine.execute("CREATE TABLE orders (a BIGINT)")
    engine.register("orders", lambda: prepared.append("orders"))
    engine.register("events", lambda: prepared.append("events"))

    engine.rows("SELECT 'events'")
    engine.rows('SELECT COUNT(*) FROM "orders"')
    engine.rows("SELECT COUNT(*) FROM orders AS o")

    assert prepared == ["orders"]


@pytest.mark.parametrize("limit", ["", "much", "5", "-1GB", "1GB; DROP TABLE x"])
def test_a_memory_limit_that_is_no_size_is_refused(limit: str) -> None:
    with pytest.raises(InputError, match=r"memory_limit.*512MB"):
        DuckDBEngine(memory_limit=limit)


def test_threads_have_to_be_positive() -> None:
    with pytest.raises(InputError, match="threads"):
        DuckDBEngine(threads=0)


@pytest.mark.parametrize(("customers", "threads"), [(900, 2), (1_000_000, 1)])
def test_wide_groups_that_would_not_fit_twice_are_made_by_one_thread(customers: int, threads: int) -> None:
    """Six words of 32 bytes for a million customers are 192 MB, more than a quarter of 512 MB."""
    text = f"{WIDE.format(6)}SELECT CAST(current_setting('threads') AS INTEGER)"
    with DuckDBEngine(memory_limit="512MB", threads=2) as engine:
        engine.execute(f"CREATE TABLE customers AS SELECT i AS customer_id FROM range({customers}) AS t(i)")

        during, after = engine.rows(text), engine.rows("SELECT CAST(current_setting('threads') AS INTEGER)")

    assert (during, after) == ([(threads,)], [(2,)])


def test_columns_that_were_asked_for_follow_a_table_that_is_made_anew(engine: DuckDBEngine) -> None:
    engine.execute("CREATE TABLE t (one INTEGER)")
    before = engine.columns("t")

    engine.execute("CREATE OR REPLACE TABLE t (two VARCHAR)")

    assert (dict(before), dict(engine.columns("t"))) == ({"one": "int"}, {"two": "text"})
