"""The application as users run it: the processes that `holdfast serve` starts, and browsers of people."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.web.people.models import Person

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "benchmarks.web.settings"
TODAY = "2026-08-24"
_TICKS = os.sysconf("SC_CLK_TCK")
_TOKEN = "a" * 32


def state(workspace: Path, database: str = "") -> None:
    """Make a workspace's database and set Django up for it, in this process."""
    workspace.mkdir(parents=True, exist_ok=True)
    stated = {"HOLDFAST_WORKSPACE": str(workspace), "HOLDFAST_TODAY": TODAY, "DATABASE_URL": database}
    os.environ.update({**stated, "DJANGO_SETTINGS_MODULE": SETTINGS})
    from holdfast.web import serving

    serving.prepare(workspace)


@dataclass
class Application:
    """Web processes and, where it is asked for, a worker.

    Attributes:
        log: What all of them write to standard error.
        environment: Beside that of this process.
        threads: Of each web process.
    """

    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: int = 1
    threads: int = 8
    has_worker: bool = False
    web: subprocess.Popen[bytes] = field(init=False)
    worker: subprocess.Popen[bytes] | None = None
    port: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._listener.set_inheritable(True)
        self.port = self._listener.getsockname()[1]
        self.start_web()
        if self.has_worker:
            self.start_worker()
        wait_for(lambda: self.browser(None).get("/health")[0] == 200)
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                end(process)
        self._listener.close()

    def start_web(self) -> None:
        """As `holdfast serve` starts it (`supervising`), at a socket that outlives it."""
        descriptor = self._listener.fileno()
        arguments = [
            *("--config=python:holdfast.web.answering", f"--bind=fd://{descriptor}"),
            *(f"--workers={self.processes}", f"--threads={self.threads}", "holdfast.web.wsgi:application"),
        ]
        self.web = self._start(["-m", "gunicorn", *arguments], (descriptor,))

    def start_worker(self) -> None:
        """The same of the worker."""
        self.worker = self._start(["-m", "holdfast.web.worker"], ())

    def browser(self, person: Person | None) -> Browser:
        """A browser in which somebody, or nobody, is logged in."""
        return Browser(self.port, session_of(person) if person else "")

    def answering(self) -> list[int]:
        """The processes that answer requests: those that the first one started."""
        return children_of(self.web.pid)

    def cpu_seconds(self) -> float:
        """Processor time of the web processes so far, the kernel's on their behalf included."""
        return sum(_cpu_seconds(pid) for pid in (self.web.pid, *self.answering()))

    def _start(self, arguments: list[str], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        environment = {**os.environ, "PYTHONPATH": path, **self.environment}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                env=environment,
                pass_fds=descriptors,
                stderr=log,
                stdout=log,
                start_new_session=True,
                cwd=ROOT,
            )


class Browser:
    """One connection that is kept open, as browsers do, and made anew when it breaks."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={_TOKEN}", "Accept-Encoding": "gzip"}

    def get(self, path: str, headers: Mapping[str, str] = {}) -> tuple[int, bytes]:
        """Status and body; 0 where there was no answer."""
        return self._asked("GET", path, None, {**self._headers, **headers})

    def post(self, path: str, fields: Mapping[str, object]) -> int:
        """The status; 0 where there was no answer: then nobody knows whether it was written."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": _TOKEN}
        return self._asked("POST", path, urlencode(fields), {**self._headers, **form})[0]

    def _asked(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, b""


def children_of(pid: int) -> list[int]:
    """Processes that a process started and that still run."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask one of ours to stop; after ten seconds, stop it and those that it started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def session_of(person: Person) -> str:
    """A session as a log-in makes it, without the second that a password's hash takes on purpose."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _cpu_seconds(pid: int) -> float:
    with suppress(OSError):
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(facts[11]) + int(facts[12])) / _TICKS
    return 0.0


def wait_for(is_ready: Callable[[], bool], seconds: float = 60) -> None:
    last = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > last:
            raise TimeoutError
        time.sleep(0.1)
