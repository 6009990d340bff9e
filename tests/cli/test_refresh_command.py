"""`holdfast refresh`, `history` and `measure --all` from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


@pytest.fixture
def company(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo company that a test may change."""
    return shutil.copytree(demo, tmp_path / "company")


def test_a_refresh_says_what_it_read_and_recorded(run: Run, company: Path) -> None:
    first = run("refresh", "nps", "first_response_time", "--workspace", company, "--as-of", "2026-07-15")
    again = run("refresh", "nps", "--workspace", company, "--format", "json")

    assert first.status == 0
    assert "As of 15 Jul 2026: 2 of 2 metrics are up to date." in first.out
    [nps] = json.loads(again.out)["metrics"]
    assert nps["is_full"] is False
    assert {one["number"] for one in nps["revisions"]} <= {1, 2}


def test_verifying_says_that_frozen_days_are_equal(run: Run, company: Path) -> None:
    run("refresh", "onboarding_scheduled", "--workspace", company)

    done = run("refresh", "--verify", "--workspace", company)

    assert done.status == 0
    assert "equal" in done.out


def test_a_metric_asked_for_by_name_that_cannot_be_measured_fails(run: Run, company: Path) -> None:
    text = (company / "holdfast.toml").read_text()
    start = text.index("[tables.surveys]")
    end = text.find("\n[", start + 1)
    (company / "holdfast.toml").write_text(text[:start] + (text[end + 1 :] if end > 0 else ""))

    assert run("refresh", "nps", "--workspace", company).status == 2
    assert run("refresh", "nps", "logo_churn", "--workspace", company, "--format", "json").status == 2
    assert run("refresh", "logo_churn", "--workspace", company).status == 0


def test_history_shows_every_revision_and_the_latest_alone(run: Run, company: Path) -> None:
    run("refresh", "logo_churn", "--workspace", company, "--as-of", "2026-09-15")
    run("refresh", "logo_churn", "--workspace", company)

    every = json.loads(run("history", "logo_churn", "--workspace", company, "--format", "json").out)
    latest = json.loads(
        run("history", "logo_churn", "--workspace", company, "--latest", "--format", "json").out
    )

    september = [one for one in every if one["period"]["start"] == "2026-09-01"]
    assert [one["number"] for one in september] == [1, 2]
    assert [one["number"] for one in latest if one["period"]["start"] == "2026-09-01"] == [2]
    assert "Sep 2026" in run("history", "logo_churn", "--workspace", company).out
    assert "size: " in run("history", "logo_churn", "--workspace", company, "--by", "size").out


def test_a_source_that_is_gone_leaves_the_last_values_with_their_date(
    run: Run, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("refresh", "logo_churn", "--workspace", company)
    text = (company / "holdfast.toml").read_text()
    tables = (
        text[: text.index("[tables.")] + '[engine]\nkind = "postgres"\n[tables.customers]\ntable = "crm.c"\n'
    )
    (company / "holdfast.toml").write_text(tables)
    # Nobody listens on port 1.
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", "postgresql://someone:secret@127.0.0.1:1/crm")

    done = run("measure", "logo_churn", "--workspace", company)

    assert done.status == 3
    assert "These are the values of the last refresh" in done.error
    assert "secret" not in done.error + done.out
    assert "Sep 2026" in done.out
    assert run("measure", "nps", "--workspace", company).out == ""


def test_files_that_are_gone_leave_the_last_values_with_their_date(run: Run, company: Path) -> None:
    run("refresh", "nps", "--workspace", company)
    (company / "surveys.parquet").unlink()

    done = run("measure", "nps", "--workspace", company)

    assert done.status == 2
    assert "no file matches" in done.error
    assert "These are the values of the last refresh" in done.error
    assert "?." not in done.error
    assert "Sep 2026" in done.out
    every = run("measure", "--all", "--workspace", company)
    assert (every.status, every.error) == (2, done.error)
    assert [line.split()[0] for line in every.out.splitlines()[2:]] == ["nps"]


def test_all_metrics_stand_in_one_table(run: Run, company: Path) -> None:
    done = run("measure", "--all", "--workspace", company)

    assert done.status == 0
    assert "logo_churn" in done.out
    assert "nps" in done.out


def test_all_metrics_as_json_have_their_series(run: Run, company: Path) -> None:
    document = json.loads(run("measure", "--all", "--workspace", company, "--format", "json").out)

    metrics = {one["metric"]: one for one in document["metrics"]}
    assert metrics["nps"]["measurements"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("measure",), "no metric was given"),
        (("measure", "nps", "--all"), "a metric and --all were given"),
        (("measure", "--all", "--format", "csv"), "Metrics differ in their columns"),
        (("history", "nps"), "Run holdfast refresh first"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    run: Run, company: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments, "--workspace", company)

    assert done.status == 2
    assert message in done.error
