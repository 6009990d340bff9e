"""What lies beyond a value of Student's distribution, against the printed tables."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.stats.student import upper_t


@pytest.mark.parametrize(
    ("value", "degrees", "beyond"),
    # Abramowitz & Stegun 1964, table 26.10.
    [
        (12.706, 1, 0.025),
        (4.303, 2, 0.025),
        (3.182, 3, 0.025),
        (2.571, 5, 0.025),
        (3.169, 10, 0.005),
        (2.750, 30, 0.005),
        (1.671, 60, 0.05),
    ],
)
def test_the_tail_is_that_of_the_table(value: float, degrees: int, beyond: float) -> None:
    assert upper_t(value, degrees) == pytest.approx(beyond, rel=2e-3)


def test_half_lies_above_the_middle_and_both_tails_are_alike() -> None:
    assert upper_t(0.0, 7) == 0.5
    assert upper_t(-2.0, 4) == pytest.approx(1 - upper_t(2.0, 4))


def test_no_degrees_are_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        upper_t(1.0, 0)
