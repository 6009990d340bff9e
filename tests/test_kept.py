"""What is made of data files is kept, and never outlives them."""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest

from holdfast.kept import kept, toml_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "words.toml"
    path.write_text("[verbs]\nact = 'call, meet'\n", encoding="utf-8")
    return path


def kept_files(source: Path) -> list[Path]:
    return sorted(source.parent.glob("__pycache__/*"))


def test_a_result_is_made_once_for_the_same_files(source: Path) -> None:
    numbers = count(1)

    results = [kept([source], lambda: next(numbers)) for _ in range(3)]

    assert results == [1, 1, 1]


def test_a_changed_file_is_read_anew(source: Path) -> None:
    before = toml_table(source)
    source.write_text("[verbs]\nact = 'write'\n", encoding="utf-8")

    assert (before, toml_table(source)) == ({"verbs": {"act": "call, meet"}}, {"verbs": {"act": "write"}})


def test_a_change_of_any_source_counts(source: Path, tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("one", encoding="utf-8")
    kept([source, code], lambda: "by the old code")
    code.write_text("two", encoding="utf-8")

    assert kept([source, code], lambda: "by the new code") == "by the new code"


@pytest.mark.parametrize("cut", [0, 3, 8, 9, -1])
def test_a_kept_file_that_is_not_whole_is_made_anew(source: Path, cut: int) -> None:
    whole = toml_table(source)
    (place,) = kept_files(source)
    place.write_bytes(place.read_bytes()[:cut])

    assert toml_table(source) == whole


def test_nothing_is_written_where_python_writes_no_bytecode(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert toml_table(source)["verbs"]
    assert kept_files(source) == []


def test_a_place_that_cannot_be_written_to_is_no_error(source: Path) -> None:
    (source.parent / "__pycache__").write_text("a file where the folder would be", encoding="utf-8")

    assert toml_table(source) == {"verbs": {"act": "call, meet"}}


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        toml_table(tmp_path / "none.toml")
