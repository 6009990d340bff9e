"""``holdfast why`` and ``holdfast themes`` on a demo company."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done


def test_reasons_are_told_with_what_they_rest_on(run: Callable[..., Done], demo: Path) -> None:
    done = run("why", "--workspace", demo)

    assert done.status == 0
    assert done.out.startswith("Why customers leave, by the data up to ")
    assert "What to know" in done.out


def test_json_holds_reasons_with_their_range(run: Callable[..., Done], demo: Path) -> None:
    found = json.loads(run("why", "--workspace", demo, "--format", "json").out)

    weighed = [one for one in found["reasons"] if one["difference"] is not None]
    assert weighed
    assert all(one["low"] <= one["difference"] <= one["high"] for one in weighed)


def test_the_page_needs_nothing_else_and_runs_no_script(run: Callable[..., Done], demo: Path) -> None:
    page = run("why", "--workspace", demo, "--format", "html").out

    assert page.lstrip().startswith("<!doctype html>")
    assert "<script" not in page
    assert "http" not in page


def test_a_text_is_confirmed_by_number_passed_and_stopped(run: Callable[..., Done], demo: Path) -> None:
    done = run("themes", "confirm", "--workspace", demo, "--count", "3", stdin=b"9\n1\n\nq\n")

    kept = (demo / "confirmed_themes.jsonl").read_text(encoding="utf-8").splitlines()
    (demo / "confirmed_themes.jsonl").unlink()
    assert done.status == 0
    assert "That is no number here and no theme." in done.out
    assert done.out.endswith("1 confirmed.\n")
    assert len(kept) == 1


def test_themes_are_listed_and_written(run: Callable[..., Done], tmp_path: Path) -> None:
    listed = run("themes", "list", "--workspace", tmp_path).out
    written = run("themes", "init", "--workspace", tmp_path)

    assert "price: Price. It is too expensive" in listed
    assert (tmp_path / "themes.toml").exists()
    assert written.status == 0
    assert run("themes", "init", "--workspace", tmp_path).status == 2
