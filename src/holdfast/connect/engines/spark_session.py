"""Opens Spark sessions: in this process, on a standalone cluster, or at a Spark Connect server."""

from __future__ import annotations

import logging
import re
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from holdfast.connect.engines.spark_errors import reason
from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession

_ADDRESS = re.compile(r"local(\[(\d+|\*)\])?|(spark|sc)://[^/\s;]+\S*")
_HOSTS = re.compile(r"([^:,/;\s]+|\[[0-9a-fA-F:]+\])(?::(\d+))?")
_PORTS = {"spark": 7077, "sc": 15002}
_REACH_SECONDS = 5.0
_WORKER_SECONDS = 60.0
_LOGGING = Path(__file__).with_name("spark_log4j2.properties").as_uri()
_OURS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Spark would write pages of notes to the terminal while it starts.
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING}",
    "spark.sql.session.timeZone": "UTC",
}
# Spark's 200 suit a cluster with terabytes; what is empty is merged away, but has been written before.
_PARTITIONS = {"local": "4", "spark": "16"}


def open_session(address: str, *, settings: Mapping[str, str] | None = None) -> SparkSession:
    """A new session.

    Args:
        address: ``local``, ``local[4]``, ``local[*]``, ``spark://host:7077`` or ``sc://host:15002``.
        settings: Spark's own settings (``spark.executor.memory``); they win over ours.

    Raises:
        InputError: The address is none of these, or a setting is not one of Spark's.
        SourceError: PySpark or Java is missing, nobody answers at the address, or there is no worker.
    """
    _refuse_wrong(address, settings or {})
    _import_pyspark()
    partitions = _PARTITIONS["spark" if address.startswith("spark:") else "local"]
    chosen = {**_OURS, "spark.sql.shuffle.partitions": partitions, **(settings or {})}
    if address.startswith("sc://"):
        return _connected(address, settings or {})
    if address.startswith("spark://"):
        _refuse_silent(address)
    session = _started(address, chosen)
    try:
        if address.startswith("spark://"):
            _await_worker(session, address)
    except BaseException:
        session.stop()
        raise
    return session


def _refuse_wrong(address: str, settings: Mapping[str, str]) -> None:
    if not _ADDRESS.fullmatch(address):
        expected = "local, local[4], local[*], spark://host:7077 or sc://host:15002"
        raise InputError("engine.address", f"it is {address!r}", expected, "Correct it")
    for name in settings:
        if not name.startswith("spark."):
            raise InputError(
                "engine.settings",
                f"{name!r} is no setting of Spark",
                "names that begin with spark.",
                f"Write spark.{name}",
            )


def _import_pyspark() -> None:
    try:
        import pyspark  # noqa: F401, PLC0415 - half a second, and only for this engine
    except ImportError as error:
        raise SourceError(
            "Spark", "PySpark is not installed", "", "Type: pip install 'holdfast[spark]'"
        ) from error
    # It writes whole traces of errors, which we catch, to the user's terminal.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)


def _refuse_silent(address: str) -> None:
    """Spark itself would try for minutes before it said so."""
    scheme, _, rest = address.partition("://")
    tried = []
    for host, port in _HOSTS.findall(rest.split("/", 1)[0]):
        place = (host.strip("[]"), int(port or _PORTS[scheme]))
        try:
            with socket.create_connection(place, timeout=_REACH_SECONDS):
                return
        except OSError as error:
            tried.append(f"{host}:{place[1]} ({error.strerror or error})")
    raise SourceError(
        address,
        f"no Spark answers at {', '.join(tried)}",
        "a running master",
        "Start the master, or correct the address under [engine] in holdfast.toml",
    )


def _started(address: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - as above

    there = SparkSession.getActiveSession()
    if there is not None and there.sparkContext.master != address:
        # PySpark would return that one, and leave the address aside.
        found = f"this process has a Spark at {there.sparkContext.master} already"
        raise SourceError(address, found, "one Spark per process", "Close it first, or give its session")

    builder = SparkSession.builder.master(address).appName("holdfast")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise _not_started(address, error) from error


def _not_started(address: str, error: Exception) -> SourceError:
    if "JAVA_GATEWAY_EXITED" in str(error):
        return SourceError(
            "Spark",
            "Java is not there, does not start, or is too old",
            "Java 17 or later",
            "Type: apt-get install openjdk-17-jre-headless; or let JAVA_HOME name another",
        )
    return SourceError(address, f"Spark does not start ({reason(error)})", "", "Look at what it wrote above")


def _connected(address: str, settings: Mapping[str, str]) -> SparkSession:
    _refuse_silent(address)
    try:
        from pyspark.sql.connect.session import SparkSession as Remote  # noqa: PLC0415 - as above
    except ImportError as error:
        raise SourceError(
            address,
            f"the client of Spark Connect is not complete ({error})",
            "",
            "Type: pip install 'pyspark[connect]'",
        ) from error
    builder = Remote.builder.remote(address)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        # The two clients share the methods that we call, but no type.
        return cast("SparkSession", builder.create())
    except Exception as error:
        raise SourceError(
            address, f"Spark Connect refuses ({reason(error)})", "", "Check the server"
        ) from error


def _await_worker(session: SparkSession, address: str) -> None:
    """A cluster without a free worker would let every query wait for ever."""
    status = session.sparkContext._jsc.sc().statusTracker()  # noqa: SLF001 - no other way
    until = time.monotonic() + _WORKER_SECONDS
    while len(status.getExecutorInfos()) < 2:  # noqa: PLR2004 - the driver counts as one
        if time.monotonic() > until:
            raise SourceError(
                address,
                f"the cluster gave no worker within {_WORKER_SECONDS:.0f} seconds",
                "a worker with free cores and memory",
                "Start a worker, wait for other work to end, or ask for less with spark.executor.memory",
            )
        time.sleep(0.1)
