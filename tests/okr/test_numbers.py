"""Numbers as they stand beside a key result, with and without a unit."""

from __future__ import annotations

import pytest

from holdfast.okr.numbers import read_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("62", 62),
        ("62 %", 0.62),
        ("21 days", 21),
        ("4 h", 4),
        ("4h", 4),
        ("€47", 47),
        ("$1.2m", 1_200_000),
        ("12k", 12_000),
        ("4.5/5", 4.5),
        ("1,200", 1_200),
        ("-10", -10),
    ],
)
def test_a_unit_is_left_out_of_a_value(text: str, value: float) -> None:
    assert read_value(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["30 June", "3 May", "2026-06-30", "Q3", "n/a", "4 of 30", "1.2.3 days", ""])
def test_a_date_and_other_words_are_no_value(text: str) -> None:
    assert read_value(text) is None
