"""A review as a value of the library."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path

import pytest

import holdfast
from holdfast.report.formats import FORMATS
from holdfast.review.run import Review

OKR = "Objective: Keep paying customers\nKRs:\n1. Call 95% of new customers within 5 days of signing\n"


def test_it_is_a_review_that_a_notebook_can_show() -> None:
    review = holdfast.review_okr(OKR)

    assert isinstance(review, Review)
    assert review._repr_html_().startswith('<div class="holdfast-review">')


@pytest.mark.parametrize("form", FORMATS)
def test_it_writes_itself_in_every_format(form: str) -> None:
    text = holdfast.review_okr(OKR).to_text(form)  # type: ignore[arg-type]

    assert "K201" in text or form == "prose"
    assert text.endswith("\n")


def test_text_has_the_width_asked_for() -> None:
    lines = holdfast.review_okr(OKR).to_text(width=50).splitlines()

    assert 45 < max(map(len, lines)) <= 50


def test_an_unknown_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="'xml'; expected one of text, prose, json"):
        holdfast.review_okr(OKR).to_text("xml")  # type: ignore[arg-type]


def test_json_is_what_to_dict_gives() -> None:
    review = holdfast.review_okr(OKR)

    assert json.loads(review.to_text("json")) == review.to_dict()


def test_it_is_a_value_that_can_be_compared_copied_and_kept() -> None:
    review = holdfast.review_okr(OKR)

    assert review == holdfast.review_okr(OKR)
    assert copy.deepcopy(review).to_dict() == review.to_dict()
    assert pickle.loads(pickle.dumps(review)) == review  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        review.summary = None  # type: ignore[misc,assignment]


def test_its_short_form_counts_what_was_found_and_names_the_first_thing() -> None:
    short = repr(holdfast.review_okr(OKR, name="q3.md"))

    assert short.startswith("<Review of 'q3.md': 1 objective, 1 key result, 1 problem, ")
    assert "; first S301: No key result measures retention" in short
    assert len(short) < 250


def test_the_example_of_the_page_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    code, shown = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)[:2]

    exec(compile(code, "python.md", "exec"), {})  # noqa: S102 - the page is ours
    printed = capsys.readouterr().out

    assert printed.startswith(f"{shown}Objective: Keep our paying customers\n")
