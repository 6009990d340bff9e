"""The page about Spark, followed step by step with a real cluster; and the table of what engines can do."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "spark.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
# A machine of tests has these.
GIVEN = ("sudo apt-get ", "pip install ")
DONE = "--- done"
# Ten programs that live for seconds: a compiler that learns costs more than it wins.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def steps() -> list[tuple[str, str]]:
    """Shell text and the output that the page shows for it, in the page's order."""
    found = [step for block in BLOCK.findall(PAGE) for step in STEP.findall(block)]
    return [(command, shown) for command, shown in found if not command.startswith(GIVEN)]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.mark.slow
@pytest.mark.xdist_group("spark")
def test_every_command_of_the_page_works_and_answers_what_the_page_shows(tmp_path: Path) -> None:
    followed = steps()
    script = f"""
set -e
export PYTHONPATH="{ROOT / "src"}" SPARK_DAEMON_MEMORY=192m SPARK_LOCAL_IP=127.0.0.1
export JDK_JAVA_OPTIONS="{QUICK}"
holdfast() {{ "{sys.executable}" -m holdfast "$@"; }}
python() {{ "{sys.executable}" "$@"; }}
"""
    script += "".join(f"{command}\necho '{DONE}'\n" for command, _ in followed)
    script = script.replace("7077", str(free_port()))

    done = _run(script, tmp_path)

    assert done.returncode == 0, done.stderr
    answers = done.stdout.split(f"{DONE}\n")
    assert len(answers) == len(followed) + 1
    pairs = [(answer, shown) for answer, (_, shown) in zip(answers, followed, strict=False) if shown]
    assert [pair for pair in pairs if not pair[0].startswith(pair[1].partition("…")[0])] == []
    assert len(pairs) == 3, "DuckDB, Spark in this process, and the cluster answer"


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """In a group of its own, which ends with the test even where a step fails before the page's own kill."""
    command = ["bash", "-c", script]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        try:
            out, err = running.communicate(timeout=1200)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGTERM)
    return subprocess.CompletedProcess(command, running.returncode, out, err)


def test_the_table_of_what_engines_can_do_is_what_the_code_says() -> None:
    spec = importlib.util.spec_from_file_location("engines", ROOT / "tools" / "engines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "type: make reference"
