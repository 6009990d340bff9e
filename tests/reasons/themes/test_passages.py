"""Passages of long texts."""

from __future__ import annotations

from holdfast.reasons.taxonomy.reading import starter
from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.passages import passages
from holdfast.reasons.themes.vectors import vectors

ASIDE = "We had a long summer and the garden did well this year, so that everybody is content with it. "


def test_a_theme_of_one_sentence_does_not_drown_in_a_long_text() -> None:
    words = ASIDE * 4 + "The VAT number on the invoice is missing, please correct the bill. " + ASIDE * 4

    found = assign([words], starter(), vectors("tfidf"))

    assert found.about[0, [one.name for one in found.themes].index("invoices")]


def test_a_long_text_is_read_in_passages_and_a_short_one_whole() -> None:
    pieces, first = passages([ASIDE * 3, "Short."], 15)

    assert pieces == [ASIDE.strip()] * 3 + ["Short."]
    assert first.tolist() == [0, 3]


def test_texts_without_ends_of_sentences_or_words_are_kept() -> None:
    assert passages(["x" * 99, ""], 5)[0] == ["x" * 99, ""]
