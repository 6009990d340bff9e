"""A language is a folder of word lists and patterns, and nothing in it is without effect."""

from __future__ import annotations

import re

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


AMOUNTS = "amount percent points money duration times score share ratio plain slot ordinal"
GIVEN_BY_SPELLING = {*AMOUNTS.split(), "date", "blank", "number_name", "year", "verb"}


@pytest.mark.parametrize("name", ["en", "de"])
def test_every_class_that_a_pattern_asks_for_has_words(name: str) -> None:
    language = load_language(name)
    known = {tag for tags in language.tags.values() for tag in tags}
    known |= {tag for group in language.phrases.values() for _, tag in group}

    asked = set(re.findall(r"<(\w+)>", (FOLDER / name / "patterns.toml").read_text(encoding="utf-8")))

    assert asked - known - GIVEN_BY_SPELLING == set()


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
