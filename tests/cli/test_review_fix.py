"""`holdfast review --diff` and `--fix`: what they print, what they write, and how they end."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import click
import pytest

from holdfast.cli import review_fix
from holdfast.service.fixing import fix_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

OKR = """Objective: Increase customer engagement & retention
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days of signing
2. Launch a help centre
"""
MENDED = OKR.replace(
    "Schedule 95% of new customer onboarding calls within 5 days of signing",
    "95% of new customers have a date for their onboarding call within 5 days of signing",
)


@pytest.fixture
def okr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "okr.txt"
    path.write_text(OKR, encoding="utf-8")
    return path


def test_diff_shows_the_change_writes_nothing_and_ends_with_1(run: Callable[..., Done], okr: Path) -> None:
    done = run("review", "okr.txt", "--diff")

    assert done.status == 1
    assert "\n-1. Schedule 95%" in done.out
    assert "\n+1. 95% of new customers have a date" in done.out
    assert okr.read_text(encoding="utf-8") == OKR
    assert done.error == (
        "holdfast: Would rewrite 1 statement in 1 file; 1 more needs a figure only you know "
        "(holdfast review --with-gaps leaves room for it).\n"
    )


def test_diff_ends_with_0_where_nothing_would_change(run: Callable[..., Done], okr: Path) -> None:
    okr.write_text(MENDED, encoding="utf-8")

    done = run("review", "okr.txt", "--diff")

    assert (done.status, done.out) == (0, "")


def test_fix_writes_the_rewrites_and_reviews_what_came_out(run: Callable[..., Done], okr: Path) -> None:
    done = run("review", "okr.txt", "--fix")

    assert okr.read_text(encoding="utf-8") == MENDED
    assert "95% of new customers have a date" in done.out
    assert "Rewrote 1 statement in 1 file" in done.error
    assert done.status == 1, "S301 remains"


def test_fix_changes_nothing_the_second_time(run: Callable[..., Done], okr: Path) -> None:
    run("review", "okr.txt", "--fix")
    os.utime(okr, (1_000_000, 1_000_000))

    done = run("review", "okr.txt", "--fix", "--fail-level", "never", "--quiet")

    assert (done.status, done.out) == (0, "")
    assert "Rewrote nothing" in done.error
    assert okr.stat().st_mtime == 1_000_000


def test_fix_keeps_permissions_and_links_and_leaves_nothing_behind(
    run: Callable[..., Done], okr: Path
) -> None:
    okr.chmod(0o640)
    link = okr.with_name("link.txt")
    link.symlink_to(okr)

    run("review", "link.txt", "--fix")

    assert link.is_symlink()
    assert stat.S_IMODE(okr.stat().st_mode) == 0o640
    assert okr.read_text(encoding="utf-8") == MENDED
    assert sorted(path.name for path in okr.parent.iterdir()) == ["link.txt", "okr.txt"]


def test_standard_input_comes_out_mended(run: Callable[..., Done]) -> None:
    done = run("review", "-", "--fix", "--fail-level", "never", stdin=OKR.encode())

    assert (done.status, done.out) == (0, MENDED)


def test_a_do_becomes_an_initiative_where_that_is_asked_for(run: Callable[..., Done], okr: Path) -> None:
    run("review", "okr.txt", "--fix", "--fix-as", "initiative")

    text = okr.read_text(encoding="utf-8")
    assert "1. ‹share› of new customers use ‹core action› by day ‹30›" in text
    assert "Initiative: Schedule 95% of new customer onboarding calls within 5 days of signing" in text
    assert "Initiative: Launch a help centre" in text


def test_settings_and_options_choose_what_is_mended(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("holdfast.toml").write_text('[review]\nignore = ["K201"]\n', encoding="utf-8")

    assert run("review", "okr.txt", "--diff").status == 0
    assert run("review", "okr.txt", "--diff", "--select", "K201").status == 1


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_mended(
    run: Callable[..., Done], okr: Path
) -> None:
    done = run("review", "missing.txt", "okr.txt", "--fix")

    assert done.status == 2
    assert okr.read_text(encoding="utf-8") == MENDED
    assert "missing.txt: there is no such file" in done.error


def test_a_file_that_changed_meanwhile_is_not_written_over(
    run: Callable[..., Done], okr: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*args: object, **options: object) -> object:
        okr.write_text("Objective: Another one\n", encoding="utf-8")
        return fix_bytes(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(review_fix, "fix_bytes", slow)
    done = run("review", "okr.txt", "--fix")

    assert done.status == 3
    assert "changed while it was reviewed" in done.error
    assert okr.read_text(encoding="utf-8") == "Objective: Another one\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--fix", "--diff"), "one of them"),
        (("--with-gaps",), "--fix"),
        (("--fix-as", "initiative"), "--diff"),
        (("--fix", "--fix-as", "ask"), "terminal"),
        (("--fix", "--workspace", "."), "--workspace"),
    ],
)
def test_options_that_do_not_go_together_are_refused_before_anything_is_written(
    run: Callable[..., Done], okr: Path, options: tuple[str, ...], words: str
) -> None:
    done = run("review", "okr.txt", *options)

    assert done.status == 2
    assert words in done.error
    assert okr.read_text(encoding="utf-8") == OKR


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("r", "1. 95% of new customers have a date for their onboarding call within 5 days of signing"),
        ("i", "1. ‹share› of new customers use ‹core action› by day ‹30›"),
        ("s", "1. Schedule 95% of new customer onboarding calls within 5 days of signing"),
    ],
)
def test_on_a_terminal_fix_asks_what_becomes_of_each_do(
    run: Callable[..., Done], okr: Path, monkeypatch: pytest.MonkeyPatch, answer: str, line: str
) -> None:
    okr.write_text(OKR.replace("2. Launch a help centre\n", "2. NPS from 30 to 40\n"), encoding="utf-8")
    asked: list[str] = []

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return answer

    monkeypatch.setattr(review_fix, "_has_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)

    done = run("review", "okr.txt", "--fix", "--quiet")

    assert asked == ["Which"]
    assert "okr.txt, key result 1: Schedule 95%" in done.error
    assert "r  reword it:  95% of new customers" in done.error
    assert "i  keep it as an initiative under:  ‹share›" in done.error
    assert okr.read_text(encoding="utf-8").splitlines()[2].startswith(line)


def test_outside_of_a_terminal_nobody_is_asked(run: Callable[..., Done], okr: Path) -> None:
    assert not sys.stdin.isatty()

    assert run("review", "okr.txt", "--fix", "--quiet").error.count("Which") == 0
