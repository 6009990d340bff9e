"""Any text is read: without an error, inside its own bounds, always alike."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.review.reading import read_key_result, read_objective

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

# Pieces of sentences, so that drawn texts reach into the grammar.
PIECES = st.sampled_from(
    [
        *(
            "increase",
            "reduce",
            "NPS",
            "churn",
            "from",
            "to",
            "by",
            "95%",
            "$1m",
            "€400k",
            "12-15",
            "X%",
            "N",
        ),
        *(
            "(currently 45%)",
            "within 5 days of signing",
            "all",
            "every",
            "customers",
            "accounts over $1m",
            "<",
        ),
        *(
            "≥",
            "->",
            "→",
            "1/3",
            "3:1",
            "24/7",
            "[date]",
            "{#}",
            "Q3",
            "weekly",
            "call",
            "launch",
            "have",
            "who",
        ),
        *("no", "not a single", "up 50", "+", "-", ".", ",", ";", ":", "'", "9999999999999999999", "0", "2x"),
        *("half", "a third", "🙂", "é", "(", ")", "with", "that", "2025", "by end of Q2", "new", "support"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join))
KEY_RESULT_KEYS = [
    "text", "kind", "form", "measurable", "quantity", "direction", "deadline", "population", "outcome",
    "window", "metric", "proposed_metric", "metric_confidence", "doubts",
]  # fmt: skip
OBJECTIVE_KEYS = ["text", "kind", "has_number", "is_key_result_or_task", "concepts", "scope"]


def spans(value: object) -> Iterator[tuple[int, int]]:
    """All pairs of whole numbers in a nested value."""
    if isinstance(value, tuple) and len(value) == 2 and all(type(part) is int for part in value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from spans(part)


@given(TEXTS)
def test_every_span_lies_inside_the_text(text: str) -> None:
    for reading in (read_key_result(text), read_objective(text)):
        assert all(0 <= start < end <= len(text) for start, end in spans(asdict(reading)))


@given(TEXTS)
def test_reading_twice_says_the_same(text: str) -> None:
    assert read_key_result(text) == read_key_result(text)
    assert read_objective(text) == read_objective(text)


@given(TEXTS)
def test_the_json_form_has_the_same_keys_whatever_is_read(text: str) -> None:
    key_result, objective = read_key_result(text).to_dict(), read_objective(text).to_dict()

    assert list(key_result) == KEY_RESULT_KEYS
    assert list(objective) == OBJECTIVE_KEYS
    assert json.loads(json.dumps(key_result, allow_nan=False)) == key_result
    assert json.loads(json.dumps(objective, allow_nan=False)) == objective


@given(TEXTS)
def test_a_confidence_is_a_share_and_a_quantity_has_a_kind(text: str) -> None:
    reading = read_key_result(text)

    assert 0 <= reading.metric_confidence <= 1
    assert reading.quantity.kind is not None or reading.quantity.target is None
    assert reading.measurable or reading.quantity.kind is None


@given(st.integers(0, 10**9), st.sampled_from(["%", "k", "M", " customers", ""]))
def test_a_whole_number_is_read_exactly(number: int, suffix: str) -> None:
    factor = {"k": 1e3, "M": 1e6}.get(suffix, 1)
    quantity = read_key_result(f"Reach {number}{suffix}").quantity

    assert quantity.target == number * factor


@given(st.decimals(min_value=0, max_value=10_000, places=2))
def test_both_ends_of_a_change_are_read_exactly(number: Decimal) -> None:
    quantity = read_key_result(f"Increase retention from {number}% to {number + 1}%").quantity

    assert (quantity.baseline, quantity.target) == (float(number), float(number + 1))


@pytest.mark.parametrize(
    "piece",
    ["a", "(", "1 ", "- ", "9", "NPS ", "[ ", "customers over $1m ", "from 1 to 2 ", "\u00a0", "every "],
)
def test_a_line_of_a_million_characters_is_read(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))

    assert read_key_result(line).text == line
    assert read_objective(line).text == line
