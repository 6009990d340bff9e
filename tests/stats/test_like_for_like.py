"""Differences like for like: against known truths, and against none."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.stats.like_for_like import Likes


def test_without_factors_it_is_the_difference_of_shares() -> None:
    thing = np.array([1.0] * 40 + [0.0] * 60)
    outcome = np.array([1.0] * 20 + [0.0] * 20 + [1.0] * 15 + [0.0] * 45)

    [found] = Likes(np.empty((100, 0)), outcome, np.arange(100)).differences(thing[:, None])

    assert found.estimate == pytest.approx(0.5 - 0.25)
    assert found.error == pytest.approx(np.sqrt(0.5 * 0.5 / 40 + 0.25 * 0.75 / 60), rel=0.05)


def test_a_factor_behind_both_is_taken_off() -> None:
    rng = np.random.default_rng(1)
    factor = rng.integers(0, 2, 20_000)
    thing = (rng.random(20_000) < 0.2 + 0.5 * factor).astype(float)
    outcome = (rng.random(20_000) < 0.1 + 0.3 * factor + 0.05 * thing).astype(float)

    [plain] = Likes(np.empty((20_000, 0)), outcome, np.arange(20_000)).differences(thing[:, None])
    [alike] = Likes(factor[:, None].astype(float), outcome, np.arange(20_000)).differences(thing[:, None])

    assert plain.estimate > 0.15
    assert alike.low < 0.05 < alike.high
    assert alike.high - alike.low < 0.04


def test_rows_of_one_customer_make_the_range_wider_than_as_many_customers() -> None:
    rng = np.random.default_rng(2)
    thing = np.repeat(rng.integers(0, 2, 200), 20).astype(float)
    outcome = np.repeat(rng.random(200) < 0.3, 20).astype(float)

    [alone] = Likes(np.empty((4000, 0)), outcome, np.arange(4000)).differences(thing[:, None])
    [together] = Likes(np.empty((4000, 0)), outcome, np.arange(4000) // 20).differences(thing[:, None])

    assert together.error > 4 * alone.error


def test_what_everybody_or_nobody_has_cannot_be_compared() -> None:
    found = Likes(np.empty((50, 0)), np.ones(50), np.arange(50)).differences(np.ones((50, 1)))

    assert found[0].chance == 1.0
    assert found[0].high == np.inf


def test_a_handful_without_an_outcome_does_not_make_a_sure_difference() -> None:
    outcome = np.zeros(1000)
    outcome[10:40] = 1
    thing = np.zeros(1000)
    thing[:6] = 1

    [found] = Likes(np.empty((1000, 0)), outcome, np.arange(1000)).differences(thing[:, None])

    assert found.low < 0 < found.high


def test_a_thing_that_goes_with_another_shows_nothing_beside_it() -> None:
    rng = np.random.default_rng(3)
    first = (rng.random(8000) < 0.3).astype(float)
    second = np.where(rng.random(8000) < 0.9, first, 1 - first)
    outcome = (rng.random(8000) < 0.1 + 0.2 * first).astype(float)
    likes = Likes(np.empty((8000, 0)), outcome, np.arange(8000))

    alone = likes.differences(np.column_stack([first, second]))
    beside = likes.differences(np.column_stack([first, second]), beside=[0])

    assert alone[1].low > 0
    assert beside[1].low < 0 < beside[1].high
    assert beside[0].low > 0
