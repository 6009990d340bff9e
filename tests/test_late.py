"""A pattern that is compiled late does what the same pattern compiled at once does."""

from __future__ import annotations

import re

import pytest

from holdfast.late import late


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    at_once, later = re.compile(r"(\d+) ?%", re.IGNORECASE), late(r"(\d+) ?%", re.IGNORECASE)

    text = "From 5% to 12 %"

    assert later.findall(text) == at_once.findall(text)
    assert later.sub("x", text) == at_once.sub("x", text)
    assert later.pattern == at_once.pattern


def test_it_is_compiled_when_it_is_first_used() -> None:
    broken = late("(")

    with pytest.raises(re.error):
        broken.search("text")
