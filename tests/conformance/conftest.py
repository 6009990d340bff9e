"""The same random companies in every engine, and the engines themselves, each started once.

Several companies go into one set of tables, told apart by the segment `world`: one query answers for all.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.engines.spark import SparkEngine
from holdfast.metrics import cards, metric
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from holdfast.metrics import Engine

SEEDS = range(5)
_SPARK = (pytest.mark.xdist_group("spark"), pytest.mark.slow)
ENGINES = [
    pytest.param("postgres", id="PostgreSQL"),
    pytest.param("spark", id="Spark", marks=_SPARK),
    pytest.param("cluster", id="two workers", marks=_SPARK),
    pytest.param("clickhouse", id="ClickHouse", marks=pytest.mark.clickhouse),
]
_ARROW = {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_(), "ts": pa.timestamp("us")}
_SQL = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "ts": "TIMESTAMP"}
# For queries of a second each: a compiler that learns and threads that tidy up cost more than they win here.
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": _QUICK,
    "spark.executor.extraJavaOptions": _QUICK,
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
}
# On the cluster the plan is changed while it runs, as it is by default; here it is not.
_AS_PLANNED = {"spark.sql.adaptive.enabled": "false"}
_HERE = Path(__file__).parent
_AT_ONCE = "months by segment in Berlin"
_BY_TURNS = (
    "Sunday weeks of some in Kathmandu",
    "days of a change of clocks in New York",
    "quarters of all data in UTC",
    "fiscal quarters in Auckland",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """One canonical table with rows.

    Attributes:
        columns: Names with text, int, bool or ts; the contract's, then segments.
        rows: Values in the order of the columns.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    def arrow(self) -> pa.Table:
        names = [name for name, _ in self.columns]
        schema = pa.schema([(name, _ARROW[kind]) for name, kind in self.columns])
        return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in self.rows], schema)

    def declared(self) -> str:
        return ", ".join(f'"{name}" {_SQL[kind]}' for name, kind in self.columns)


Data = dict[str, Filled]


@pytest.fixture(scope="session")
def data() -> Data:
    """All tables of the contract, filled from several random companies; empty where these make none."""
    return _merged({seed: _random_world()(seed) for seed in SEEDS})


class Remembering(DuckDBEngine):
    """Answers a query once: every other engine is held against the same counts."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self._answers: dict[str, Sequence[tuple[Any, ...]]] = {}

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        if sql not in self._answers:
            self._answers[sql] = super().rows(sql)
        return self._answers[sql]


@pytest.fixture(scope="session")
def duckdb(data: Data) -> Iterator[DuckDBEngine]:
    with Remembering() as engine:
        for name, table in data.items():
            engine.execute(f"CREATE TABLE {name} ({table.declared()})")
            for row in table.rows:
                marks = ", ".join(f"CAST(? AS {_SQL[kind]})" for _, kind in table.columns)
                engine.execute(f"INSERT INTO {name} VALUES ({marks})", row)
        yield engine


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, data: Data) -> Iterator[Engine]:
    """Each of the other engines over the same tables, one after the other."""
    if request.param == "postgres":
        yield from _postgres(request.getfixturevalue("postgres_socket"), data)
    elif request.param == "clickhouse":
        yield from _clickhouse(request.getfixturevalue("tmp_path_factory").mktemp("tables"), data)
    elif request.param == "cluster":
        yield from _spark(request.getfixturevalue("spark_cluster"), data, _SETTINGS)
    else:
        yield from _spark("local[2]", data, {**_SETTINGS, **_AS_PLANNED})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Spark takes a second where others take a tenth: it gets every metric and variant, not in every grain.

    What it is spared is asked of it in another way: a metric goes to the cluster by months with all others,
    and in three of the four other shapes to the session of this process; a variant goes to both in one shape.
    Segments add up on it since they do on DuckDB, of which it has every count with and without them.
    """
    # The hook sees the tests of every folder, and others have parameters of these names too.
    ours = [item for item in items if isinstance(item, pytest.Function) and item.path.parent == _HERE]
    spared = {item for item in ours if _is_spared(item)}
    if spared:
        config.hook.pytest_deselected(items=list(spared))
        items[:] = [item for item in items if item not in spared]


