"""Numbers as people write them, one a line: what is written, and the kind, value and unit it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.review.reading.language import load_language
from holdfast.review.reading.sentence import read_sentence

if TYPE_CHECKING:
    from holdfast.review.reading.words import Amount


def amounts(text: str) -> list[Amount]:
    """Amounts of a text in order."""
    return [word.amount for word in read_sentence(text, load_language()).words if word.amount is not None]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("95%", "percent", 95, "%"),
        ("95 %", "percent", 95, "%"),
        ("25 percent", "percent", 25, "%"),
        ("25 per cent", "percent", 25, "%"),
        ("99.95%", "percent", 99.95, "%"),
        ("twenty-five percent", "percent", 25, "%"),
        ("1.2k", "plain", 1200, ""),
        ("2.5M", "plain", 2_500_000, ""),
        ("3 million", "plain", 3_000_000, ""),
        ("two hundred", "plain", 200, ""),
        ("a dozen", "plain", 12, ""),
        ("500,000", "plain", 500_000, ""),
        ("zero", "plain", 0, ""),
        ("$1m", "money", 1_000_000, "$"),
        ("€400k", "money", 400_000, "€"),
        ("£3.50", "money", 3.5, "£"),
        ("$16.8M", "money", 16_800_000, "$"),
        ("1,200 dollars", "money", 1200, "$"),
        ("24h", "duration", 24, "hours"),
        ("200ms", "duration", 200, "ms"),
        ("30 business days", "duration", 30, "days"),
        ("two weeks", "duration", 2, "weeks"),
        ("12pp", "points", 12, "points"),
        ("5 percentage points", "points", 5, "points"),
        ("10 points", "points", 10, "points"),
        ("2x", "times", 2, "times"),
        ("3 times", "times", 3, "times"),
        ("8.5/10", "score", 8.5, "score"),
        ("4.6 out of 5", "score", 4.6, "score"),
        ("2/3", "share", 67, "%"),
        ("two thirds", "share", 67, "%"),
        ("a third", "share", 33, "%"),
        ("1 in 4", "share", 25, "%"),
        ("4:1", "ratio", 4, ":1"),
        ("1st", "ordinal", 1, ""),
    ],
)
def test_a_number_is_read_as_written(text: str, kind: str, value: float, unit: str) -> None:
    (amount,) = amounts(text)

    assert (amount.kind, amount.unit) == (kind, unit)
    assert amount.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["12-15", "12–15", "12-15%"])  # noqa: RUF001  people type either dash
def test_a_range_keeps_both_ends(text: str) -> None:
    (amount,) = amounts(text)

    assert (amount.value, amount.high) == (12, 15)


@pytest.mark.parametrize(("text", "sign"), [("NPS +12", "+"), ("churn -5%", "-"), ("12% - 15%", "")])
def test_a_sign_belongs_to_the_figure_it_touches(text: str, sign: str) -> None:
    assert amounts(text)[0].sign == sign


def test_a_plus_behind_a_figure_makes_it_a_floor() -> None:
    assert amounts("NPS score of 50+")[0].floor


@pytest.mark.parametrize(
    "text",
    [
        "D30 retention",
        "P1 tickets",
        "Tier 2 accounts",
        "B2B customers",
        "support 24/7",
        "in 2025",
        "by Q3",
        "v2.0 of the platform",
        "feature X",
        "step 3",
    ],
)
def test_a_name_with_a_number_in_it_is_no_amount(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "kind"), [("X%", "percent"), ("N customers", "slot"), ("from X to Y", "slot")]
)
def test_a_slot_is_an_amount_without_a_value(text: str, kind: str) -> None:
    amount = amounts(text)[0]

    assert (amount.kind, amount.value) == (kind, None)


def test_digits_without_end_are_no_number() -> None:
    assert amounts("9" * 400) == []
