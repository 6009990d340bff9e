"""What is hidden in a table of persons cannot be worked out from what is shown."""

from __future__ import annotations

import pytest

from holdfast.metrics.suppression import hidden_cells, tells_hidden

LEAST = 5
PLANS: dict[tuple[str, ...], int] = {("tiny",): 3, ("mid",): 6, ("big",): 9, ("none",): 0}


@pytest.mark.parametrize(
    ("persons", "hidden"),
    [
        ({("tiny",): 3, ("big",): 9}, {("tiny",), ("big",)}),
        (PLANS, {("tiny",), ("mid",)}),
        ({("a",): 3, ("b",): 2, ("c",): 9}, {("a",), ("b",)}),
        ({("a",): 5, ("b",): 9}, set()),
        ({("a",): 4}, {("a",)}),
        ({}, set()),
    ],
)
def test_small_cells_are_hidden_and_the_next_smallest_until_the_rest_is_of_enough(
    persons: dict[tuple[str, ...], int], hidden: set[tuple[str, ...]]
) -> None:
    assert hidden_cells(persons, least=LEAST) == hidden


def test_in_two_columns_each_row_and_column_keeps_what_it_hides() -> None:
    persons: dict[tuple[str, ...], int] = {
        ("a", "x"): 3,
        ("a", "y"): 20,
        ("b", "x"): 20,
        ("b", "y"): 20,
        ("c", "x"): 30,
        ("c", "y"): 30,
    }

    hidden = hidden_cells(persons, least=LEAST)

    assert hidden == {(one, other) for one in "ab" for other in "xy"}


def test_cells_that_were_hidden_before_stay_so_and_need_others_too() -> None:
    persons: dict[tuple[str, ...], int] = {("a",): 6, ("b",): 9}

    assert hidden_cells(persons, least=LEAST, also=[("a",)]) == {("a",), ("b",)}


@pytest.mark.parametrize(
    ("part", "tells"),
    [
        ({"big"}, False),
        ({"tiny"}, True),
        ({"mid"}, True),
        ({"mid", "big"}, True),
        ({"tiny", "big"}, True),
        ({"tiny", "mid"}, False),
        ({"tiny", "mid", "big"}, False),
    ],
)
def test_a_sum_of_cells_tells_what_is_hidden_where_too_few_are_left_on_either_side(
    part: set[str], *, tells: bool
) -> None:
    hidden = hidden_cells(PLANS, least=LEAST)

    assert tells_hidden(frozenset((one,) for one in part), PLANS, hidden, least=LEAST) == tells
