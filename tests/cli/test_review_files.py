"""`holdfast review` over many files: which are reviewed, which are skipped, what is said of others."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

GOOD = """objective: Paying customers stay with us
cycle: Quarter
commitment: aspirational
key_results:
  - key_result: Reduce quarterly churn of paying customers from 5% to 4%
"""
BAD = "Objective: Reduce churn\nKey results:\n1. Send 12 e-mails to 90% of new customers\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    okrs = tmp_path / "okrs"
    for name, text in {
        "b.yaml": GOOD,
        "a.md": BAD,
        "team/c.txt": BAD,
        "notes.md": "# Notes\n\nNothing of interest.\n",
        "compose.yml": "services:\n  web:\n    image: x\n",
        "logo.svg": "<svg/>",
        ".hidden/d.md": BAD,
        "node_modules/x/e.md": BAD,
        ".f.md": BAD,
    }.items():
        (okrs / name).parent.mkdir(parents=True, exist_ok=True)
        (okrs / name).write_text(text, encoding="utf-8")
    return okrs


def names(done: Done) -> list[str]:
    value = json.loads(done.out)
    assert isinstance(value, list)
    return [review["name"].replace(os.sep, "/") for review in value]


def test_a_folder_is_searched_in_the_order_of_names_and_others_are_skipped_in_one_line(
    run: Callable[..., Done], folder: Path
) -> None:
    done = run("review", "okrs", "--format", "json")

    assert names(done) == ["okrs/a.md", "okrs/b.yaml", "okrs/team/c.txt"]
    assert done.error.count("\n") == 1
    assert done.error.startswith("holdfast: 2 files hold no OKR and were skipped:")
    assert "compose.yml" in done.error
    assert "notes.md" in done.error


def test_a_folder_with_one_okr_still_gives_a_list(run: Callable[..., Done], folder: Path) -> None:
    assert names(run("review", "okrs/team", "--format", "json")) == ["okrs/team/c.txt"]


def test_text_names_each_of_several_files(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "okrs/a.md", "okrs/b.yaml")

    assert done.out.startswith("okrs/a.md\n=========\n")
    assert "\nokrs/b.yaml\n===========\n" in done.out


def test_a_named_file_that_is_no_okr_ends_with_2_and_the_others_are_reviewed(
    run: Callable[..., Done], folder: Path
) -> None:
    done = run("review", "okrs/notes.md", "okrs/missing.md", "okrs/a.md", "--format", "json")

    assert done.status == 2
    assert names(done) == ["okrs/a.md"]
    assert [line.split(":")[1].strip() for line in done.error.splitlines()] == [
        "okrs/notes.md",
        "okrs/missing.md",
    ]


def test_a_broken_okr_in_a_folder_is_an_error_and_not_skipped(run: Callable[..., Done], folder: Path) -> None:
    (folder / "b.yaml").write_text(GOOD.replace("cycle:", "cyle:"), encoding="utf-8")

    done = run("review", "okrs")

    assert done.status == 2
    assert "b.yaml, line 2: unknown key 'cyle'" in done.error


def test_a_folder_without_any_okr_is_an_error(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run("review", tmp_path)

    assert done.status == 2
    assert "no OKR" in done.error


def test_a_file_named_twice_is_reviewed_once(run: Callable[..., Done], folder: Path) -> None:
    assert names(run("review", "okrs/a.md", "./okrs/a.md", "okrs", "--format", "json")) == [
        "okrs/a.md",
        "okrs/b.yaml",
        "okrs/team/c.txt",
    ]


def test_a_pattern_that_the_shell_left_is_followed(run: Callable[..., Done], folder: Path) -> None:
    assert names(run("review", "okrs/**/*.txt", "--format", "json")) == ["okrs/team/c.txt"]
    assert "no file matches" in run("review", "okrs/*.docx").error


def test_settings_exclude_files_from_folders_and_not_those_that_are_named(
    run: Callable[..., Done], folder: Path
) -> None:
    (folder / "holdfast.toml").write_text('[review]\nexclude = ["team", "b.*"]\n', encoding="utf-8")

    assert names(run("review", "okrs", "--format", "json")) == ["okrs/a.md"]
    assert names(run("review", "okrs/b.yaml", "okrs/a.md", "--format", "json")) == [
        "okrs/b.yaml",
        "okrs/a.md",
    ]


def test_skip_others_takes_named_files_as_a_folder_does(run: Callable[..., Done], folder: Path) -> None:
    (folder / "holdfast.toml").write_text('[review]\nexclude = ["b.*"]\n', encoding="utf-8")

    done = run("review", "--skip-others", "--format", "json", "okrs/notes.md", "okrs/b.yaml", "okrs/a.md")

    assert names(done) == ["okrs/a.md"]
    assert done.error == "holdfast: 1 file holds no OKR and was skipped: okrs/notes.md.\n"


def test_skipping_every_named_file_is_fine(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "--skip-others", "okrs/notes.md")

    assert (done.status, done.out) == (0, "")


def test_standard_input_may_have_a_name(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "-", "--stdin-name", "okrs/new.yaml", "--format", "json", stdin=GOOD.encode())

    assert json.loads(done.out)["name"] == "okrs/new.yaml"


def test_an_output_file_holds_what_would_be_printed(run: Callable[..., Done], folder: Path) -> None:
    printed = run("review", "okrs/a.md", "--format", "json")

    written = run("review", "okrs/a.md", "--format", "json", "--output", "review.json")

    assert (written.status, written.out) == (printed.status, "")
    assert (folder.parent / "review.json").read_text(encoding="utf-8") == printed.out


def test_a_hundred_skipped_files_are_one_line(run: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "okr.md").write_text(BAD, encoding="utf-8")
    for number in range(100):
        (tmp_path / f"n{number:03}.md").write_text("# Note\n", encoding="utf-8")

    done = run("review", tmp_path)

    assert done.error.count("\n") == 1
    assert "100 files" in done.error
    assert "and 95 more" in done.error


def test_a_name_that_is_no_text_can_be_printed(run: Callable[..., Done], folder: Path) -> None:
    odd = os.fsencode(folder) + b"/\xff.md"
    with open(odd, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a name of bytes
        stream.write(BAD)

    done = run("review", "okrs", "--format", "json")

    assert "okrs/\N{REPLACEMENT CHARACTER}.md" in names(done)
    assert done.out.encode("utf-8")


def test_an_empty_name_is_an_error_and_not_this_folder(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "")

    assert done.status == 2
    assert "an empty name" in done.error


def test_quiet_prints_no_review(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "okrs/a.md", "--quiet")

    assert (done.status, done.out) == (1, "")
