from __future__ import annotations

import json

from holdfast.report.check import check_json, check_text
from holdfast.report.page import DataCheck

CHECK = DataCheck(
    "2 of 3 tables are sound.",
    tables=(("customers", 3200),),
    problems=("surveys: 12 answers are dated before the question was sent, which cannot be.",),
    unmeasurable=(("First response time", "there is no table tickets"),),
)


def test_the_check_says_what_is_wrong_and_what_cannot_be_measured_and_why() -> None:
    text = check_text(CHECK, width=50)

    assert "customers  3,200" in text
    assert "First response time: there is no table tickets" in text
    assert max(map(len, text.splitlines())) <= 50


def test_what_is_empty_has_no_heading() -> None:
    assert check_text(DataCheck("All is sound."), width=80) == "All is sound.\n"


def test_json_has_every_field() -> None:
    assert json.loads(check_json(CHECK)).keys() == {
        "headline",
        "tables",
        "problems",
        "measurable",
        "unmeasurable",
    }
