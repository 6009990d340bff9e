"""Holm's order: the step-down as its author gives it, and never more than the level of false answers."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.stats.holm import holm


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ((), ()),
        ((0.05,), (True,)),
        ((0.051,), (False,)),
        # By hand: 0.005 <= 0.05/4, 0.01 <= 0.05/3, 0.03 > 0.05/2, so that it and 0.04 are not told.
        ((0.01, 0.04, 0.03, 0.005), (True, False, False, True)),
        # The second is below the whole level, and not below half of it.
        ((0.04, 0.03), (False, False)),
        ((0.02, 0.04), (True, True)),
        ((1.7, 0.001), (False, True)),
    ],
)
def test_each_question_is_held_against_its_rung(chances: tuple[float, ...], told: tuple[bool, ...]) -> None:
    assert holm(chances, level=0.05) == told


def test_of_ten_questions_of_pure_luck_hardly_one_series_in_twenty_has_an_answer() -> None:
    draws = np.random.default_rng(3).random((4000, 10))

    wrong = sum(any(holm(list(one), level=0.05)) for one in draws)

    # The chance is 1 - 0.995^10 = 4.9 in 100, give or take 0.34.
    assert 0.039 < wrong / 4000 < 0.060
