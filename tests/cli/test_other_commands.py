"""The commands beside `review`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics import cards

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done


def test_read_answers_each_line_in_order(run: Callable[..., Done]) -> None:
    lines = ["Reduce churn from 8% to 5%", "", "🎉", "NPS of 50"]

    done = run("read", stdin="\n".join(lines).encode())

    readings = [json.loads(line) for line in done.out.splitlines()]
    assert [reading["text"] for reading in readings] == lines
    assert readings[0]["quantity"] == {"kind": "from_to", "baseline": 8, "target": 5, "unit": "%"}


def test_read_takes_objectives_too(run: Callable[..., Done]) -> None:
    done = run("read", "--kind", "objective", stdin=b"Keep our paying customers\n")

    assert json.loads(done.out)["kind"] == "objective"


def test_read_names_the_line_that_is_not_utf8(run: Callable[..., Done]) -> None:
    done = run("read", stdin=b"NPS of 50\nf\xfcr alle\n")

    assert done.status == 2
    assert "line 2" in done.error
    assert len(done.out.splitlines()) == 1


def test_check_says_what_can_be_measured(run: Callable[..., Done], demo: Path) -> None:
    done = run("check", "--workspace", demo)

    assert done.status == 0
    assert f"{len(cards())} of {len(cards())} metrics" in done.out


def test_the_sql_that_is_printed_is_a_query_that_gives_the_same_counts(
    run: Callable[..., Done], demo: Path
) -> None:
    done = run("measure", "logo_churn", "--workspace", demo, "--grain", "quarter", "--sql")

    assert done.status == 0
    assert "SELECT" in done.out.upper()


def test_csv_and_json_hold_the_same_figures(run: Callable[..., Done], demo: Path) -> None:
    asked = ("measure", "onboarding_completed", "--workspace", demo, "--grain", "quarter", "--by", "size")

    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))
    values = json.loads(run(*asked, "--format", "json").out)["measurements"]

    assert len(rows) == len(values) > 12
    assert [int(row["numerator"]) for row in rows] == [value["numerator"] for value in values]


def test_an_earlier_as_of_date_uses_the_data_before_it_only(run: Callable[..., Done], demo: Path) -> None:
    done = run("measure", "nps", "--workspace", demo, "--as-of", "2025-06-15", "--format", "json")

    values = json.loads(done.out)["measurements"]
    assert values[-1]["as_of"] == "2025-06-15"
    assert not values[-1]["is_mature"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["npss"], "nps"),
        (["nps", "--from", "2026-13-01"], "--from"),
        (["nps", "--by", "colour"], "colour"),
        (["nps", "--where", "size"], "NAME=VALUE"),
        (["onboarding_completed", "--set", "within_day=5"], "within_days"),
        (["onboarding_completed", "--set", "within_days=many"], "within_days"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_wrong_question_is_answered_with_what_is_right(
    run: Callable[..., Done], demo: Path, arguments: list[str], words: str
) -> None:
    done = run("measure", *arguments, "--workspace", demo)

    assert done.status == 2
    assert words in done.error


def test_a_demo_company_is_not_made_over_other_files(run: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    done = run("demo-company", tmp_path)

    assert done.status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_company_is_named_and_nothing_is_left(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run("demo-company", tmp_path / "out", "--company", "Sead")

    assert done.status == 2
    assert "Seed" in done.error
    assert list(tmp_path.iterdir()) == []


def test_init_writes_a_workspace_that_opens(run: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(
        "customer_id,signed_at\na,2026-01-02\nb,2026-02-03\n", encoding="utf-8"
    )

    written = run("init", tmp_path)
    checked = run("check", "--workspace", tmp_path)

    assert written.status == 0
    assert checked.status == 0
    assert "customers" in checked.out


def test_a_folder_without_workspace_is_told_what_to_do(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run("check", "--workspace", tmp_path)

    assert done.status == 2
    assert "holdfast init" in done.error
