"""Spells at risk and what was said before them."""

from __future__ import annotations

import numpy as np

from holdfast.stats.person_time import said_before, spells


def test_a_customer_is_at_risk_until_the_spell_in_which_it_left() -> None:
    found = spells(np.array([0, 0, 0]), np.array([0.0, 59.0, 60.0]), until=1000, length=30)

    assert found.count.tolist() == [1, 2, 3]
    assert found.left.tolist() == [True, False, True, False, False, True]


def test_a_spell_that_is_not_over_counts_for_nobody() -> None:
    found = spells(np.array([0, 0]), np.array([np.nan, 95.0]), until=100, length=30)

    assert found.count.tolist() == [3, 3]
    assert not found.left.any()


def test_what_is_said_in_a_spell_counts_from_the_next_one_on_and_is_forgotten() -> None:
    known = spells(np.array([100]), np.array([np.nan]), until=1000, length=30)

    _, spell = said_before(
        known, customer=np.array([0]), day=np.array([130]), began=np.array([100]), within=60
    )

    assert spell.tolist() == [2, 3]  # days 160 and 190: the day 130 is the first of spell 1


def test_what_is_said_before_paying_counts_from_the_first_spell_on() -> None:
    known = spells(np.array([100, 100]), np.array([np.nan, 105.0]), until=300, length=30)
    customer, day = np.array([0, 1, 1]), np.array([90, 90, 104])

    saying, spell = said_before(known, customer=customer, day=day, began=np.array([100, 100]), within=45)

    assert list(zip(saying.tolist(), spell.tolist(), strict=True)) == [(0, 0), (0, 1), (1, known.first[1])]


def test_nobody_has_no_spells() -> None:
    nobody = np.array([], dtype=np.int64)

    found = spells(nobody, np.array([]), until=10, length=30)

    assert found.customer.tolist() == []
    assert said_before(found, customer=nobody, day=nobody, began=nobody, within=9)[0].tolist() == []