def _is_spared(item: pytest.Function) -> bool:
    asked = item.callspec.params if hasattr(item, "callspec") else {}
    place = asked.get("engine")
    if place not in {"spark", "cluster"}:
        return False
    if item.path.name != "test_metrics.py" or "shape" not in asked:
        is_at_once = "at_once" in item.name
        return not is_at_once if place == "cluster" else is_at_once or "segments_add_up" in item.name
    if "given" in asked:  # windows that overlap, in two shapes
        return (asked["shape"] == _AT_ONCE) != (place == "cluster")
    return asked["shape"] not in _shapes(place, str(asked["name"]), str(asked["variant"]))


def _shapes(place: str, name: str, variant: str) -> Sequence[str]:
    """The shapes in which Spark counts a variant of a metric: by turns, so that every one comes often."""
    numbers = {card: number for number, card in enumerate(cards())}
    variants = metric(name).variants
    is_main = variant == variants[0]
    if place == "cluster":
        return () if is_main else (_AT_ONCE,)
    turn = (numbers[name] + variants.index(variant)) % len(_BY_TURNS)
    return [one for at, one in enumerate(_BY_TURNS) if (at != turn if is_main else at == turn)]


def _postgres(socket: str, data: Data) -> Iterator[PostgresEngine]:
    address = f"postgresql://postgres@/{{}}?host={socket}"
    with psycopg.connect(address.format("postgres"), autocommit=True) as maintenance:
        maintenance.execute("DROP DATABASE IF EXISTS conformance")
        maintenance.execute("CREATE DATABASE conformance")
    with psycopg.connect(address.format("conformance")) as connection, connection.cursor() as cursor:
        for name, table in data.items():
            cursor.execute(f"CREATE TABLE {name} ({table.declared()})".encode())
            with cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
                for row in table.rows:
                    copy.write_row(row)
    with PostgresEngine(address.format("conformance")) as engine:
        yield engine


def _clickhouse(folder: Path, data: Data) -> Iterator[Engine]:
    from holdfast.connect.engines.clickhouse import ClickHouseEngine  # noqa: PLC0415 - half a gigabyte, asked for

    with ClickHouseEngine(threads=2) as engine:
        for name, table in data.items():
            pq.write_table(table.arrow(), folder / f"{name}.parquet")
            engine.define(name, folder / f"{name}.parquet")
        yield engine


def _spark(address: str, data: Data, settings: Mapping[str, str]) -> Iterator[SparkEngine]:
    with SparkEngine.open(address, settings=settings) as engine:
        assert engine.session.sparkContext.master == address
        for name, table in data.items():
            engine.define(name, engine.frame(table.arrow()))
        yield engine


def _random_world() -> Callable[[int], dict[str, list[dict[str, Any]]]]:
    """The maker of the metrics' own tests, so that what they learn to look at is looked at here."""
    place = Path(__file__).parent.parent / "metrics" / "conftest.py"
    spec = importlib.util.spec_from_file_location("random_worlds", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make: Callable[[int], dict[str, list[dict[str, Any]]]] = module._world
    return make


def _merged(worlds: dict[int, dict[str, list[dict[str, Any]]]]) -> Data:
    merged: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for number, world in worlds.items():
        for name, rows in world.items():
            merged[name] += [_of_world(name, row, number) for row in rows]
    return {name: _filled(name, rows) for name, rows in merged.items()}


def _of_world(table: str, row: dict[str, Any], number: int) -> dict[str, Any]:
    own: dict[str, Any] = {
        name: f"{number}-{value}" if re.search("_id$|^referr", name) and value is not None else value
        for name, value in row.items()
    }
    if own.get("kind") == "csat" and number % 2:
        own["kind"] = "ces"  # which the metrics' own worlds do not ask
    if table == "subscriptions" and own["amount_minor"]:
        own["amount_minor"] += 120 * number  # prices that differ, and are whole by the month
    return {**own, "world": str(number)} if table == "customers" else own


def _filled(table: str, rows: Sequence[dict[str, Any]]) -> Filled:
    columns = {column.name: str(column.type) for column in TABLES[table].columns}
    for row in rows:
        columns |= {name: "text" for name in row if name not in columns}
    return Filled(tuple(columns.items()), tuple(tuple(row.get(name) for name in columns) for row in rows))
