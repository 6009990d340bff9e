"""Spark as an engine: what it answers, how it stops, what it leaves of a session, what it says of faults."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.spark import SparkEngine
from holdfast.connect.engines.spark_session import open_session
from holdfast.errors import CancelledError, InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]
# Hours of work in short steps: a task looks whether it was cancelled after each thousand rows of `a`.
_LONG = "SELECT SUM(HASH(a.id + b.id)) FROM RANGE(400000000) AS a JOIN RANGE(4000) AS b ON a.id % 7 <= b.id"


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """A session as a user has it: of another zone, with a view and a job group of his own."""
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.session.timeZone": "Europe/Berlin",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.ansi.enabled": "false",
    }
    opened = open_session("local[1]", settings=settings)
    opened.sql("SELECT 1 AS mine").createOrReplaceTempView("orders")
    yield opened
    opened.stop()


def test_instants_of_a_zone_and_without_one_are_the_same_instant_in_utc(session: SparkSession) -> None:
    # The second half past two of the night on which Berlin's clocks go back, and the first.
    given = session.sql(
        "SELECT TIMESTAMP '2024-10-27 01:30:00 UTC' AS aware, TIMESTAMP_NTZ '2024-10-27 01:30:00' AS naive"
        " UNION ALL SELECT TIMESTAMP '2024-10-27 00:30:00 UTC', TIMESTAMP_NTZ '2024-10-27 00:30:00'"
    )
    with SparkEngine(session) as engine:
        engine.define("given", given)

        found = sorted(engine.rows("SELECT aware, naive FROM given"))

        assert found == [("2024-10-27T00:30:00",) * 2, ("2024-10-27T01:30:00",) * 2]
        assert engine.columns("given") == {"aware": "ts", "naive": "ts"}


def test_whole_numbers_are_int_and_dates_are_text(session: SparkSession) -> None:
    with SparkEngine(session) as engine:
        [row] = engine.rows(
            "SELECT CAST(9223372036854775807 AS DECIMAL(38, 0)) * 4, DATE '2024-02-29', TRUE, 'é', NULL, 1.50"
        )

    assert row == (9223372036854775807 * 4, "2024-02-29", True, "é", None, 1.5)
    assert isinstance(row[0], int)


def test_the_session_given_keeps_its_settings_and_views(session: SparkSession) -> None:
    with SparkEngine(session) as engine:
        engine.define("orders", session.sql("SELECT CAST(2 AS INT) AS ours"))
        assert list(engine.rows("SELECT * FROM orders")) == [(2,)]
        with pytest.raises(SourceError, match="ARITHMETIC_OVERFLOW"):
            engine.rows("SELECT CAST(9223372036854775807 AS BIGINT) + 1")

    assert [tuple(row) for row in session.table("orders").collect()] == [(1,)]
    assert session.conf.get("spark.sql.session.timeZone") == "Europe/Berlin"
    assert session.conf.get("spark.sql.ansi.enabled") == "false"
    assert [view.name for view in session.catalog.listTables("global_temp") if view.name != "orders"] == []
    assert session.sparkContext.getLocalProperty("spark.jobGroup.id") is None


def test_rows_of_this_process_stay_in_utc(session: SparkSession) -> None:
    import pyarrow as pa  # noqa: PLC0415 - for this test alone

    moment = datetime(2024, 3, 31, 2, 30, tzinfo=UTC).replace(tzinfo=None)
    with SparkEngine(session) as engine:
        engine.define("given", engine.frame(pa.table({"at": pa.array([moment], pa.timestamp("us"))})))

        assert list(engine.rows("SELECT at FROM given")) == [("2024-03-31T02:30:00",)]


def test_another_thread_can_cancel_a_query(session: SparkSession) -> None:
    with SparkEngine(session) as engine:
        started = time.monotonic()
        threading.Timer(2, engine.cancel).start()

        with pytest.raises(CancelledError, match="the query was cancelled"):
            engine.rows(_LONG)

        assert time.monotonic() - started < 60
        assert list(engine.rows("SELECT 1")) == [(1,)], "the engine answers again"


def test_a_query_that_takes_too_long_is_stopped(session: SparkSession) -> None:
    with (
        SparkEngine(session, timeout_seconds=2) as engine,
        pytest.raises(SourceError, match=r"no answer within 2 seconds.*raise timeout_seconds"),
    ):
        engine.rows(_LONG)


def test_a_table_that_is_not_there_is_said_with_what_to_do(session: SparkSession) -> None:
    with (
        SparkEngine(session) as engine,
        pytest.raises(SourceError, match=r"TABLE_OR_VIEW_NOT_FOUND.*Check the SQL") as raised,
    ):
        engine.rows("SELECT * FROM nowhere")

    assert "Traceback" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("yarn", "engine.address: it is 'yarn'. Expected local"),
        ("local[2", r"Expected local, local\[4\]"),
        ("http://somewhere", "Correct it"),
    ],
)
def test_an_address_of_another_kind_is_refused(address: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        open_session(address)


def test_a_setting_that_is_not_of_spark_is_refused() -> None:
    with pytest.raises(InputError, match=r"'executor.memory' is no setting of Spark.*spark.executor.memory"):
        open_session("local", settings={"executor.memory": "1g"})


def test_a_master_that_does_not_answer_is_said_at_once() -> None:
    started = time.monotonic()

    with pytest.raises(SourceError, match=r"no Spark answers at 127\.0\.0\.1:1 .*Start the master"):
        open_session("spark://127.0.0.1:1")

    assert time.monotonic() - started < 20


def test_a_machine_without_java_is_told_what_to_install() -> None:
    program = (
        "from holdfast.connect.engines.spark_session import open_session\n"
        "try:\n    open_session('local')\nexcept Exception as error:\n    print(error)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", "JAVA_HOME": "/nowhere", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Java is not there, does not start, or is too old" in done.stdout
    assert "apt-get install openjdk-17-jre-headless" in done.stdout
