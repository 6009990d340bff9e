"""What pages cost, and what becomes of writes under load and under `kill -9`: ``make bench-web``.

Prints a Markdown table. Exits 1 where a limit is missed. Each part has a database of its own: SQLite in a new
workspace, or a new schema of the PostgreSQL that HOLDFAST_TEST_DATABASE names (`tools/on_postgres.py`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.metrics.figures import Figure

PARTS = ("page", "growth", "users", "together", "kills")


def main() -> int:
    """Run the parts asked for, each in a process of its own; 0 where every figure is within its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="all unless given")
    parser.add_argument("--alone", action="store_true", help="in this process, without the head of the table")
    given = parser.parse_args()
    if given.alone:
        return _run(given.part[0])
    kind = "PostgreSQL" if os.environ.get("HOLDFAST_TEST_DATABASE") else "SQLite"
    print(f"| on {kind} | found | at most | holds | note |\n|---|---|---|---|---|", flush=True)
    asked = [[sys.executable, __file__, "--alone", "--part", name] for name in given.part or PARTS]
    return max(subprocess.run(command, check=False).returncode for command in asked)


def _run(name: str) -> int:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-web-") as folder:
        from benchmarks.web.application import state

        state(Path(folder) / "workspace", _database(name))
        import logging

        logging.disable(logging.WARNING)
        holds = True
        for figure in _figures(name, Path(folder)):
            print(figure.row(), flush=True)
            holds = holds and figure.holds
    return 0 if holds else 1


def _database(name: str) -> str:
    """A new, empty one for each part; empty for SQLite."""
    url = os.environ.get("HOLDFAST_TEST_DATABASE", "")
    if not url:
        return ""
    import psycopg

    made = f"bench_{name}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{made}"')
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{made}" + (f"?{query}" if query else "")


def _figures(name: str, folder: Path) -> Iterator[Figure]:
    from benchmarks.web import growth, kills, page, together, users

    match name:
        case "page":
            return page.figures()
        case "growth":
            return growth.figures()
        case "users":
            return users.figures(folder)
        case "together":
            return together.figures(folder)
        case _:
            return kills.figures(folder)


if __name__ == "__main__":
    sys.exit(main())
