"""The processes of an installation: started, started again should they die, and stopped within a bound."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.parents import PARENT

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from types import FrameType

_LOG = logging.getLogger("holdfast.serving")
_LOOK_EVERY = 0.2
_PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Before a process is started again, longer each time that it dies young."""
_YOUNG = 60.0
_LONGER = 2.0
"""Seconds by which we are more patient than the processes are themselves."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs.

    Attributes:
        processes: Web processes; 0 leaves the web to another `holdfast serve`.
        threads: Requests answered at the same time by each of them.
        has_worker: Jobs run here.
        patience: Seconds that answers and jobs have to end once a signal said stop.
    """

    processes: int = 1
    threads: int = 8
    has_worker: bool = True
    patience: float = 20.0


class Child:
    """One process of ours and those that it starts itself."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], fd: int | None) -> None:
        self.name = name
        self._command = command
        self._environment = dict(environment)
        self._fds = () if fd is None else (fd,)
        self._deaths = 0
        self._due = 0.0
        self._start()

    def _start(self) -> None:
        # A session of its own: Ctrl+C reaches us alone, and all that it started can be ended together.
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            self._command, env=self._environment, pass_fds=self._fds, start_new_session=True
        )
        self._began = time.monotonic()

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self._process.poll() is None

    def tend(self, now: float) -> None:
        """Start it again after a pause, where it has died."""
        if self.is_running:
            return
        if not self._due:
            self._deaths = self._deaths + 1 if now - self._began < _YOUNG else 1
            pause = _PAUSES[min(self._deaths, len(_PAUSES)) - 1]
            self._due = now + pause
            facts = {"process": self.name, "status": self._process.returncode, "seconds": pause}
            _LOG.error("a process ended and is started again", extra={"facts": facts})
        elif now >= self._due:
            self._due = 0.0
            self._start()

    def ask_to_stop(self) -> None:
        """Let it finish what it does."""
        self._process.terminate()

    def kill(self) -> None:
        """End it, and all that it started, now."""
        if not self.is_running:
            return
        _LOG.warning("a process did not end in time and was killed", extra={"facts": {"process": self.name}})
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def run(plan: Plan, listener: socket.socket | None, environment: Mapping[str, str]) -> int:
    """Run the processes of a plan until a signal says stop; a second signal kills them at once. Returns 0.

    Args:
        plan: What runs.
        listener: Where the web processes answer; None where there are none.
        environment: Of all of them.
    """
    asked = 0

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup has it
            signal.signal(number, stop)
    with tempfile.TemporaryDirectory(prefix="holdfast-metrics-") as folder:
        shared = {PARENT: str(os.getpid()), "PROMETHEUS_MULTIPROC_DIR": folder}
        children = _started(plan, listener, {**environment, **shared})
        _tend(children, lambda: asked, plan.patience + _LONGER)
    return 0


def _tend(children: list[Child], asked: Callable[[], int], patience: float) -> None:
    """Until a signal says stop; then until all have ended, or were killed."""
    while not asked():
        time.sleep(_LOOK_EVERY)
        for child in children:
            child.tend(time.monotonic())
    for child in children:
        child.ask_to_stop()
    last = time.monotonic() + patience
    while any(child.is_running for child in children) and asked() == 1 and time.monotonic() < last:
        time.sleep(_LOOK_EVERY)
    for child in children:
        child.kill()


def _started(plan: Plan, listener: socket.socket | None, environment: Mapping[str, str]) -> list[Child]:
    children = []
    if listener is not None:
        children.append(Child("web", _web(plan, listener.fileno()), environment, listener.fileno()))
    if plan.has_worker:
        command = [sys.executable, "-m", "holdfast.web.worker", str(plan.patience)]
        children.append(Child("worker", command, environment, None))
    return children


def _web(plan: Plan, descriptor: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:holdfast.web.answering",
        f"--bind=fd://{descriptor}",
        f"--workers={plan.processes}",
        f"--threads={plan.threads}",
        f"--graceful-timeout={max(1, round(plan.patience))}",
        "holdfast.web.wsgi:application",
    ]
