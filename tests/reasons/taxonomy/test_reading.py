"""A list of themes: ours, and a company's own."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.reasons.taxonomy.reading import starter, themes_in


def test_the_starter_has_about_twenty_themes_each_with_words_and_a_description() -> None:
    assert 20 <= len(starter()) <= 30
    assert all(one.description and len(one.words) >= 5 for one in starter())


def test_a_theme_needs_a_name_alone() -> None:
    (found,) = themes_in("[theme.late_bus]\n", "themes.toml")

    assert (found.name, found.title, found.words) == ("late_bus", "Late bus", ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "it has no theme"),
        ("theme = 3", "its themes cannot be read"),
        ("[theme.a", "it is no TOML"),
        ("[theme.a]\nword = ['x']", "'word' is not known"),
        ("[theme.a]\nwords = 'x'", "words is 'x'"),
        ("[theme.a]\nwords = [1]", r"words is \[1\]"),
        ("[theme.a]\ntitle = 1", "title is 1"),
        ("[theme]\na = 1", "it is no table"),
        ("[theme.a]\ntitle = 'X'\n[theme.b]\ntitle = 'x'", "a and b are both called 'x'"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_place(text: str, found: str) -> None:
    with pytest.raises(InputError, match=found):
        themes_in(text, "themes.toml")
