"""Starts a standalone Spark of two workers on this machine, from PySpark's own files."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyspark

if TYPE_CHECKING:
    from collections.abc import Iterator

_START_SECONDS, _END_SECONDS = 120, 60


class Cluster(NamedTuple):
    """A running cluster.

    Attributes:
        master: Its address.
        leaders: Process ids of master and workers, each the leader of a session of its own.
    """

    master: str
    leaders: tuple[int, ...]


@contextmanager
def two_workers(*, memory: str) -> Iterator[Cluster]:
    """A master and two workers of one core each, which end with the block.

    Args:
        memory: What each worker may give to executors.

    Raises:
        SystemExit: One of them does not start within two minutes; the end of its log is shown.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running: list[subprocess.Popen[bytes]] = []
        try:
            master = _started(running, Path(folder), "master.Master", "--port", "0")
            for _ in range(2):
                _started(running, Path(folder), "worker.Worker", "--cores", "1", "--memory", memory, master)
            yield Cluster(master, tuple(process.pid for process in running))
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(timeout=_END_SECONDS)


def _started(running: list[subprocess.Popen[bytes]], folder: Path, kind: str, *arguments: str) -> str:
    """Adds the process to those that run; the master's address, once it is ready."""
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    own = ("env", f"SPARK_WORKER_DIR={folder}", "SPARK_DAEMON_MEMORY=256m")
    here = ("--host", "127.0.0.1", "--webui-port", "0")
    log = folder / f"{len(running)}.log"
    with log.open("wb") as out:
        command = [*own, str(program), f"org.apache.spark.deploy.{kind}", *arguments, *here]
        running.append(subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True))
    return _awaited(log, r"(?:Starting Spark master at|Successfully registered with master) (\S+)")


def _awaited(log: Path, pattern: str) -> str:
    until = time.monotonic() + _START_SECONDS
    while not (found := re.search(pattern, log.read_text())):
        if time.monotonic() > until:
            sys.exit(log.read_text()[-2000:])
        time.sleep(0.2)
    return found[1]
