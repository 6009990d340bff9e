"""``holdfast holdout`` on a demo company."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done


@pytest.fixture
def company(demo: Path, tmp_path: Path) -> Path:
    """A copy, in which plans can be made."""
    return shutil.copytree(demo, tmp_path / "company")


def test_a_size_needs_no_data(run: Callable[..., Done]) -> None:
    done = run("holdout", "size", "85%", "--change", "5%", "--customers", "200")

    assert done.status == 0
    assert "takes 801 treated and 801 held out" in " ".join(done.out.split())
    assert "200 customers show 14.1 points" in " ".join(done.out.split())


def test_from_plan_to_settlement(run: Callable[..., Done], company: Path) -> None:
    then = ("--workspace", company, "--as-of", "2026-03-02")
    plan = run(
        "holdout", "plan", "calls", "--do", "a call", *then, "--from", "2026-03-02", "--balance", "size"
    )
    drawn = run("holdout", "assign", "calls", *then, "--on", "2026-03-02", "--format", "csv")
    again = run("holdout", "assign", "calls", *then, "--on", "2026-03-02", "--format", "csv")
    early = run("holdout", "settle", "calls", "--workspace", company, "--as-of", "2026-04-01")
    settled = run("holdout", "settle", "calls", "--workspace", company, "--format", "json")
    listed = run("holdout", "list", "--workspace", company)

    assert "Planned: calls, assigned from 2026-03-02" in plan.out
    rows = list(csv.DictReader(StringIO(drawn.out)))
    assert drawn.out == again.out
    assert {row["arm"] for row in rows} == {"treated", "holdout"}
    assert early.out.startswith("Holdout: too early until ")
    [record] = json.loads(settled.out)
    assert record["check"] == "holdout"
    assert record["n"] == len(rows)
    assert record["step"] == 4
    assert listed.out.startswith("calls: a call; ")


def test_a_dry_run_writes_nothing(run: Callable[..., Done], company: Path) -> None:
    done = run("holdout", "plan", "calls", "--do", "a call", "--workspace", company, "--dry-run")

    assert "Would be: calls" in done.out
    assert not (company / ".holdfast").exists()
    assert "No holdout was planned yet" in run("holdout", "list", "--workspace", company).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("size", "0.85", "--change", "5%"), "BASE: '0.85' was given"),
        (("size", "85%"), "--change: it was not given"),
        (("size", "85%", "--change", "5%"), "customers: none are there and none come"),
        (("settle", "calls", "--stay-days", "9", "--count", "events"), "outcome: 2 were given"),
        (("assign", "calls"), "holdout calls: there is none of that name"),
    ],
)
def test_bad_input_is_told(
    run: Callable[..., Done], company: Path, arguments: tuple[str, ...], said: str
) -> None:
    place = () if arguments[0] == "size" else ("--workspace", company)

    done = run("holdout", *arguments, *place)

    assert done.status == 2
    assert said in done.error
