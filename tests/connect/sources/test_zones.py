"""Local times of Parquet files in UTC, by a zone's offsets: equal to the calendar's answer in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.sources.files import ColumnMap
from holdfast.connect.sources.files.zones import offsets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.connect.sources.conftest import Load

    from holdfast.connect.engines.duckdb import DuckDBEngine

HOUR = 3_600_000_000
# Changes by an hour, half an hour, at midnight, by a whole day, 15 minutes, an odd number of seconds.
CHANGES = [
    ("Europe/Berlin", "2024-03-31"),
    ("Europe/Berlin", "2024-10-27"),
    ("America/New_York", "2024-11-03"),
    ("Australia/Lord_Howe", "2024-04-07"),
    ("Australia/Lord_Howe", "2024-10-06"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("Africa/Casablanca", "2024-03-10"),
    ("Pacific/Apia", "2011-12-30"),
    ("Asia/Kathmandu", "1986-01-01"),
    ("Africa/Monrovia", "1972-01-07"),
]


def differences(engine: DuckDBEngine, zone: str) -> int:
    sql = (
        "SELECT COUNT(*) FROM (SELECT customer_id, signed_at AS ours FROM customers) AS o "
        f"JOIN (SELECT i, t AT TIME ZONE '{zone}' AS theirs FROM sources.local) AS s ON s.i = o.customer_id "
        "WHERE EPOCH_US(ours) <> EPOCH_US(theirs)"
    )
    [[found]] = engine.rows(sql)
    return int(str(found))


def write_minutes(engine: DuckDBEngine, path: Path, *days: str) -> None:
    times = " UNION ALL ".join(
        f"SELECT UNNEST(GENERATE_SERIES(TIMESTAMP '{day}' - INTERVAL 36 HOURS, "
        f"TIMESTAMP '{day}' + INTERVAL 60 HOURS, INTERVAL 1 MINUTE)) AS t"
        for day in days
    )
    numbered = f"SELECT CAST(ROW_NUMBER() OVER () AS VARCHAR) AS i, t FROM ({times})"
    engine.execute(f"COPY ({numbered}) TO '{path}' (FORMAT parquet)")
    engine.execute("CREATE SCHEMA IF NOT EXISTS sources")
    engine.execute(f"CREATE VIEW sources.local AS SELECT * FROM read_parquet('{path}')")


MAPPED = {"customer_id": ColumnMap("i"), "signed_at": ColumnMap("t")}


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_every_minute_around_a_change_of_clocks_is_the_instant_that_the_calendar_gives(
    tmp_path: Path, load: Load, engine: DuckDBEngine, zone: str, day: str
) -> None:
    write_minutes(engine, tmp_path / "local.parquet", day)

    load("customers", "local.parquet", MAPPED, time_zone=zone)

    assert engine.rows("SELECT COUNT(*) FROM customers") == [(96 * 60 + 1,)]
    assert differences(engine, zone) == 0


def test_years_before_clocks_were_set_by_law_and_placeholders_far_ahead_are_instants_too(
    tmp_path: Path, load: Load, engine: DuckDBEngine
) -> None:
    write_minutes(
        engine,
        tmp_path / "local.parquet",
        "1850-01-01",
        "1969-12-31",
        "2024-07-01",
        "2070-01-01",
        "9999-12-28",
    )

    load("customers", "local.parquet", MAPPED, time_zone="Europe/Amsterdam")

    assert differences(engine, "Europe/Amsterdam") == 0
    assert engine.rows("SELECT COUNT(*) FROM customers WHERE signed_at >= TIMESTAMP '9999-01-01'") == [
        (5761,)
    ]


def test_no_row_is_converted_by_the_calendar_where_the_file_lies_between_two_changes_of_clocks(
    tmp_path: Path, load: Load, engine: DuckDBEngine
) -> None:
    write_minutes(engine, tmp_path / "local.parquet", "2024-07-01")

    load("customers", "local.parquet", MAPPED, time_zone="Europe/Berlin").prepare("customers")

    [[view]] = engine.rows("SELECT sql FROM duckdb_views() WHERE view_name = 'customers'")
    assert f"- {2 * HOUR})" in str(view)
    assert str(view).count("Europe/Berlin") == 2  # for years before the file's first and after 2069


def test_offsets_change_where_the_clock_does(engine: DuckDBEngine) -> None:
    found = offsets(engine, "Europe/Berlin", "2024-01-01", "2024-12-31")

    # A time that is left out counts as if the clock had not moved; one that is there twice is the later one.
    assert [(item.since, item.microseconds) for item in found] == [
        ("2024-01-01T00:00:00", HOUR),
        ("2024-03-31T03:00:00", 2 * HOUR),
        ("2024-10-27T02:00:00", HOUR),
    ]


def test_a_change_within_a_quarter_of_an_hour_is_left_to_the_calendar(engine: DuckDBEngine) -> None:
    found = offsets(engine, "Africa/Monrovia", "1972-01-01", "1972-01-31")

    assert [item.since for item in found if item.microseconds is None] == ["1972-01-07T00:30:00"]


def test_a_column_without_any_value_and_a_file_without_rows_are_read(
    tmp_path: Path, load: Load, engine: DuckDBEngine
) -> None:
    engine.execute(
        "COPY (SELECT 'a' AS customer_id, TIMESTAMP '2024-07-01' AS signed_at, "
        "NULL::TIMESTAMP AS free_since) "
        f"TO '{tmp_path / 'one.parquet'}' (FORMAT parquet)"
    )

    load("customers", "one.parquet", time_zone="Asia/Tokyo")

    assert engine.rows("SELECT signed_at, free_since FROM customers") == [("2024-06-30T15:00:00", None)]


def test_instants_as_text_of_a_parquet_file_are_read_once(
    tmp_path: Path, load: Load, engine: DuckDBEngine
) -> None:
    path = tmp_path / "texts.parquet"
    engine.execute(
        "COPY (SELECT * FROM (VALUES ('a', '2024-07-01T10:00:00+02:00'), ('b', '2024-07-01 10:00')) "
        f"AS t(customer_id, signed_at)) TO '{path}' (FORMAT parquet)"
    )
    load("customers", "texts.parquet", time_zone="Asia/Tokyo").prepare("customers")
    path.unlink()

    rows = engine.rows("SELECT customer_id, signed_at FROM customers ORDER BY 1")

    assert rows == [("a", "2024-07-01T08:00:00"), ("b", "2024-07-01T01:00:00")]
