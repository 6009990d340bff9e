"""A controlled share of false alarms."""

from __future__ import annotations

import pytest

from holdfast.stats.false_alarms import controlled

# Benjamini & Hochberg 1995, section 3.2: fifteen comparisons of treatments after an infarction.
CHANCES = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
    0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def test_the_published_example_calls_out_its_first_four() -> None:
    assert [one <= 0.05 for one in controlled(CHANCES)] == [True] * 4 + [False] * 11


def test_the_order_of_the_comparisons_does_not_matter() -> None:
    assert controlled(CHANCES[::-1]) == pytest.approx(controlled(CHANCES)[::-1])


def test_no_comparisons_give_none() -> None:
    assert controlled(()) == ()
