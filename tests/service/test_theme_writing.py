"""One theme of a list is changed, and nothing else of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.reasons.taxonomy.model import Theme
from holdfast.reasons.taxonomy.reading import starter, themes_in
from holdfast.reasons.themes.confirming import Confirmed
from holdfast.service.theme_files import (
    CONFIRMED,
    add_confirmed,
    confirmed_texts,
    forget_confirmed,
    themes_of,
    themes_version,
)
from holdfast.service.theme_writing import list_text, name_for, with_theme, without_theme, write_list

if TYPE_CHECKING:
    from pathlib import Path

LIST = """# Ours.

[theme.price]
title = "Price"  # of the list
words = [
  "dear",
  "[too] dear",
]

# Machines.
[theme.slow]
title = "Slow"
"""
DEAR = Theme("price", 'Too "dear"', "It costs\nmore.", ("dear", "price\\rise"))


def test_a_theme_is_changed_in_its_place_and_comments_of_others_stay() -> None:
    made = with_theme(LIST, DEAR)

    assert themes_in(made, "themes.toml") == (DEAR, Theme("slow", "Slow"))
    assert made.startswith("# Ours.\n\n[theme.price]\n")
    assert made.endswith('\n# Machines.\n[theme.slow]\ntitle = "Slow"\n')


def test_a_new_theme_stands_at_the_end() -> None:
    made = with_theme(LIST, Theme("late", "Late answers"))

    assert [one.name for one in themes_in(made, "themes.toml")] == ["price", "slow", "late"]
    assert made.startswith(LIST)


def test_a_theme_is_taken_out_and_the_last_one_is_not() -> None:
    made = without_theme(LIST, "price")

    assert [one.name for one in themes_in(made, "themes.toml")] == ["slow"]
    assert made == '# Ours.\n\n\n# Machines.\n[theme.slow]\ntitle = "Slow"\n'
    with pytest.raises(InputError, match="it has no theme"):
        without_theme(made, "slow")


def test_two_themes_of_one_title_are_refused_as_in_the_file() -> None:
    with pytest.raises(InputError, match="slow and late are both called 'SLOW'"):
        with_theme(LIST, Theme("late", "SLOW"))


def test_a_theme_in_a_form_that_is_no_section_is_left_to_a_person() -> None:
    inline = 'theme = { price = { title = "Price" }, slow = { title = "Slow" } }\n'

    with pytest.raises(InputError):
        with_theme(inline, DEAR)
    with pytest.raises(InputError, match="only a person can change"):
        without_theme(inline, "price")


def test_the_first_change_writes_the_starter_with_it(tmp_path: Path) -> None:
    text = list_text(tmp_path)
    assert themes_version(tmp_path) == themes_version(tmp_path)
    before = themes_version(tmp_path)

    write_list(tmp_path, text, with_theme(text, Theme("forms", "Forms")))

    assert [one.name for one in themes_of(tmp_path)] == [*(one.name for one in starter()), "forms"]
    assert themes_version(tmp_path) != before


def test_a_name_is_made_of_the_title_and_taken_by_no_other() -> None:
    themes = (Theme("price", "Price"), Theme("price_2", "Prices"))

    assert [name_for(title, themes) for title in ("Price!", "Größe", "???")] == ["price_3", "gr_e", "theme"]


def test_a_confirmed_text_is_taken_back_and_other_lines_stay(tmp_path: Path) -> None:
    add_confirmed(tmp_path, [Confirmed("Too dear", ("price",)), Confirmed("Slow", ("slow",))])
    with (tmp_path / CONFIRMED).open("a", encoding="utf-8") as file:
        file.write("\n")

    was_there = forget_confirmed(tmp_path, "Too dear"), forget_confirmed(tmp_path, "Too dear")

    assert was_there == (True, False)
    assert confirmed_texts(tmp_path) == (Confirmed("Slow", ("slow",)),)
