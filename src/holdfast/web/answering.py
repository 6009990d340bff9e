"""How gunicorn answers: its settings, which it reads by their names. Addresses and numbers are arguments."""

from __future__ import annotations

import os
from typing import Protocol

from holdfast.web.parents import end_with, end_with_process


class Process(Protocol):
    """Of gunicorn: the one that starts the others, or one of those."""

    pid: int


worker_class = "gthread"
# A process is replaced after so many answers: whatever a package may leak then stays small.
max_requests, max_requests_jitter = 20_000, 2_000
# Longer than proxies keep a connection: who closes first may lose the request that is on its way meanwhile.
keepalive = 75
loglevel = "warning"
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "holdfast.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"level": "WARNING"}, "gunicorn.access": {"level": "CRITICAL"}},
}


def on_starting(server: Process) -> None:  # noqa: ARG001 - gunicorn's signature
    """The process that starts the others ends with `holdfast serve`."""
    end_with(os.environ)


def post_fork(server: Process, worker: Process) -> None:  # noqa: ARG001 - the same
    """Each of them ends with the one that started it."""
    end_with_process(server.pid)
