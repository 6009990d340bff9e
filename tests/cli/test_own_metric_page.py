"""The how-to of one's own metric, followed line by line: its files, its definitions, its commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.okr import read_okr_bytes
from holdfast.service.check import check_workspace
from holdfast.service.reviewing_data import review_in_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from tests.cli.conftest import Done

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "your-own-metric.md"
_BLOCK = re.compile(r"(?:\*\*([\w. ]+)\*\*\n\n)?```(\w+)\n(.*?)```", re.DOTALL)
_GAP = "…"
_VERSION = re.compile(r"version [0-9a-f]{12}")


def _blocks() -> Iterator[tuple[str, str, str]]:
    """Name where one stands above it, kind and text of each block."""
    yield from _BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def test_the_page_is_followed_and_every_command_prints_what_the_page_shows(
    run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    file, kept = tmp_path / "holdfast.toml", ""
    shown = []

    for name, kind, text in _blocks():
        if kind == "csv":
            (tmp_path / name).write_text(text)
        elif kind == "toml":
            file.write_text(f"{kept}\n{text}")
            kept = kept if name == "a mistake" else file.read_text()
        elif kind == "text":
            command, _, expected = text.partition("\n")
            done = run(*command.removeprefix("$ holdfast ").split())
            shown.append((command, _missing(expected, done.out + done.error)))
            file.write_text(kept)

    assert len(shown) == 5
    assert [(command, missing) for command, missing in shown if missing] == []


def test_the_okr_of_the_page_is_measured_by_the_metric_and_the_segment(
    run: Callable[..., Done], tmp_path: Path
) -> None:
    parts = list(_blocks())
    for name, kind, text in parts:
        if kind == "csv":
            (tmp_path / name).write_text(text)
    definitions = [text for name, kind, text in parts if kind == "toml" and not name]
    (tmp_path / "holdfast.toml").write_text("\n".join(definitions))
    [okr] = [text.encode() for _, kind, text in parts if kind == "yaml"]

    with open_workspace(tmp_path) as workspace:
        check = check_workspace(workspace)
        measured = review_in_workspace(
            okr, name="okr.yaml", workspace=workspace, check=check, tell=lambda _: None
        )

    [figures] = measured.key_results
    assert read_okr_bytes(okr, name="okr.yaml").objectives[0].key_results[0].binding is not None
    assert figures.card.title == "Pro teams that shared three reports within 14 days"
    # Ember alone is large and old enough; grove is pending.
    assert [(one.numerator, one.denominator, one.pending) for one in figures.series] == [(1, 1, 1)]


def _missing(expected: str, out: str) -> str:
    """The first part of what the page shows that does not follow in the output; empty where all does."""
    shown, rest = _VERSION.sub("version", expected), _VERSION.sub("version", out)
    chunks: list[str] = re.split(rf"(?m)^{_GAP}\n", shown)
    if len(chunks) == 1:
        return "" if shown == rest else shown
    for chunk in filter(None, chunks):
        _, found, rest = rest.partition(chunk)
        if not found:
            return chunk
    return ""
