"""Starting the application: its database made ready, its web process and its worker, until it is stopped."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError
from holdfast.values import dataclass
from holdfast.web.environment import keep_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import FrameType

_LOG = logging.getLogger("holdfast.serving")
_RESTART_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the web process answers.

    Attributes:
        host: Address to listen at; this machine alone unless it is said otherwise.
        port: TCP port.
        threads: Requests answered at the same time by one process.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8


def prepare(workspace: Path) -> None:
    """Make the folder of state, the secret key, the tables and the static files. Safe to do again.

    Raises:
        InputError: The workspace is no folder.
        SourceError: The database or the disk refuses.
    """
    if not workspace.is_dir():
        raise InputError(str(workspace), "there is no such folder", "a workspace", "Make one: holdfast init")
    state = workspace / ".holdfast"
    try:
        state.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SourceError(str(state), f"it cannot be made ({error.strerror})") from error
    keep_key(state)
    set_up()
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up by now
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        remedy = "Check that it runs, and the address in DATABASE_URL"
        raise SourceError("the database of records", str(error).strip(), "", remedy) from error
    call_command("collectstatic", verbosity=0, interactive=False)


def set_up() -> None:
    """Set Django up for this process, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    import django  # noqa: PLC0415 - the command line loads Django only where it is needed

    django.setup()


def run(listening: Listening, environment: Mapping[str, str]) -> int:
    """Run web and worker until a signal says stop; each is started again should it die. Returns 0.

    Args:
        listening: Where.
        environment: Of both processes.

    Raises:
        InputError: Something else listens there.
    """
    _refuse_taken(listening)
    commands = {"web": _web(listening), "worker": [sys.executable, "-m", "holdfast.web.worker"]}
    running = {name: subprocess.Popen(command, env=dict(environment)) for name, command in commands.items()}  # noqa: S603
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopping:
        time.sleep(0.2)
        for name, process in running.items():
            if process.poll() is not None and not stopping:
                _LOG.error("%s ended with status %s and is started again", name, process.returncode)
                time.sleep(_RESTART_PAUSE)
                running[name] = subprocess.Popen(commands[name], env=dict(environment))  # noqa: S603
    for process in running.values():
        process.terminate()
    for process in running.values():
        process.wait()
    return 0


def _refuse_taken(listening: Listening) -> None:
    """Say so before anything starts, where something else answers at that port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listening.host, listening.port))
        except OSError as error:
            where = f"{listening.host}:{listening.port}"
            remedy = f"Name another port: --port {listening.port + 1}"
            raise InputError(
                where, f"it cannot be listened at ({error.strerror})", "a free port", remedy
            ) from error


def _web(listening: Listening) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "holdfast.web.wsgi:application",
        f"--bind={listening.host}:{listening.port}",
        "--worker-class=gthread",
        "--workers=1" if listening.threads <= 8 else "--workers=2",  # noqa: PLR2004 - a process for each core
        f"--threads={listening.threads}",
        "--graceful-timeout=20",
        "--log-level=warning",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
    ]
