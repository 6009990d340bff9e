"""The pages about OKR files and scoring say what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.okr import parse_okr, write_okr
from holdfast.okr.decode import LARGEST_OKR, MOST_LINES
from holdfast.okr.progress import change_progress
from holdfast.okr.yaml_form import (
    CHECK_IN_KEYS,
    INITIATIVE_KEYS,
    KEY_RESULT_KEYS,
    MILESTONE_KEYS,
    NEED_KEYS,
    OBJECTIVE_KEYS,
)

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument
    from holdfast.okr.parse import OkrForm

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "okr-files.md").read_text(encoding="utf-8")
SCORING = (DOCS / "explanation" / "scoring.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(text|markdown|yaml)\n(.*?)```", PAGE, re.DOTALL)
FORMS: tuple[OkrForm, ...] = ("text", "markdown", "yaml")


def read(form: OkrForm, text: str) -> OkrDocument:
    return parse_okr(text, name="page", form=form)


@pytest.mark.parametrize(("form", "text"), EXAMPLES)
def test_each_example_is_read_completely_and_survives_every_form(form: OkrForm, text: str) -> None:
    document = read(form, text)

    assert document.unread == ()
    for other in FORMS:
        assert read(other, write_okr(document, form=other)) == document


@pytest.mark.parametrize("key", sorted({*OBJECTIVE_KEYS, *KEY_RESULT_KEYS}))
def test_each_key_has_its_row(key: str) -> None:
    assert f"\n| `{key}` |" in PAGE


@pytest.mark.parametrize("key", [*INITIATIVE_KEYS, *MILESTONE_KEYS, *NEED_KEYS, *CHECK_IN_KEYS])
def test_each_key_of_a_part_is_named(key: str) -> None:
    assert f"`{key}`" in PAGE


def test_the_limits_are_stated() -> None:
    assert f"{LARGEST_OKR:,} bytes" in PAGE
    assert f"{MOST_LINES:,} lines" in PAGE


def test_each_label_of_the_markdown_example_is_understood() -> None:
    (markdown, *_) = (text for form, text in EXAMPLES if form == "markdown")
    first, second, third = read("markdown", markdown).objectives[0].key_results

    assert (first.owner, first.baseline, first.target, first.confidence) == ("Ana", 0.62, 0.95, 0.6)
    assert (first.check_ins[0].value, first.initiatives[0].expected_lift) == (0.71, "+20 points")
    assert (second.kind, second.at_most) == ("maintain", 4)
    assert [(step.weight, step.is_done) for step in third.milestones] == [(2, True), (1, False)]


def figure(words: str) -> float:
    number = float(words.replace("−", "-").removesuffix(" %"))  # noqa: RUF001 (the page's minus sign)
    return number / 100 if words.endswith("%") else number


ROWS = re.findall(r"^\| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([−\d.]+) \|", SCORING, re.MULTILINE)  # noqa: RUF001


@pytest.mark.parametrize(("baseline", "target", "value", "progress"), ROWS)
def test_each_row_of_the_scoring_page_is_what_comes_out(
    baseline: str, target: str, value: str, progress: str
) -> None:
    reached = change_progress(figure(value), baseline=figure(baseline), target=figure(target))

    assert reached == pytest.approx(figure(progress), abs=0.005)
