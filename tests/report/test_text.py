from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.report.lines import cells_width
from holdfast.report.text import review_text
from holdfast.review.run import review_document, review_okr

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


WIDE = "顾客满意度「客户」提高到百分之九十、并且在三个月内保持不变。这是一个很长的句子用来测试换行。"
RIGHT_TO_LEFT = "נתח הלקוחות שממשיכים לשלם עולה מ-80% ל-90% עד סוף הרבעון, ואף לקוח גדול אינו עוזב"
JOINED = "👩‍💻🚀👨‍👩‍👧 " * 12


@pytest.mark.parametrize(
    "words", [WIDE, RIGHT_TO_LEFT, JOINED, "x" * 300], ids=["wide", "right", "joined", "unbroken"]
)
def test_whatever_people_write_wraps_at_the_columns_it_takes(words: str) -> None:
    text = review_text(reviewed(words, f"{words} 90%"), width=40, styled=False)

    assert max(cells_width(line) for line in text.splitlines()) <= 40
    assert "".join(words.split()) in "".join(text.split())


def test_no_line_of_a_wide_script_begins_with_a_closing_sign() -> None:
    text = review_text(reviewed("Keep", f"{WIDE * 3} 90%"), width=40, styled=False)

    assert not [line for line in text.splitlines() if line.strip()[:1] in set("、。」")]


def test_signs_that_turn_the_order_of_reading_are_left_out() -> None:
    text = review_text(reviewed("Keep \u202ecustomers", "Churn \u2067below 3%"), width=80, styled=False)

    assert not {"\u202e", "\u2067"} & set(text)


def test_what_is_said_once_names_its_rule(seed_review: Review) -> None:
    text = review_text(seed_review, width=100, styled=False)

    assert "- What is the number today? (key result 4) [K205]" in text
    assert "- Committed or aspirational? [K211]" in text


def test_a_line_that_was_not_understood_is_said_with_its_number() -> None:
    review = review_okr("Objective: Keep customers\nKRs:\n1. Churn below 3%\n\n??? \x1b[31m5\n")

    text = review_text(review, width=80, styled=False)

    assert "Line 5 was not understood: “???" in text
    assert "\x1b" not in text


def test_of_many_lines_not_understood_five_are_said_and_the_rest_counted() -> None:
    review = review_okr("Objective: Keep customers\nKRs:\n1. Churn below 3%\n\n" + "??? 5\n" * 9)

    text = review_text(review, width=80, styled=False)

    assert text.count("was not understood") == 5
    assert f"Nor were {len(review.document.unread) - 5} further lines." in text


def test_points_left_out_are_counted() -> None:
    review = review_okr(
        "Objective: Keep customers\nKRs:\n"
        "1. Call 95% of new customers # holdfast: ignore K201 - agreed\n"
        "2. Mail 20 customers # holdfast: ignore K2 - so be it\n"
    )

    text = review_text(review, width=80, styled=False)

    number = len(review.ignored)
    assert number > 1
    assert f"{number} points are left out on the author's wish: K201" in text
