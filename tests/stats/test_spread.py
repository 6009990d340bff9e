"""Segments that are the same are rarely told apart, and values drawn to the middle are nearer the truth."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.stats.spread import spread_of_shares, spread_of_values

TRIALS = 200


def test_segments_that_are_all_the_same_are_told_apart_in_one_of_twenty() -> None:
    rng = np.random.default_rng(11)

    told = 0
    for _ in range(TRIALS):
        entities = rng.integers(4, 46, 8)
        told += spread_of_shares(rng.binomial(entities, 0.6), entities, generator=rng).chance < 0.05

    assert 2 <= told <= 20


def test_drawn_values_lie_nearer_the_truth_than_raw_ones() -> None:
    rng = np.random.default_rng(12)
    raw, drawn = [], []

    for _ in range(TRIALS):
        truth, entities = np.clip(0.6 + 0.05 * rng.standard_normal(8), 0, 1), rng.integers(18, 181, 8)
        hits = rng.binomial(entities, truth)
        raw.append(np.mean((hits / entities - truth) ** 2))
        drawn.append(np.mean((spread_of_shares(hits, entities, generator=rng).drawn - truth) ** 2))

    assert np.mean(drawn) < 0.6 * np.mean(raw)


def test_segments_ten_points_apart_are_mostly_told_apart() -> None:
    rng = np.random.default_rng(13)

    told, between = 0, []
    for _ in range(TRIALS):
        truth, entities = np.clip(0.6 + 0.1 * rng.standard_normal(8), 0, 1), rng.integers(100, 181, 8)
        found = spread_of_shares(rng.binomial(entities, truth), entities, generator=rng)
        told += found.chance < 0.05
        between.append(found.between)

    assert told > 0.9 * TRIALS
    assert np.mean(between) == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("hits", [(0, 0, 0), (5, 6, 7)])
def test_segments_without_any_difference_at_all_are_the_same(hits: tuple[int, ...]) -> None:
    found = spread_of_shares(np.array(hits), np.array([5, 6, 7]), generator=np.random.default_rng(1))

    assert found.chance == 1
    assert found.between == 0


def test_values_within_their_errors_are_drawn_together() -> None:
    values, errors = np.array([40.0, 44.0, 36.0]), np.array([8.0, 8.0, 8.0])

    found = spread_of_values(values, errors, generator=np.random.default_rng(2))

    assert found.chance > 0.5
    assert found.drawn == pytest.approx([40.0, 40.0, 40.0])


def test_values_far_beyond_their_errors_stay_where_they_are() -> None:
    values, errors = np.array([40.0, 80.0, 10.0]), np.array([1.0, 1.0, 1.0])

    found = spread_of_values(values, errors, generator=np.random.default_rng(3))

    assert found.chance < 0.001
    assert found.drawn == pytest.approx(values, abs=0.2)
