"""The page about CI, the hooks for pre-commit and the options of the command agree."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from holdfast import __version__
from holdfast.cli.review import command
from holdfast.okr.parse import parse_okr
from holdfast.review.run import review_document
from holdfast.service.settings_file import settings_in

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "review-in-ci.md").read_text(encoding="utf-8")
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ENTRIES = {hook["id"]: shlex.split(hook["entry"]) for hook in HOOKS}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def hooks_used() -> list[dict[str, Any]]:
    """The hooks of every configuration on the page, also of the pieces of one."""
    used: list[dict[str, Any]] = []
    for block in blocks("yaml"):
        value = yaml.safe_load(block)
        if isinstance(value, list):
            used += value
        elif "repos" in value:
            used += [hook for repo in value["repos"] for hook in repo["hooks"]]
    return used


def parsed(arguments: list[str]) -> dict[str, Any]:
    """The options of a command line that starts with ``holdfast review``; fails where the command would."""
    assert arguments[:2] == ["holdfast", "review"]
    with click.Context(command) as context:
        return command.make_context("review", arguments[2:], parent=context).params


def commands_on_the_page() -> list[str]:
    found = re.findall(r"^(?:\$ | *run: )(holdfast review [^\n]*)", PAGE, re.MULTILINE)
    return [line.split(" >> ")[0] for line in found]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_entry_of_a_hook_is_a_command_that_exists(hook: dict[str, Any]) -> None:
    options = parsed([*ENTRIES[hook["id"]], "okr.md"])

    assert options["skip_others"], "pre-commit names files of all kinds"
    assert hook["language"] == "python"


def test_the_page_uses_every_hook_with_options_that_exist() -> None:
    used = hooks_used()

    assert {hook["id"] for hook in used} == set(ENTRIES)
    assert all(parsed([*ENTRIES[hook["id"]], *hook.get("args", []), "okr.md"]) for hook in used)


def test_every_command_on_the_page_has_options_that_exist() -> None:
    commands = commands_on_the_page()

    assert len(commands) >= 5
    assert [line for line in commands if parsed(shlex.split(line))["files"] != ("okrs",)] == []


def test_the_workflow_shows_notes_summary_and_sarif_and_only_the_notes_decide() -> None:
    workflow = next(yaml.safe_load(block) for block in blocks("yaml") if "jobs:" in block)
    runs = [
        step["run"]
        for step in workflow["jobs"]["review"]["steps"]
        if "holdfast review" in step.get("run", "")
    ]
    options = [parsed(shlex.split(line.split(" >> ")[0])) for line in runs]

    assert [option["form"] for option in options] == ["github", "markdown", "sarif"]
    assert [option["fail_level"] for option in options] == [None, "never", "never"]


def test_the_page_names_the_version_that_is_here() -> None:
    assert set(re.findall(r"(?:rev: |@)v([\d.]+\d)(?=\s|\")", PAGE)) - {"4", "5", "3"} == {__version__}


def test_the_settings_on_the_page_are_accepted() -> None:
    block = blocks("toml")[0]

    assert settings_in(Path("holdfast.toml"), block) is not None
    assert tomllib.loads(block)["review"]["fail_level"] == "suggestion"


def test_the_okr_on_the_page_fails_as_the_page_says_and_the_comment_sets_it_aside() -> None:
    okr, commented = blocks("markdown")[:2]

    found = [(one.rule, one.target.number) for one in review_document(parse_okr(okr, name="a.md")).findings]
    aside = review_document(parse_okr(okr.replace(commented.splitlines()[1], commented.strip()), name="a.md"))

    assert ("K201", 1) in found
    assert [one.finding.rule for one in aside.ignored] == ["K201"]
    assert [one.rule for one in aside.at_least("suggestion")] == []
