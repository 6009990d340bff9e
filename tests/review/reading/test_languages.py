"""A language is a folder of word lists and patterns, and nothing in it is without effect."""

from __future__ import annotations

import pytest

from holdfast.review.reading.language import FILES, FOLDER, entries, load_language
from holdfast.review.reading.patterns import compile_patterns, find_patterns
from holdfast.review.reading.sentence import read_sentence


def test_every_language_has_every_file() -> None:
    for folder in FOLDER.iterdir():
        assert {path.stem for path in folder.glob("*.toml")} == set(FILES)


def test_a_list_is_parted_by_commas_and_lines() -> None:
    assert entries("a, b\nc d,\n") == ["a", "b", "c d"]


def test_a_language_is_loaded_once() -> None:
    assert load_language() is load_language("en")


def test_every_doubt_says_why_and_what_settles_it() -> None:
    for reason in load_language().doubt_reasons.values():
        assert reason["why"]
        assert reason["defined_by"] in {"nothing", "share", "window", "figure", "name"}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("by the? end of", "done by the end of June", "by the end of"),
        ("by the? end of", "done by end of June", "by end of"),
        ("within|in <duration>", "in 5 days", "in 5 days"),
        ("lose ..3 customer", "lose no more big customers", "lose no more big customers"),
        ("lose ..1 customer", "lose no more big customers", ""),
        ("hold", "calls held today", "held"),
    ],
)
def test_a_pattern_takes_words_tags_options_and_gaps(pattern: str, text: str, found: str) -> None:
    words = read_sentence(text, load_language()).words
    matches = find_patterns(compile_patterns(pattern), words)

    assert " ".join(text[words[m.start].start : words[m.end - 1].end] for m in matches) == found
