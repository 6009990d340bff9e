"""Making an installation ready to serve: its address, folder of state, tables and static files."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError
from holdfast.web.environment import keep_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK = "prepare.lock"
_ADVISORY_LOCK = 0x686F6C64
"""A number of our own among the advisory locks of a PostgreSQL."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; those who come before the web processes are up wait in it.

    Args:
        host: Address or name of this machine; ``0.0.0.0`` or ``::`` for all its addresses.
        port: TCP port; 0 takes a free one.

    Raises:
        InputError: It cannot be listened there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except PermissionError as error:
        remedy = "Name a port from 1024 on, and put a proxy before it: docs/how-to/run-in-production.md"
        raise InputError(
            f"{host}:{port}", "you may not listen there", "a port that is free", remedy
        ) from error
    except OSError as error:
        remedy = f"Name another port: --port {port + 1}"
        found = f"it cannot be listened at ({error.strerror})"
        raise InputError(f"{host}:{port}", found, "a free port of this machine", remedy) from error


def public_url(host: str, port: int) -> str:
    """The address for a browser on this machine, where nobody has stated another."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - no address to listen at
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def suited_processes(database_url: str) -> int:
    """Web processes for this machine: one a core, at most four, and two where SQLite has one writer."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 4 if database_url else 2)


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
        with alone(workspace):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("collectstatic", verbosity=0, interactive=False)
    except DatabaseError as error:
        remedy = "Check that it runs, and the address in DATABASE_URL"
        raise SourceError("the database of records", str(error).strip(), "", remedy) from error


def set_up() -> None:
    """Set Django up for this process, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    import django  # noqa: PLC0415 - the command line loads Django only where it is needed

    django.setup()


@contextmanager
def alone(workspace: Path) -> Iterator[None]:
    """While another `holdfast serve` makes the same installation ready, here or on another machine, wait.

    Args:
        workspace: With its folder of state.

    Raises:
        SourceError: The disk refuses.
    """
    path = workspace / ".holdfast" / _LOCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be made ({error.strerror})") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with _alone_in_database():
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """The same, where other machines serve from one PostgreSQL."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
