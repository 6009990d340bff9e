"""Many at once, and processes that are killed: nothing that was acknowledged is lost, nothing is done twice.

Small versions of `make bench-web`, with the real processes over real HTTP, and a database of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose database has its tables and nothing else."""
    folder = tmp_path_factory.mktemp("prepared")
    _run(folder, "found = {}")
    return folder / "workspace"


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a workspace of its own."""
    shutil.copytree(prepared, tmp_path / "workspace")
    return tmp_path


def _run(folder: Path, program: str) -> dict[str, Any]:
    """What a program says of `found`, with Django set up for the workspace of a folder."""
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    before = (
        "import json\nfrom pathlib import Path\nfrom benchmarks.web.application import state\n"
        f"folder = Path({str(folder)!r})\nstate(folder / 'workspace')\n"
    )
    stated = {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "benchmarks.web.settings"}
    environment = {**os.environ, **stated}  # noqa: TID251 - of the processes that it starts
    asked = [sys.executable, "-c", f"{before}{program}\nprint(json.dumps(found))"]
    done = subprocess.run(asked, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_check_ins_of_many_at_once_on_sqlite_are_all_written_as_they_were_sent(folder: Path) -> None:
    program = (
        "from benchmarks.web import company, together\n"
        "company.make_company(6)\n"
        "said = together.check_in_together(folder, clients=8, check_ins=48, processes=2)\n"
        "found = {'answered': said.answered, 'written': said.written, 'recorded': said.recorded}"
    )

    found = _run(folder, program)

    assert found == {"answered": {"302": 48}, "written": 48, "recorded": 48}


def test_kills_of_web_processes_lose_no_acknowledged_write_and_leave_no_half_written_one(
    folder: Path,
) -> None:
    program = (
        "from benchmarks.web import company, kills\n"
        "from dataclasses import asdict\n"
        "company.make_company(4)\n"
        "found = asdict(kills.killed(folder, kills=3, between=(0.3, 0.6), pause=0.1, kills_worker=False))"
    )

    found = _run(folder, program)

    assert found["acknowledged"] > 0
    wrong = {name: found[name] for name in ("lost", "halves", "undone", "untold", "without_key")}
    assert wrong == dict.fromkeys(wrong, 0)
    assert max(found["hooks_twice"], found["mails_twice"]) <= found["kills"][1]
