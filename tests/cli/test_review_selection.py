"""`holdfast review`: which rules run, by options and by settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

OKR = """Objective: Increase customer engagement & retention
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days of signing
2. Undertake monthly review call with all accounts over $1m
"""


@pytest.fixture
def okr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "okr.md"
    path.write_text(OKR, encoding="utf-8")
    return path


def rules(done: Done) -> set[str]:
    return {one["rule"] for one in json.loads(done.out)["findings"]}


def test_select_runs_nothing_else(run: Callable[..., Done], okr: Path) -> None:
    done = run("review", okr, "--select", "K201,objective-not-measured", "--format", "json")

    assert rules(done) == {"K201", "S301"}


def test_ignored_rules_do_not_decide_the_status(run: Callable[..., Done], okr: Path) -> None:
    assert run("review", okr).status == 1
    assert run("review", okr, "--select", "S301", "--ignore", "S301").status == 0


def test_an_unknown_rule_is_an_error_with_the_nearest(run: Callable[..., Done], okr: Path) -> None:
    done = run("review", okr, "--select", "K2O1")

    assert done.status == 2
    assert done.out == ""
    assert "K2O1" in done.error
    assert "Did you mean K201" in done.error


def test_the_nearest_settings_hold_and_options_beat_them(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("pyproject.toml").write_text(
        '[tool.holdfast.review]\nselect = ["S301"]\nformat = "json"\nfail-level = "never"\n', encoding="utf-8"
    )

    by_file = run("review", okr)
    by_option = run("review", okr, "--select", "K201", "--fail-level", "nit", "--format", "text")

    assert (by_file.status, rules(by_file)) == (0, {"S301"})
    assert by_option.status == 1
    assert "[K201]" in by_option.out
    assert "[S301]" not in by_option.out


def test_settings_may_be_named(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("strict.toml").write_text(
        '[review]\nselect = ["K201"]\nformat = "json"\n', encoding="utf-8"
    )

    assert rules(run("review", okr, "--config", "strict.toml")) == {"K201"}
    assert run("review", okr, "--config", "none.toml").status == 2


def test_a_wrong_setting_is_said_before_anything_is_reviewed(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("holdfast.toml").write_text('[review]\nselct = ["K201"]\n', encoding="utf-8")

    done = run("review", okr)

    assert (done.status, done.out) == (2, "")
    assert "holdfast.toml, line 2, review.selct: there is no key 'selct'" in done.error
    assert "Did you mean select" in done.error


def test_standard_input_has_the_settings_of_its_name(run: Callable[..., Done], okr: Path) -> None:
    inner = okr.parent / "team"
    inner.mkdir()
    (inner / "holdfast.toml").write_text('[review]\nselect = ["K201"]\nformat = "json"\n', encoding="utf-8")

    done = run("review", "-", "--stdin-name", inner / "okr.md", stdin=OKR.encode())

    assert rules(done) == {"K201"}


def test_what_the_settings_set_aside_is_kept_with_its_reason(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("holdfast.toml").write_text(
        '[review.per-file-ignores]\n"*.md" = { rules = ["K201"], reason = "an archive" }\n', encoding="utf-8"
    )

    review = json.loads(run("review", okr, "--format", "json").out)

    assert "K201" not in {one["rule"] for one in review["findings"]}
    assert {(one["rule"], one["reason"]) for one in review["ignored"]} == {("K201", "an archive")}


def test_settings_stand_in_a_workspace_file_too(run: Callable[..., Done], demo: Path, okr: Path) -> None:
    workspace = demo.parent / "with-settings"
    workspace.mkdir(exist_ok=True)
    text = (demo / "holdfast.toml").read_text(encoding="utf-8").replace('files = "', f'files = "{demo}/')
    (workspace / "holdfast.toml").write_text(
        f'{text}\n[review]\nselect = ["K201"]\nformat = "json"\n', encoding="utf-8"
    )

    done = run("review", okr, "--workspace", workspace)

    assert rules(done) == {"K201"}


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--today", "2026-13-01"), "--today"),
        (("--stdin-name", "a.md"), "--stdin-name"),
        (("--select", ""), "--select names no rule"),
        (("--ignore", " , "), "--ignore names no rule"),
    ],
)
def test_a_wrong_option_is_said(
    run: Callable[..., Done], okr: Path, option: tuple[str, str], words: str
) -> None:
    done = run("review", okr, *option)

    assert done.status == 2
    assert words in done.error


CHECKED_IN = """objective: Paying customers stay with us
cycle: 2026-Q4
owner: Kim
key_results:
  - key_result: Reduce quarterly churn of paying customers from 5% to 4%
    check_ins:
      - { on: 2026-10-05, value: 5 }
"""


@pytest.mark.parametrize(("today", "is_late"), [("2026-10-09", False), ("2026-11-09", True)])
def test_the_day_of_the_review_may_be_given(
    run: Callable[..., Done], okr: Path, today: str, is_late: bool
) -> None:
    okr.with_name("a.yaml").write_text(CHECKED_IN, encoding="utf-8")

    done = run("review", "a.yaml", "--today", today, "--select", "P501", "--format", "json")

    assert ("P501" in rules(done)) is is_late


def test_the_settings_say_how_often_check_ins_are_due(run: Callable[..., Done], okr: Path) -> None:
    okr.with_name("a.yaml").write_text(CHECKED_IN, encoding="utf-8")
    okr.with_name("holdfast.toml").write_text("[review]\ncadence_days = 90\n", encoding="utf-8")

    done = run("review", "a.yaml", "--today", "2026-11-09", "--select", "P501", "--format", "json")

    assert rules(done) == set()


def test_owners_are_asked_for_at_publishing(run: Callable[..., Done], okr: Path) -> None:
    options = (okr, "--select", "K213", "--format", "json")

    assert rules(run("review", *options)) == set()
    assert rules(run("review", *options, "--publishing")) == {"K213"}
