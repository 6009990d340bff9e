"""The range of a net promoter score: its formula, its coverage, its limits."""

from __future__ import annotations

import doctest
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import nps_interval as module
from holdfast.stats.nps_interval import nps_interval


@pytest.mark.parametrize(("answers", "published"), [(100, 15.3), (400, 7.7), (1000, 4.8)])
def test_with_many_answers_its_half_width_is_the_plain_one(answers: int, published: float) -> None:
    """Half-widths of NPS 30 (half promoters, a fifth detractors), plain Wald: metrics.md 1.8."""
    found = nps_interval(answers // 2, answers // 5, answers)

    assert (found.high - found.low) / 2 == pytest.approx(published, abs=0.3)


@pytest.mark.parametrize(("promoters", "detractors"), [(0.5, 0.2), (0.3, 0.3), (0.4, 0.4), (0.2, 0.5)])
def test_with_ten_answers_it_covers_about_what_it_aims_at(promoters: float, detractors: float) -> None:
    """Exact coverage of all outcomes; metrics.md 1.8 states 0.945 to 0.966, plain 0.797 to 0.912."""
    covered = sum(
        _probability(p, d, 10, (promoters, detractors))
        for p in range(11)
        for d in range(11 - p)
        if 100 * (promoters - detractors) in nps_interval(p, d, 10)
    )

    assert 0.94 <= covered <= 0.97


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_it_stays_within_the_scale_and_mirrors(promoters: int, detractors: int, passives: int) -> None:
    answers = promoters + detractors + passives + 1

    found = nps_interval(promoters, detractors, answers)
    mirrored = nps_interval(detractors, promoters, answers)

    assert -100 <= found.low < found.high <= 100
    assert found.low == pytest.approx(-mirrored.high)


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 0, 5), (3, 3, 5)])
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(InputError):
        nps_interval(*counts)


def test_the_example_holds() -> None:
    assert doctest.testmod(module).failed == 0


def _probability(promoters: int, detractors: int, answers: int, shares: tuple[float, float]) -> float:
    rest = answers - promoters - detractors
    ways = comb(answers, promoters) * comb(answers - promoters, detractors)
    return ways * shares[0] ** promoters * shares[1] ** detractors * (1 - sum(shares)) ** rest
