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


@pytest.mark.parametrize(
    "text",
    [
        "Kundenzufriedenheit von 7,8 auf 8,5 steigern",
        "Churn von 5% auf 3% senken",
        "Réduire le taux de churn de 5 % à 3 %",
        "Aumentar la retención de clientes del 80 % al 90 %",
        "Ridurre il tasso di abbandono dal 5% al 3%",
        "Aumentar o NPS de 30 para 45",
        "Klanttevredenheid van 7 naar 8 verhogen",
    ],
)
def test_another_language_in_latin_letters_is_told_by_its_small_words(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "NPS 50",
        "Win 5 customers in Rio de Janeiro and São Paulo",
        "Launch Le Chat connector for Banco de Chile",
        "Renewals at Casa del Sol from 80% to 90%",
        "UN, LA and DE accounts renew at 95%",
        "Migrate Las Vegas tenants",
    ],
)
def test_names_of_places_and_products_make_no_sentence_foreign(text: str) -> None:
    assert not is_foreign(text)


def test_a_german_okr_is_shown_and_not_judged_even_where_a_statement_has_no_small_word() -> None:
    okr = "Objective: Kunden bleiben uns treu\n1. Churn von 5% auf 3%\n2. Stammkunden begeistern\n3. NPS 50\n"

    review = review_okr(okr)

    assert [one.line for one in review.notices] == [1, 2, 3]
    assert {one.target.number for one in review.findings} == {3}
