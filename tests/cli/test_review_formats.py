"""`holdfast review --format`: every format, on the terminal and in a file, of one file and of several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

OKR = """Objective: Increase customer engagement & retention
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days of signing
2. NPS from 30 to 40
"""
REWRITE = "95% of new customers have a date for their onboarding call within 5 days of signing"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(OKR, encoding="utf-8")
    (tmp_path / "b.txt").write_text(OKR.replace("NPS", "CSAT"), encoding="utf-8")
    return tmp_path


def words(text: str) -> str:
    """The text on one line, as signs that formats escape would be read."""
    return " ".join(text.replace("%25", "%").replace("\\n", " ").split())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_the_rewrite_and_ends_with_the_same_status(
    run: Callable[..., Done], folder: Path, form: str
) -> None:
    done = run("review", "a.txt", "--format", form)

    assert done.status == 1
    assert REWRITE in words(done.out)
    assert done.out.endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_an_output_file_holds_every_file_in_the_order_given(
    run: Callable[..., Done], folder: Path, form: str
) -> None:
    done = run("review", "b.txt", "a.txt", "--format", form, "--output", "out", "--fail-level", "never")

    text = (folder / "out").read_text(encoding="utf-8")
    assert (done.status, done.out, done.error) == (0, "", "")
    assert 0 <= text.index("CSAT") < text.rindex("NPS")
    assert "\x1b" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_file_gives_the_same_output(run: Callable[..., Done], folder: Path, form: str) -> None:
    first, second = (run("review", "a.txt", "--format", form, "--today", "2026-11-02") for _ in range(2))

    assert first == second


def test_what_is_set_aside_is_suppressed_in_sarif_with_its_reason(
    run: Callable[..., Done], folder: Path
) -> None:
    (folder / "c.md").write_text(
        OKR.replace("Key results:", "Key results:\n<!-- holdfast: ignore K201 - by contract -->"),
        encoding="utf-8",
    )

    done = run("review", "c.md", "--format", "sarif", "--select", "K201")

    results = json.loads(done.out)["runs"][0]["results"]
    assert done.status == 0
    assert [one["suppressions"][0]["justification"] for one in results] == ["by contract"]


def test_an_unknown_format_is_refused_with_the_known_ones(run: Callable[..., Done], folder: Path) -> None:
    done = run("review", "a.txt", "--format", "sarf")

    assert done.status == 2
    assert "'sarif'" in done.error
