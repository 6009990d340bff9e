"""The page about PostgreSQL, followed step by step on a real one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Database

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "postgresql.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A machine of tests has these, and has no user postgres that sudo could become.
GIVEN = ("sudo apt-get ", "pip install ")
DONE = "--- done"


@pytest.fixture
def server(postgres: Database) -> Iterator[Database]:
    """The server of the session, without the database that the page makes."""
    yield postgres
    postgres.execute("DROP DATABASE IF EXISTS company WITH (FORCE)")


def steps() -> Iterator[tuple[str, str]]:
    """Shell text and the output that the page shows for it, in the page's order; files are saved too."""
    for kind, title, text in BLOCK.findall(PAGE):
        if title:
            yield f"cat > {title} <<'END_OF_FILE'\n{text}END_OF_FILE", ""
        elif kind == "console":
            for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
                if not command.startswith(GIVEN):
                    yield command.replace("sudo -u postgres ", ""), shown


def is_as_shown(answer: str, shown: str) -> bool:
    """Whether an answer is the page's, where … leaves out the rest; where nothing is shown, any will do."""
    begin, mark, _ = shown.partition("…")
    return not shown or (answer.startswith(begin) if mark else answer == shown)


def test_every_command_of_the_page_works_and_answers_what_the_page_shows(
    server: Database, tmp_path: Path
) -> None:
    [(binaries,)] = server.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
    followed = list(steps())
    script = f"""
set -e
export PATH="{binaries}:$PATH" PYTHONPATH="{ROOT / "src"}" PGHOST="{server.socket}" PGUSER=postgres
holdfast() {{ "{sys.executable}" -m holdfast "$@"; }}
"""
    script += "".join(f"{text}\necho '{DONE}'\n" for text, _ in followed)
    script = script.replace("@localhost:5432/company", f"@/company?host={server.socket}")

    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - the shell that readers have
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers = done.stdout.split(f"{DONE}\n")
    pairs = [(answer, shown) for answer, (_, shown) in zip(answers, followed, strict=False)]
    assert [pair for pair in pairs if not is_as_shown(*pair)] == []
    assert len(answers) == len(followed) + 1
    rows = (tmp_path / "rows.txt").read_text(encoding="utf-8")
    assert re.search(r"\d+ \|\s+\d+ \|", rows), "the query that --sql prints runs in psql as it is"
    assert "change-me" not in done.stdout + done.stderr
    assert "change-me" not in (tmp_path / "company" / "holdfast.toml").read_text(encoding="utf-8")
