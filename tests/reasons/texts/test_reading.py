"""All texts of a company: what is counted once, what is said of the rest."""

from __future__ import annotations

from holdfast.reasons.privacy.names import NOBODY, contacts
from holdfast.reasons.texts.model import RawText
from holdfast.reasons.texts.reading import read_texts


def raw(customer: str, words: str | None, day: int = 1) -> RawText:
    return RawText("ticket", customer, None, day, words)


def test_the_same_complaint_sent_three_hundred_times_counts_once_for_its_customer() -> None:
    rows = [raw("C1", f"Sync error {number}!", day=number) for number in range(300)]

    found = read_texts([*rows, raw("C2", "sync error 7")], NOBODY)

    assert [(text.customer_id, text.day) for text in found.texts] == [("C1", 0), ("C2", 1)]
    assert found.repeated == 299
    assert found.most_by_one == 300


def test_rows_without_words_are_counted_and_left_out() -> None:
    found = read_texts([raw("C1", None), raw("C1", "."), raw("C1", "It fails")], NOBODY)

    assert (found.rows, found.empty, len(found.texts)) == (3, 2, 1)


def test_words_are_masked_before_anybody_gets_them() -> None:
    found = read_texts([raw("C1", "Anna Maier, anna@firm.example")], contacts(["Anna Maier"]))

    assert found.texts[0].words == "[name], [e-mail]"
    assert found.masked == {"e-mail address": 1, "name from your contact list": 1}


def test_no_rows_give_an_empty_reading() -> None:
    found = read_texts([], NOBODY)

    assert (found.texts, found.rows, found.most_by_one) == ((), 0, 0)
