"""The range of a net promoter score: its formula, its coverage, its limits."""

from __future__ import annotations

import doctest
from math import comb, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import nps_interval as module
from holdfast.stats.nps_interval import Tally, nps_difference, nps_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(("answers", "published"), [(100, 15.3), (400, 7.7), (1000, 4.8)])
def test_with_many_answers_its_half_width_is_the_plain_one(answers: int, published: float) -> None:
    """Half-widths of NPS 30 (half promoters, a fifth detractors), plain Wald: metrics.md 1.8."""
    found = nps_interval(answers // 2, answers // 5, answers)

    assert (found.high - found.low) / 2 == pytest.approx(published, abs=0.3)


def test_a_survey_that_was_published_has_the_score_and_the_range_that_it_was_given() -> None:
    """Talkstats.com thread 58500: 291 promoters and 395 detractors among 1,162 answers are -9, 4.4 about."""
    found = nps_interval(291, 395, 1162)

    assert round((found.low + found.high) / 2) == -9
    assert round((found.high - found.low) / 2, 1) == pytest.approx(4.4)


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


@pytest.mark.parametrize(("answers", "low", "high"), [(10, 0.945, 0.966), (100, 0.948, 0.952)])
def test_its_exact_coverage_lies_where_it_was_published(answers: int, low: float, high: float) -> None:
    """Metrics.md 1.8, over five pairs of shares: 0.945 to 0.966 at 10, 0.948 to 0.952 at 100."""
    pairs = [(0.5, 0.2), (0.4, 0.4), (0.3, 0.3), (0.6, 0.1), (0.2, 0.5)]

    found = [_coverage(answers, shares, nps_interval) for shares in pairs]

    assert all(low - 0.006 <= covered <= high + 0.006 for covered in found)


@pytest.mark.parametrize(("answers", "low", "high"), [(10, 0.797, 0.912), (100, 0.929, 0.947)])
def test_the_plain_range_covers_too_seldom_where_that_was_published(
    answers: int, low: float, high: float
) -> None:
    """The trap of a plain Wald range below 50 answers; metrics.md 1.8, exact coverage."""
    pairs = [(0.5, 0.2), (0.4, 0.4), (0.3, 0.3), (0.6, 0.1), (0.2, 0.5)]

    found = [_coverage(answers, shares, _plain) for shares in pairs]

    assert all(low - 0.006 <= covered <= high + 0.006 for covered in found)


def test_five_points_to_each_side_take_938_answers() -> None:
    """Metrics.md 1.8: 938 answers at shares of 0.5 and 0.2, and 1,230 at 0.4 and 0.4, plain Wald."""
    assert pytest.approx(938, abs=1) == 196**2 * (0.5 + 0.2 - 0.3**2) / 5**2
    assert pytest.approx(1230, abs=1) == 196**2 * (0.4 + 0.4) / 5**2


def test_the_standard_error_of_a_difference_is_that_of_both_periods() -> None:
    """Metrics.md 1.8: sqrt(V1/n1 + V2/n2), with the half-width of 15.3 of a hundred answers each."""
    found = nps_difference(Tally(50, 20, 100), Tally(50, 20, 100))

    assert 1.96 * found.standard_error == pytest.approx(2**0.5 * 15.3, abs=0.05)


def test_ten_points_more_with_a_hundred_answers_each_cannot_be_told_from_chance() -> None:
    """The trap of quarter-on-quarter wins inside the range."""
    found = nps_difference(Tally(50, 20, 100), Tally(55, 15, 100))

    assert found.points == pytest.approx(10)
    assert 0 in found.interval


def test_ten_points_more_with_a_thousand_answers_each_can() -> None:
    assert 0 not in nps_difference(Tally(500, 200, 1000), Tally(550, 150, 1000)).interval


@pytest.mark.parametrize("answers", [10, 40])
def test_a_difference_is_covered_about_as_often_as_aimed_at(answers: int) -> None:
    draw = np.random.default_rng(5)
    first, second = (0.5, 0.3, 0.2), (0.6, 0.3, 0.1)

    covered = 0
    for _ in range(4_000):
        tallies = [_drawn(draw, answers, shares) for shares in (first, second)]
        covered += 20.0 in nps_difference(*tallies).interval

    assert 0.94 <= covered / 4_000 <= 0.975


def test_where_everybody_answered_nothing_is_left_to_chance() -> None:
    found = nps_interval(5, 2, 10, population=10)

    assert found.low == found.high


@pytest.mark.parametrize(("population", "correction"), [(200, 0.7089), (10_000, 0.9950)])
def test_the_range_among_those_asked_shrinks_by_the_correction(population: int, correction: float) -> None:
    """The factor sqrt((N - n) / (N - 1)), with 100 answers."""
    whole, among = nps_interval(50, 20, 100), nps_interval(50, 20, 100, population=population)

    assert (among.high - among.low) / (whole.high - whole.low) == pytest.approx(correction, abs=5e-5)


def test_fewer_people_than_answers_are_refused() -> None:
    with pytest.raises(InputError, match="population"):
        nps_interval(5, 2, 10, population=9)


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


def _coverage(
    answers: int, shares: tuple[float, float], interval: Callable[[int, int, int], Interval]
) -> float:
    return sum(
        _probability(p, d, answers, shares)
        for p in range(answers + 1)
        for d in range(answers + 1 - p)
        if 100 * (shares[0] - shares[1]) in interval(p, d, answers)
    )


def _plain(promoters: int, detractors: int, answers: int) -> Interval:
    balance = (promoters - detractors) / answers
    half = 1.959964 * sqrt(((promoters + detractors) / answers - balance**2) / answers)
    return Interval(100 * (balance - half), 100 * (balance + half))


def _drawn(draw: np.random.Generator, answers: int, shares: tuple[float, float, float]) -> Tally:
    promoters, _, detractors = draw.multinomial(answers, shares)
    return Tally(int(promoters), int(detractors), answers)
