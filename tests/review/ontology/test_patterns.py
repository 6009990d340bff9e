"""The patterns of a language stand in a file of data, and every one of them can be compiled."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from holdfast.review import ontology

NAMES = sorted(
    tomllib.loads(Path(ontology.__file__).with_name("patterns_en.toml").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_compiles_and_leaves_no_name_to_be_filled_in(name: str) -> None:
    compiled = ontology.pattern(name)

    assert "{people}" not in compiled.pattern
    assert "{money}" not in compiled.pattern
    assert compiled.search("") is None or name == "goes_on"
