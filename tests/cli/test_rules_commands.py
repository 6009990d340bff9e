"""`holdfast rules` and `holdfast rule`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.connect import rule_pages
from holdfast.report.rule_page import rule_page_text
from holdfast.report.rules import FAMILIES
from holdfast.review.registry import all_rules, default_rules
from holdfast.review.selection import find_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    from holdfast.review.rule import Rule

PAGES = Path(__file__).parents[2] / "docs" / "rules"


def test_every_rule_is_listed_with_name_stage_and_whether_it_runs(run: Callable[..., Done]) -> None:
    listed = re.findall(
        r"^  ([A-Z]\d{3})  (\S+) +(stable|preview), (on|off) ", run("rules").out, re.MULTILINE
    )

    assert sorted(listed) == [
        (rule.code, rule.name, rule.stage, "on" if rule in default_rules() else "off") for rule in all_rules()
    ]


def test_json_of_the_rules_has_stable_keys(run: Callable[..., Done]) -> None:
    values = json.loads(run("rules", "--format", "json").out)

    assert [value["code"] for value in values] == [rule.code for rule in all_rules()]
    assert set(values[0]) == {"code", "name", "stage", "by_default", "summary", "source", "aliases"}


def test_a_family_is_listed_alone(run: Callable[..., Done]) -> None:
    values = json.loads(run("rules", "S", "K201", "--format", "json").out)

    assert {value["code"][0] for value in values} == {"S", "K"}
    assert [value["code"] for value in values if value["code"][0] == "K"] == ["K201"]


def test_every_family_has_a_title() -> None:
    assert {rule.code[0] for rule in all_rules()} <= set(FAMILIES)


def test_a_family_that_does_not_exist_is_an_error(run: Callable[..., Done]) -> None:
    done = run("rules", "X")

    assert (done.status, done.out) == (2, "")
    assert "there is no rule 'X'" in done.error


@pytest.mark.parametrize("name", ["K201", "k201", "activity-as-key-result"])
def test_a_rule_is_explained_by_code_or_name(run: Callable[..., Done], name: str) -> None:
    done = run("rule", name)

    assert done.out.startswith("K201  activity-as-key-result\n")
    for part in ("Source: Allan Kelly", "FLAGGED", "ACCEPTED", "Near miss:", "Rewrite:"):
        assert part in done.out


def test_marked_words_have_signs_below_them_where_styles_are_not_shown(run: Callable[..., Done]) -> None:
    lines = run("rule", "K201").out.splitlines()

    at = next(i for i, line in enumerate(lines) if "Schedule 95%" in line)
    assert lines[at + 1] == " " * lines[at].index("Schedule") + "^" * len("Schedule")


def test_marked_words_are_styled_where_the_terminal_shows_it() -> None:
    rule = find_rule("K201")

    text = rule_page_text(rule, rule_pages.rule_page(rule), width=80, styled=True)

    assert re.search(r"\x1b\[[\d;]+mSchedule\x1b\[0m 95%", text)
    assert "^" not in text


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_page_is_shown_within_the_width_and_without_markup(rule: Rule) -> None:
    text = rule_page_text(rule, rule_pages.rule_page(rule), width=72, styled=False)

    prose = [line for line in text.splitlines() if not line.startswith("    ")]
    assert [line for line in prose if len(line) > 72] == []
    assert [line for line in text.splitlines() if "**" in line or "\ue000" in line or "\ue001" in line] == []


def test_marked_words_that_wrap_are_marked_on_both_lines() -> None:
    page = "# K201 · x\n\n## Flagged\n\n- aaaa **bbbb cccc** dddd\n"

    text = rule_page_text(find_rule("K201"), page.replace("aaaa", "a" * 32), width=42, styled=False)

    assert text.splitlines()[-4:] == [
        "  - " + "a" * 32 + " bbbb",
        " " * 37 + "^^^^",
        "    cccc dddd",
        "    ^^^^",
    ]


def test_a_rule_that_does_not_exist_is_an_error_with_the_nearest(run: Callable[..., Done]) -> None:
    done = run("rule", "activity-as-keyresult")

    assert done.status == 2
    assert "Did you mean activity-as-key-result" in done.error


def test_a_package_without_pages_says_so(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Done]) -> None:
    monkeypatch.setattr(rule_pages, "HOMES", ())

    done = run("rule", "K201")

    assert done.status == 3
    assert "activity_as_key_result.md is not installed" in done.error


def test_the_pages_in_the_package_win_over_those_of_the_checkout() -> None:
    assert [home.name for home in rule_pages.HOMES] == ["pages", "rules"]
    assert rule_pages.HOMES[1] == PAGES
