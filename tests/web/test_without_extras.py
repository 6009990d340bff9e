"""The application without the drivers that are extras, as `make demo` sets it up."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROGRAM = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
sys.modules["psycopg"] = sys.modules["pyspark"] = None
from holdfast.web.serving import set_up
set_up()
import holdfast.web.urls, holdfast.web.worker, holdfast.web.jobs.timetable
print("all is there")
"""


def test_web_and_worker_start_without_the_drivers_of_databases_that_nobody_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)  # the suite runs on PostgreSQL too

    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert (answer.stdout, answer.returncode) == ("all is there\n", 0), answer.stderr
