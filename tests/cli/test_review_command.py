"""`holdfast review`: what it prints, and with which status it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

GOOD = b"""objectives:
  - objective: Paying customers stay with us
    cycle: Quarter
    commitment: aspirational
    key_results:
      - key_result: Reduce quarterly churn of paying customers from 5% to 4%
"""


def test_the_seed_okr_is_reviewed_and_has_problems(run: Callable[..., Done], seed_okr: Path) -> None:
    done = run("review", seed_okr)

    assert done.status == 1
    assert "THE ONE THING" in done.out
    assert done.error == ""


def test_standard_input_is_a_file_named_dash(run: Callable[..., Done], seed_okr: Path) -> None:
    from_file = run("review", seed_okr, "--format", "json")
    from_input = run("review", "-", "--format", "json", stdin=seed_okr.read_bytes())

    named, unnamed = json.loads(from_file.out), json.loads(from_input.out)
    assert unnamed["findings"] == named["findings"]
    assert unnamed["name"] == "-"


def test_the_json_of_a_review_has_reading_findings_and_summary(
    run: Callable[..., Done], seed_okr: Path
) -> None:
    review = json.loads(run("review", seed_okr, "--format", "json").out)

    assert {"reading", "findings", "summary"} <= set(review)
    assert {"rule", "level", "target", "span", "message", "why", "rewrite", "evidence"} <= set(
        review["findings"][0]
    )


@pytest.mark.parametrize(("level", "status"), [("problem", 1), ("question", 1), ("never", 0)])
def test_the_fail_level_decides_the_status(
    run: Callable[..., Done], seed_okr: Path, level: str, status: int
) -> None:
    assert run("review", seed_okr, "--fail-level", level).status == status


def test_an_okr_without_problems_ends_with_0(run: Callable[..., Done], tmp_path: Path) -> None:
    okr = tmp_path / "good.yaml"
    okr.write_bytes(GOOD)

    assert run("review", okr).status == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        ("Objective: Kunden halten\n1. Zufriedenheit für alle".encode("latin-1"), "UTF-8"),
        (b"Objective: Keep our customers\n", "key result"),
        (b"Objective: Keep customers\n1. " + b"x" * 10_000_000, "2,000,000"),
        (b"\x00\x01\x02\x03" * 50, "text"),
    ],
    ids=["empty", "wrong encoding", "no key results", "10 MB", "binary"],
)
def test_bad_input_ends_with_2_and_one_message_that_names_the_file(
    run: Callable[..., Done], tmp_path: Path, content: bytes, words: str
) -> None:
    okr = tmp_path / "okr.txt"
    okr.write_bytes(content)

    done = run("review", okr)

    assert done.status == 2
    assert done.out == ""
    assert "okr.txt" in done.error
    assert words in done.error
    assert done.error.count("\n") == 1


def test_messages_call_what_is_piped_in_by_its_name() -> None:
    assert str(InputError("-, line 3", "nothing")) == "standard input, line 3: nothing."
    assert str(InputError("-x.md", "nothing")) == "-x.md: nothing."


def test_a_missing_file_is_named(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run("review", tmp_path / "nowhere.md")

    assert done.status == 2
    assert "nowhere.md: there is no such file" in done.error


def test_options_about_data_need_a_workspace(run: Callable[..., Done], seed_okr: Path) -> None:
    done = run("review", seed_okr, "--html", "report.html")

    assert done.status == 2
    assert "--workspace" in done.error


def test_in_a_workspace_key_results_are_measured_and_a_report_is_left(
    run: Callable[..., Done], demo: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"

    done = run("review", demo / "okrs" / "1-as-pasted.txt", "--workspace", demo, "--html", report)

    assert done.status == 1
    assert "Measured as onboarding_scheduled" in done.out
    assert str(report) in done.out
    assert "<svg" in report.read_text(encoding="utf-8")


def test_an_unknown_metric_is_named_and_leaves_no_report(
    run: Callable[..., Done], demo: Path, tmp_path: Path
) -> None:
    okr, report = tmp_path / "okr.yaml", tmp_path / "report.html"
    okr.write_text(
        "objective: Customers stay\nkey_results:\n  - key_result: Churn to 3%\n    metric: logo_chrun\n",
        encoding="utf-8",
    )

    done = run("review", okr, "--workspace", demo, "--html", report)

    assert done.status == 2
    assert "logo_churn" in done.error
    assert not report.exists()
