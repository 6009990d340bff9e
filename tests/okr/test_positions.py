"""A word of a statement is found at its line and column in the file as it is on disk."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.okr.model import Place
from holdfast.okr.parse import read_okr_bytes
from holdfast.okr.positions import Region, locate

HEAD = "Objective: Keep customers\nKey results:\n"


def first_place(data: bytes, name: str) -> tuple[str, Place]:
    result = read_okr_bytes(data, name=name).objectives[0].key_results[0]
    assert result.place is not None
    return result.text, result.place


def where(text: str, word: str, name: str = "okr.txt", encoding: str = "utf-8") -> Region:
    statement, place = first_place(text.encode(encoding), name)
    at = statement.index(word)
    return locate(place, (at, at + len(word)))


def on_disk(text: str, region: Region) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if region.line == region.end_line:
        return lines[region.line - 1][region.column - 1 : region.end_column - 1]
    first = lines[region.line - 1][region.column - 1 :]
    last = lines[region.end_line - 1][: region.end_column - 1]
    return "\n".join([first, *lines[region.line : region.end_line - 1], last])


@pytest.mark.parametrize(
    ("text", "word", "region"),
    [
        (f"{HEAD}1. Churn below 3%\n", "below", Region(3, 10, 3, 15)),
        (f"{HEAD}- [ ] **KR1: Churn below 3%**\n", "below", Region(3, 20, 3, 25)),
        (f"{HEAD}1. Calls with all of\n   our accounts\n", "accounts", Region(4, 8, 4, 16)),
        (f"{HEAD}1. Calls with all of\n   our accounts\n", "of our", Region(3, 19, 4, 7)),
        ("Objective: 🚀\r\nKey results:\r\n1. 🚀 Churn below 3%\r\n", "below", Region(3, 12, 3, 17)),
        ("\ufeffObjective: x\nKRs: Churn below 3%\n", "below", Region(2, 12, 2, 17)),
        ("> Objective: x\n> KRs:\n> - Calls with all\n>   accounts\n", "accounts", Region(4, 5, 4, 13)),
        (
            f"{HEAD}| Key result | Owner |\n|---|---|\n| Churn below 3% | Ana |\n",
            "below",
            Region(5, 9, 5, 14),
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_word_of_a_paste_has_its_line_and_column(
    text: str, word: str, region: Region, encoding: str
) -> None:
    assert where(text, word, encoding=encoding) == region


@pytest.mark.parametrize(
    ("scalar", "word", "region"),
    [
        ("Churn below 3%", "below", Region(3, 11, 3, 16)),
        ("'Ana''s churn below 3%'", "below", Region(3, 19, 3, 24)),
        ('"Churn \\"x\\" below \\u0033%"', "below", Region(3, 18, 3, 23)),
        ('"Churn \\"x\\" below \\u0033%"', "3%", Region(3, 24, 3, 31)),
        (">-\n    Churn\n    below 3%", "below", Region(5, 5, 5, 10)),
        ("|  # Churn below\n    Churn\n\n    below 3%", "below", Region(6, 5, 6, 10)),
        ("Churn\n    below 3%", "below", Region(4, 5, 4, 10)),
        ("Churn\n    below 3%", "Churn below", Region(3, 5, 4, 10)),
        ('"Churn be\\\n    low 3%"', "below", Region(3, 12, 4, 8)),
        ("{key_result: Churn below 3%, owner: Ana}", "below", Region(3, 24, 3, 29)),
    ],
)
def test_a_word_of_a_yaml_scalar_has_its_line_and_column(scalar: str, word: str, region: Region) -> None:
    text = f"objective: Keep\nkey_results:\n  - {scalar}\n"

    assert where(text, word, "okr.yaml") == region


def test_a_statement_that_was_never_in_a_file_stands_at_the_start_of_its_line() -> None:
    assert locate(Place(7, 20, 30), (1, 2)) == Region(7, 1, 7, 1)


WORDS = st.lists(
    st.text("ab é🚀'\":#", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=6
)


@settings(deadline=None)
@given(
    words=WORDS,
    breaks=st.lists(st.sampled_from([" ", "\n     "]), min_size=6, max_size=6),
    crlf=st.booleans(),
)
def test_each_character_of_a_wrapped_statement_is_the_one_on_disk(
    words: list[str], breaks: list[str], crlf: bool
) -> None:
    body = "Churn" + "".join(
        space + word for space, word in zip(breaks, ["x" + word for word in words], strict=False)
    )
    text = f"{HEAD}  1. {body}\n"
    text = text.replace("\n", "\r\n") if crlf else text

    statement, place = first_place(text.encode(), "okr.txt")

    for at, character in enumerate(statement):
        if character != " ":
            assert on_disk(text, locate(place, (at, at + 1))) == character
