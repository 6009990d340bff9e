"""What the pages say is what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import holdfast
from holdfast.cli.main import COMMANDS

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_of_the_commands_is_what_their_help_says() -> None:
    reference = tool("reference")

    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "type: make reference"


def test_the_page_of_the_examples_is_what_the_examples_say() -> None:
    examples = tool("examples")

    assert examples.PAGE.read_text(encoding="utf-8") == examples.page(), "type: make reference"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"holdfast {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_version_heads_the_changelog() -> None:
    first = re.search(r"^## (\S+)", CHANGELOG, re.MULTILINE)

    assert first is not None
    assert first[1] == holdfast.__version__


def test_every_public_name_is_on_the_page_of_the_python_api() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")

    missing = [name for name in holdfast.__all__ if f"`{name}" not in page]

    assert missing == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_every_page_of_the_docs_has_one_title(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)

    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_the_readme_shows_the_review_as_it_is() -> None:
    readme = tool("readme")

    assert readme.review() in readme.README.read_text(encoding="utf-8"), "type: make reference"
