"""Relative weights: fair where columns go together, and their ranges hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.relative_weights import relative_weights, weighed
from holdfast.stats.ridge import expit


def _drawn(seed: int, rows: int, effects: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    known, shared = generator.normal(size=rows), generator.normal(size=rows)
    columns = np.column_stack(
        [
            (0.5 * known + 0.6 * shared * (n < 2) + generator.normal(size=rows) > 0.8).astype(float)
            for n in range(len(effects))
        ]
    )
    chance = expit(-2.6 + 0.5 * known + columns @ np.array(effects))
    outcome = (generator.random(rows) < chance).astype(float)
    return columns, outcome, np.column_stack([np.ones(rows), known])


def test_two_copies_of_one_column_share_its_weight_evenly() -> None:
    columns, outcome, known = _drawn(1, 5_000, (1.0,))

    alone = relative_weights(columns, outcome, known)
    twice = relative_weights(np.column_stack([columns, columns]), outcome, known)

    assert twice[0] == pytest.approx(twice[1])
    assert twice.sum() == pytest.approx(alone.sum(), rel=1e-2)


def test_weights_add_up_to_what_all_explain_and_do_not_change_with_the_order() -> None:
    columns, outcome, known = _drawn(2, 5_000, (0.8, 0.4, 0.0))

    forth = relative_weights(columns, outcome, known)
    back = relative_weights(columns[:, ::-1], outcome, known)

    np.testing.assert_allclose(forth, back[::-1], rtol=1e-6, atol=1e-9)
    assert forth[0] > forth[1] > forth[2]


def test_ranges_hold_the_weights_of_a_very_large_sample() -> None:
    """Of 36 ranges 34 are to be expected."""
    effects = (0.8, 0.4, 0.0)
    truth = relative_weights(*_drawn(99, 400_000, effects))
    inside = []
    for seed in range(12):
        columns, outcome, known = _drawn(seed, 2_500, effects)
        groups = np.arange(len(outcome))
        found = weighed(
            columns, outcome, known, groups=groups, generator=np.random.default_rng(seed), draws=80
        )
        inside += [low <= true <= high for low, true, high in zip(found.low, truth, found.high, strict=True)]

    assert sum(inside) >= 31


def test_equal_columns_are_tied_and_far_ones_are_not() -> None:
    columns, outcome, known = _drawn(3, 8_000, (1.2, 0.0, 0.3, 0.3))
    groups = np.arange(len(outcome))

    found = weighed(columns, outcome, known, groups=groups, generator=np.random.default_rng(0), draws=80)

    assert found.tied[2, 3]
    assert not found.tied[0, 2]


def test_an_outcome_that_does_not_vary_is_refused() -> None:
    columns, outcome, known = _drawn(4, 100, (0.5,))

    with pytest.raises(InputError):
        relative_weights(columns, np.zeros_like(outcome), known)
