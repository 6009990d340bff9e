"""Masking: every kind, what only looks so, what overlaps, and what is said of the rest."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.reasons import personal

from holdfast.reasons.privacy.leftovers import NEVER_SOUGHT, leftovers, privacy_sentences
from holdfast.reasons.privacy.masking import mask
from holdfast.reasons.privacy.names import contacts

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 600


@pytest.mark.parametrize(
    ("make", "mark", "least"),
    [
        (personal.email, "[e-mail]", 0.99),
        (personal.card, "[card]", 0.95),
        (personal.iban, "[iban]", 0.95),
        (personal.phone, "[phone]", 0.90),
    ],
)
def test_personal_data_in_sentences_are_masked_whole_and_nothing_else_is(
    make: Callable[[np.random.Generator], str], mark: str, least: float
) -> None:
    rng = np.random.default_rng(7)
    pairs = [(personal.framed("\x00", rng), make(rng)) for _ in range(TIMES)]

    right = [mask(frame.replace("\x00", datum)).text == frame.replace("\x00", mark) for frame, datum in pairs]

    assert np.mean(right) >= least


def test_dates_amounts_orders_and_versions_are_masked_in_fewer_than_four_of_a_hundred_texts() -> None:
    rng = np.random.default_rng(8)

    false = [bool(mask(personal.harmless(rng)).counts) for _ in range(TIMES)]

    assert np.mean(false) < 0.04


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111111111111112 is late.",  # a digit off: no card
        "DE88 3704 0044 0532 0130 00",  # a digit off: no account
        "We paid 1,234,567.89 EUR on 01.10.2026 at 10:05.",
        "Follow @holdfast and see 10.0.12.1, version 2.13.0.",
        "Meet us at firm.com at nine",
        "",
    ],
)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text).text == text


def test_counts_say_what_was_masked() -> None:
    masked = mask("jo@firm.example, 4111 1111 1111 1111, jo@firm.example", contacts(["Jo Brandt"]))

    assert masked.text == "[e-mail], [card], [e-mail]"
    assert masked.counts == {"e-mail address": 2, "card number": 1}


def test_digits_of_an_account_are_not_masked_again_as_a_card_or_telephone() -> None:
    assert mask("From GB82 WEST 1234 5698 7654 32.").text == "From [iban]."


def test_a_card_beside_its_expiry_is_found_without_it() -> None:
    assert mask("4111 1111 1111 1111 12/27").text == "[card] 12/27"


def test_names_are_masked_from_the_contact_list_and_from_its_addresses() -> None:
    known = contacts(["Anna Maier"], ["jo.brandt@firm.example"])

    masked = mask("MAIER, Jo Brandt and anna maier called; so did Lena Okafor.", known)

    assert masked.text == "[name], [name] and [name] called; so did Lena Okafor."


@pytest.mark.parametrize(
    "text", ["Will the Price rise in May?", "the mark of grace", "Maiers are no Maier-Lüd"]
)
def test_names_that_are_words_stay_unless_the_other_name_stands_beside_them(text: str) -> None:
    known = contacts(["Will Price", "Grace May", "Mark Mark", "Anna Maier"])

    assert mask(text, known).text == text
    assert mask("Grace May wrote", known).text == "[name] wrote"


def test_a_text_of_a_megabyte_is_masked_in_seconds() -> None:
    long = ("a1." * 40 + " 12-34 @ x [at] +4 at b dot ") * 8_000

    start = process_time()
    mask(long)

    assert process_time() - start < 20


def test_what_is_left_and_what_is_never_sought_is_said() -> None:
    left = leftovers(["Regards, Lena Okafor", "at 12 Long Acre Street", "order 123456789 and [card]", "fine"])

    said = privacy_sentences({"card number": 1}, left, 4)

    assert said[0] == "Masked in 4 texts before anything was kept or shown: card number (1)."
    assert "a long number of no known kind (1)" in said[1]
    assert "a name that is not in the contact list (1)" in said[1]
    assert "a street address (1)" in said[1]
    assert said[2] == NEVER_SOUGHT


def test_without_a_find_the_sentence_says_so() -> None:
    assert privacy_sentences({}, {}, 3)[0].startswith("No e-mail address, card, IBAN")
