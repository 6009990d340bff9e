"""The log-rank test against published examples, and its properties."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import log_rank as module
from holdfast.stats.log_rank import log_rank

HISTOGRAM = st.dictionaries(st.integers(0, 40), st.integers(0, 30), max_size=12)
# Freireich 1963, weeks in remission, as in Cox & Oakes 1984, table 1.1.
TREATED = (
    {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1},
    {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1},
)
PLACEBO: tuple[dict[int, int], dict[int, int]] = (
    {1: 2, 2: 2, 3: 1, 4: 2, 5: 2, 8: 4, 11: 2, 12: 2, 15: 1, 17: 1, 22: 1, 23: 1},
    {},
)


def test_it_gives_the_published_test_of_the_remissions() -> None:
    """Kleinbaum & Klein 2012, chapter 2: 16.793, with 19.25 and 10.75 expected; R's survdiff 16.8."""
    found = log_rank([TREATED, PLACEBO])

    assert found.statistic == pytest.approx(16.793, abs=5e-4)
    assert found.observed == (9, 21)
    assert found.expected == pytest.approx((19.25, 10.75), abs=0.005)
    assert found.p_value == pytest.approx(4.17e-5, abs=5e-8)


def test_more_groups_have_more_degrees_of_freedom() -> None:
    """A group parted at random changes the statistic, not what is expected of all."""
    part: tuple[dict[int, int], dict[int, int]] = ({1: 1, 2: 1, 4: 1, 8: 2, 11: 1, 12: 1, 17: 1}, {})
    rest: tuple[dict[int, int], dict[int, int]] = (
        {1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 8: 2, 11: 1, 12: 1, 15: 1, 22: 1, 23: 1},
        {},
    )

    found = log_rank([TREATED, part, rest])

    assert found.degrees == 2
    assert found.expected[0] == pytest.approx(19.25, abs=0.005)
    assert 0 < found.p_value < 0.001


@given(HISTOGRAM, HISTOGRAM, HISTOGRAM, HISTOGRAM)
def test_what_is_expected_adds_up_to_what_ended(
    ended: dict[int, int], seen: dict[int, int], ended_too: dict[int, int], seen_too: dict[int, int]
) -> None:
    ended[3] = 1

    found = log_rank([(ended, seen), (ended_too, seen_too)])

    assert sum(found.expected) == pytest.approx(sum(found.observed))
    assert found.statistic >= 0
    assert 0 <= found.p_value <= 1


def test_a_group_beside_itself_does_not_differ() -> None:
    found = log_rank([TREATED, TREATED])

    assert found.statistic == pytest.approx(0)
    assert found.p_value == pytest.approx(1)


@pytest.mark.parametrize("groups", [[], [TREATED], [({}, {3: 1}), ({}, {4: 2})], [TREATED, ({1: -1}, {})]])
def test_fewer_than_two_groups_nothing_ended_or_a_count_below_0_is_refused(
    groups: list[tuple[dict[int, int], dict[int, int]]],
) -> None:
    with pytest.raises(InputError, match="groups"):
        log_rank(groups)


def test_the_example_holds() -> None:
    assert doctest.testmod(module).failed == 0
