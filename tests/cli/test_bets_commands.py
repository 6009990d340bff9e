"""``holdfast freeze``, ``forecast``, ``settle`` and ``bets``: a bet from its freeze to the ledger."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

OKR = """
objective: Paying accounts stay with us
cycle: Quarter
key_results:
  - key_result: New customers are onboarded within 10 days
    metric: onboarding_completed
    target: 0.62
"""


@pytest.fixture
def company(demo: Path, tmp_path: Path) -> Path:
    place = tmp_path / "company"
    shutil.copytree(demo, place, ignore=shutil.ignore_patterns(".holdfast", "bets"))
    (place / "q2.yaml").write_text(OKR, encoding="utf-8")
    return place


def test_a_bet_goes_from_its_freeze_to_the_ledger(run: Callable[..., Done], company: Path) -> None:
    at = ("--workspace", company)

    frozen = run("freeze", company / "q2.yaml", *at, "--as-of", "2026-04-01")
    early = run("settle", *at, "--as-of", "2026-06-01")
    course = run("forecast", "2026-04", *at, "--as-of", "2026-06-01")
    (company / "now.yaml").write_text(OKR.replace("0.62", "0.05"), encoding="utf-8")
    settled = run("settle", *at, "--amended", company / "now.yaml")
    listed = run("bets", *at)

    assert frozen.status == early.status == course.status == settled.status == listed.status == 0
    assert "Frozen: 2026-04-paying-accounts-stay-with-us-" in frozen.out
    assert "Guard of key result 1: How many it counts, in 90 of 100 cases" in " ".join(frozen.out.split())
    assert "Too early until 1 Oct 2026" in early.out
    assert " in 100, was " in course.out
    assert "Guards: no alarm" in course.out
    assert "Key result 1: " in settled.out
    assert "(as now.yaml has it): as amended reached" in " ".join(settled.out.split())
    assert "From 50 on it can be told" in " ".join(listed.out.split())
    assert len(list((company / "bets").glob("*.json"))) == 2
    assert run("settle", *at).out == "No bet is open. Freeze one: holdfast freeze FILE\n"


def test_records_come_as_json(run: Callable[..., Done], company: Path) -> None:
    at = ("--workspace", company)
    run("freeze", company / "q2.yaml", *at, "--as-of", "2026-04-01")

    course = json.loads(run("forecast", *at, "--as-of", "2026-06-01", "--format", "json").out)
    ledger = json.loads(run("bets", *at, "--format", "json").out)

    assert [one["check"] for one in course] == ["forecast", "forecast", "change", "change", "guards"]
    assert ledger[0]["check"] == "ledger"


def test_a_bet_that_somebody_changed_is_refused(run: Callable[..., Done], company: Path) -> None:
    run("freeze", company / "q2.yaml", "--workspace", company, "--as-of", "2026-04-01")
    [file] = (company / "bets").glob("*.json")
    file.write_text(file.read_text().replace('"target": 0.62', '"target": 0.42'), encoding="utf-8")

    done = run("settle", "--workspace", company)

    assert done.status == 2
    assert "it was changed since it was frozen" in done.error
