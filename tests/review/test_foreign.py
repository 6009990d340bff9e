"""What is not in English is not judged as if it were."""

from __future__ import annotations

import pytest

from holdfast.review.foreign import is_foreign
from holdfast.review.run import review_okr

MIXED = """Objective: Customers stay

1. 解約率を5%から3%に下げる
2. Raise NPS from 30 to 40
3. خفض معدل التسرب من 5% إلى 3%
"""


def test_a_key_result_in_another_script_is_neither_blamed_nor_praised() -> None:
    review = review_okr(MIXED)

    assert {one.target.number for one in review.findings} <= {None, 2}
    assert [(one.line, one.message) for one in review.notices] == [
        (3, "it is not in English, and was not reviewed"),
        (5, "it is not in English, and was not reviewed"),
    ]


def test_an_english_okr_has_no_such_notice() -> None:
    assert review_okr("Objective: Café customers stay\n\n1. Churn from 5% to 4%\n").notices == ()


@pytest.mark.parametrize(("text", "expected"), [("Наши клиенты", True), ("NPSを30から40に上げる", True)])
def test_other_scripts_are_told(text: str, *, expected: bool) -> None:
    assert is_foreign(text) is expected


@pytest.mark.parametrize(
    "text", ["Größere Kunden bleiben", "95% of café regulars — 🎉", "", "5 % → 3 %", "µ = 4"]
)
def test_latin_letters_signs_and_numbers_are_no_other_script(text: str) -> None:
    assert not is_foreign(text)
