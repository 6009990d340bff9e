"""The PostgreSQL adapter, on a real PostgreSQL."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.engines.postgres_errors import ConnectionLostError
from holdfast.connect.engines.retrying import Retry
from holdfast.errors import CancelledError, RefusedError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Database

    from holdfast.metrics.protocol import Engine

QUICK = Retry(first_pause=0.01)


@pytest.fixture
def engine(postgres: Database) -> Iterator[PostgresEngine]:
    with PostgresEngine(postgres.url, retry=QUICK) as opened:
        yield opened


def test_it_is_an_engine_as_the_metrics_want_it(engine: PostgresEngine) -> None:
    wanted: Engine = engine

    assert wanted.dialect == "postgres"


def test_values_come_back_as_duckdb_gives_them(engine: PostgresEngine) -> None:
    rows = engine.rows(
        "SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 10:00:00', TIMESTAMP '2024-02-29 10:00:00.5', "
        "TIME '10:00:00', TIMESTAMPTZ '2024-02-29 10:00:00+02', TRUE, 'a%b', NULL, 2.5::float8"
    )

    moments = ("2024-02-29", "2024-02-29T10:00:00", "2024-02-29T10:00:00.500000")
    assert rows == [(*moments, "10:00:00", "2024-02-29T08:00:00+00:00", True, "a%b", None, 2.5)]


def test_sums_of_integers_come_back_as_integers_whatever_their_size(engine: PostgresEngine) -> None:
    rows = engine.rows(
        "SELECT SUM(i), SUM(9223372036854775807::bigint), 3.00::numeric, 2.50::numeric "
        "FROM generate_series(0, 4) AS t(i)"
    )

    assert rows == [(10, 46116860184273879035, 3, 2.5)]
    assert [type(value) for value in rows[0]] == [int, int, int, float]


def test_types_without_a_better_form_come_back_as_text(engine: PostgresEngine, postgres: Database) -> None:
    postgres.execute("CREATE TYPE size AS ENUM ('small', 'large')")

    rows = engine.rows(
        "SELECT 'large'::size, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '{\"a\": 1}'::jsonb, ARRAY[1, 2]"
    )

    assert rows == [("large", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", '{"a": 1}', "{1,2}")]


def test_an_instant_that_never_comes_is_text(engine: PostgresEngine) -> None:
    assert engine.rows("SELECT 'infinity'::timestamp") == [("infinity",)]


def test_columns_come_with_their_logical_types(engine: PostgresEngine, postgres: Database) -> None:
    postgres.execute(
        "CREATE TABLE orders (a text, b bigint, c boolean, d timestamptz, e date, f real, g numeric, h uuid)"
    )

    assert dict(engine.columns("orders")) == {
        "a": "text",
        "b": "int",
        "c": "bool",
        "d": "ts",
        "e": "date",
        "f": "float",
        "g": "float",
        "h": "text",
    }
    assert dict(engine.columns("customers")) == {}


def test_nothing_can_be_written(engine: PostgresEngine, postgres: Database) -> None:
    postgres.execute("CREATE TABLE orders (a text)")

    with pytest.raises(RefusedError, match="read-only transaction"):
        engine.rows("WITH x AS (INSERT INTO orders VALUES ('a') RETURNING a) SELECT * FROM x")

    assert engine.rows("SELECT COUNT(*) FROM orders") == [(0,)]


@pytest.mark.parametrize("sql", ["SELECT 1; DROP TABLE orders", "SELECT 1; COMMIT; DROP TABLE orders"])
def test_a_second_statement_is_refused(engine: PostgresEngine, postgres: Database, sql: str) -> None:
    postgres.execute("CREATE TABLE orders (a text)")

    with pytest.raises(SourceError):
        engine.rows(sql)
    with pytest.raises(SourceError):
        engine.describe(f"SELECT * FROM ({sql}) AS q")
    with pytest.raises(SourceError):
        engine.describe("SELECT 1) AS q; COMMIT; DROP TABLE orders; SELECT 1 FROM (SELECT 1")

    assert postgres.execute("SELECT COUNT(*) FROM orders") == [(0,)]


def test_a_backslash_in_a_string_is_a_backslash_whatever_the_server_thinks(postgres: Database) -> None:
    postgres.execute(f"ALTER DATABASE {postgres.name} SET standard_conforming_strings = off")

    with PostgresEngine(postgres.url) as engine:
        assert engine.rows("SELECT '\\'") == [("\\",)]


def test_the_session_is_in_utc_whatever_the_database_is_in(postgres: Database) -> None:
    postgres.execute(f"ALTER DATABASE {postgres.name} SET timezone = 'Asia/Tokyo'")
    postgres.execute(f"ALTER DATABASE {postgres.name} SET datestyle = 'German'")

    with PostgresEngine(postgres.url) as engine:
        assert engine.rows(
            "SELECT CAST(TIMESTAMPTZ '2024-07-01 12:00:00+02' AS TEXT), DATE '2024-07-01'"
        ) == [("2024-07-01 10:00:00+00", "2024-07-01")]


def test_a_query_that_takes_too_long_ends_and_the_next_one_runs(postgres: Database) -> None:
    with PostgresEngine(postgres.url, timeout_seconds=1) as engine:
        with pytest.raises(SourceError, match="no answer within 1 seconds, on: SELECT pg_sleep") as caught:
            engine.rows("SELECT pg_sleep(30)")

        assert caught.value.may_retry
        assert engine.rows("SELECT 1") == [(1,)]


def test_a_connection_that_was_cut_between_two_queries_is_made_anew(
    engine: PostgresEngine, postgres: Database
) -> None:
    [(pid,)] = engine.rows("SELECT pg_backend_pid()")

    postgres.execute(f"SELECT pg_terminate_backend({pid})")

    assert engine.rows("SELECT 1") == [(1,)]


def test_a_query_whose_connection_is_cut_is_asked_again(engine: PostgresEngine, postgres: Database) -> None:
    cutter = threading.Thread(target=cut_once_asleep, args=(postgres,))
    cutter.start()

    rows = engine.rows("SELECT pg_sleep(1), 7")

    cutter.join()
    assert rows[0][1] == 7


def cut_once_asleep(postgres: Database) -> None:
    for _ in range(200):
        found = postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        if found:
            return
        time.sleep(0.02)


def test_a_query_whose_connection_is_cut_every_time_is_an_error_that_says_so(postgres: Database) -> None:
    with (
        PostgresEngine(postgres.url, retry=QUICK) as engine,
        pytest.raises(
            ConnectionLostError, match="the connection broke before the answer was complete"
        ) as caught,
    ):
        engine.rows("SELECT pg_terminate_backend(pg_backend_pid())")

    assert caught.value.may_retry


def test_a_snapshot_does_not_see_what_is_written_meanwhile(
    engine: PostgresEngine, postgres: Database
) -> None:
    postgres.execute("CREATE TABLE orders (a int)")

    with engine.snapshot():
        before = engine.rows("SELECT COUNT(*) FROM orders")
        postgres.execute("INSERT INTO orders VALUES (1)")
        within = engine.rows("SELECT COUNT(*) FROM orders")

    assert (before, within) == ([(0,)], [(0,)])
    assert engine.rows("SELECT COUNT(*) FROM orders") == [(1,)]


def test_a_query_that_fails_leaves_the_snapshot_as_it_was(engine: PostgresEngine, postgres: Database) -> None:
    postgres.execute("CREATE TABLE orders (a int)")

    with engine.snapshot():
        engine.rows("SELECT COUNT(*) FROM orders")
        postgres.execute("INSERT INTO orders VALUES (1)")
        for _ in range(3):
            with pytest.raises(RefusedError):
                engine.rows("SELECT nothing FROM nowhere")

            assert engine.rows("SELECT COUNT(*) FROM orders") == [(0,)]


def test_a_snapshot_that_lost_its_connection_does_not_go_on_with_other_data(
    engine: PostgresEngine, postgres: Database
) -> None:
    with engine.snapshot():
        [(pid,)] = engine.rows("SELECT pg_backend_pid()")
        postgres.execute(f"SELECT pg_terminate_backend({pid})")

        with pytest.raises(ConnectionLostError):
            engine.rows("SELECT 1")
        with pytest.raises(ConnectionLostError):
            engine.rows("SELECT 1")

    assert engine.rows("SELECT 1") == [(1,)]


def test_a_snapshot_whose_connection_was_cut_before_its_first_answer_begins_again(
    engine: PostgresEngine, postgres: Database
) -> None:
    [(pid,)] = engine.rows("SELECT pg_backend_pid()")

    with engine.snapshot():
        postgres.execute(f"SELECT pg_terminate_backend({pid})")

        assert engine.rows("SELECT 1") == [(1,)]


def test_a_query_is_cancelled_from_another_thread_and_the_next_one_runs(
    engine: PostgresEngine, postgres: Database
) -> None:
    canceller = threading.Thread(target=cancel_once_asleep, args=(engine, postgres))
    canceller.start()

    with pytest.raises(CancelledError, match="the query was cancelled"):
        engine.rows("SELECT pg_sleep(30)")

    canceller.join()
    assert engine.rows("SELECT 1") == [(1,)]


def cancel_once_asleep(engine: PostgresEngine, postgres: Database) -> None:
    asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    until = time.monotonic() + 20
    while not postgres.execute(asleep) and time.monotonic() < until:
        time.sleep(0.02)
    engine.cancel()


def test_a_snapshot_is_cancelled_also_between_two_of_its_queries(engine: PostgresEngine) -> None:
    with engine.snapshot():
        engine.rows("SELECT 1")
        canceller = threading.Thread(target=engine.cancel)
        canceller.start()
        until = time.monotonic() + 20
        while not engine._session._is_cancelled and time.monotonic() < until:
            time.sleep(0.01)

        with pytest.raises(CancelledError):
            engine.rows("SELECT 1")

    canceller.join()
    assert engine.rows("SELECT 1") == [(1,)]


def test_a_handler_of_signals_may_cancel_the_query_of_its_own_thread(engine: PostgresEngine) -> None:
    before = signal.signal(signal.SIGALRM, lambda *_: engine.cancel())
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(CancelledError):
            engine.rows("SELECT pg_sleep(30)")
    finally:
        signal.signal(signal.SIGALRM, before)

    assert engine.rows("SELECT 1") == [(1,)]


def test_cancelling_nothing_does_nothing(engine: PostgresEngine) -> None:
    engine.cancel()

    assert engine.rows("SELECT 1") == [(1,)]


def test_rows_come_while_the_server_still_makes_them(engine: PostgresEngine) -> None:
    rows = engine.stream("SELECT generate_series(1, 100000000)")

    assert [next(rows) for _ in range(3)] == [(1,), (2,), (3,)]
    rows.close()  # type: ignore[attr-defined]  # a generator, which is an iterator that can be closed
    assert engine.rows("SELECT 1") == [(1,)]


def test_rows_of_a_query_that_is_cut_in_their_midst_are_all_there_or_none(
    engine: PostgresEngine, postgres: Database
) -> None:
    [(pid,)] = engine.rows("SELECT pg_backend_pid()")
    rows = engine.stream("SELECT generate_series(1, 5000000)")
    assert next(rows) == (1,)
    postgres.execute(f"SELECT pg_terminate_backend({pid})")

    with pytest.raises(ConnectionLostError, match="before the answer was complete"):
        list(rows)

    # `rows` begins again where `stream` gives up: half an answer is never handed on.
    slept: list[float] = []
    with PostgresEngine(postgres.url, retry=Retry(sleep=slept.append)) as patient:
        cutter = threading.Thread(target=cut_once_asleep, args=(postgres,))
        cutter.start()
        answer = patient.rows(
            "SELECT i, CASE WHEN i = 150000 THEN pg_sleep(1)::text ELSE repeat('x', 100) END "
            "FROM generate_series(1, 200000) AS t(i)"
        )
        cutter.join()

    assert [row[0] for row in answer] == list(range(1, 200_001))
    assert slept == [0.25]


def test_a_refusal_names_the_database_and_the_beginning_of_the_sql(
    engine: PostgresEngine, postgres: Database
) -> None:
    with pytest.raises(RefusedError) as caught:
        engine.rows("SELECT nothing FROM nowhere")

    assert str(caught.value).startswith(f"PostgreSQL at postgres@{postgres.socket}/{postgres.name}: relation")
    assert "SELECT nothing FROM nowhere" in str(caught.value)
