from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.report.table import cells_width
from holdfast.report.text import review_text
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from holdfast.review.run import Review

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def reviewed(objective: str, *key_results: str) -> Review:
    source = Objective(objective, tuple(KeyResult(text) for text in key_results))
    return review_document(OkrDocument("-", (source,)))


def test_the_one_thing_comes_before_the_good_the_key_results_and_the_conclusion(seed_review: Review) -> None:
    text = review_text(seed_review, width=80, styled=False)

    headings = ["THE ONE THING", "WHAT IS GOOD", "KEY RESULT 1", "KEY RESULT 4", "QUESTIONS", "CONCLUSION"]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [40, 72, 100])
def test_no_line_is_wider_than_the_terminal(seed_review: Review, width: int) -> None:
    text = review_text(seed_review, width=width, styled=False)

    assert max(cells_width(line) for line in text.splitlines()) <= width


def test_at_most_five_findings_are_shown(seed_review: Review) -> None:
    text = review_text(seed_review, width=80, styled=False)

    told = [
        line
        for line in text.splitlines()
        if re.match(r"  (Problem|Suggestion|Question|Small point)\. ", line)
    ]
    assert len(told) <= 5


def test_style_adds_colour_and_not_a_word(seed_review: Review) -> None:
    plain = review_text(seed_review, width=80, styled=False)
    styled = review_text(seed_review, width=80, styled=True)

    assert "\x1b[" in styled
    assert "\x1b[" not in plain
    assert ANSI.sub("", styled) == plain


def test_a_pasted_sentence_cannot_steer_the_terminal() -> None:
    text = review_text(
        reviewed("Keep \x1b[31mcustomers\x07", "Churn below 3%\x1b]0;x\x07"), width=80, styled=False
    )

    assert not {"\x1b", "\x07"} & set(text)


def test_a_terminal_that_shows_only_ascii_gets_only_ascii(seed_review: Review) -> None:
    text = review_text(seed_review, width=80, styled=False, ascii_only=True)

    assert text.isascii()


def test_an_okr_without_key_results_is_still_told() -> None:
    text = review_text(reviewed("Be the best"), width=80, styled=False)

    assert "Be the best" in text
    assert "KEY RESULT" not in text


def test_several_objectives_are_numbered() -> None:
    objectives = tuple(Objective(f"Keep customers {i}", (KeyResult("Churn below 3%"),)) for i in (1, 2))

    text = review_text(review_document(OkrDocument("-", objectives)), width=80, styled=False)

    assert "OBJECTIVE 1" in text
    assert "OBJECTIVE 2" in text


def test_plain_text_loads_neither_rich_nor_a_chart() -> None:
    program = (
        "import sys, holdfast.report.text\n"
        "heavy = {'rich', 'jinja2', 'altair', 'vl_convert', 'markupsafe'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
