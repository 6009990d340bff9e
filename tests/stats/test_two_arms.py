"""The difference of two arms: against formulas of textbooks, and whether its ranges hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.confidence_sequence import always_valid_range
from holdfast.stats.sample_ratio import chance_of_split
from holdfast.stats.two_arms import Arms, difference_of_arms


def drawn(seed: int, count: int, *, held_out: float = 0.5) -> tuple[np.random.Generator, np.ndarray]:
    generator = np.random.default_rng([seed, count])
    treated = np.zeros(count, dtype=bool)
    treated[generator.permutation(count)[: round(count * (1 - held_out))]] = True
    return generator, treated


def test_without_adjusting_it_is_welchs_difference() -> None:
    """Welch 1947 as in Snedecor & Cochran: s1²/n1 + s2²/n2, degrees by Satterthwaite."""
    outcome = np.array([4.0, 7, 6, 9, 4, 3, 1, 2, 8, 2])
    treated = np.array([True] * 6 + [False] * 4)

    found = difference_of_arms(Arms(outcome, treated))

    a, b = outcome[treated], outcome[~treated]
    parts = a.var(ddof=1) / 6, b.var(ddof=1) / 4
    assert found.estimate == pytest.approx(a.mean() - b.mean())
    assert found.error == pytest.approx(sum(parts) ** 0.5)
    assert found.degrees == pytest.approx(sum(parts) ** 2 / (parts[0] ** 2 / 5 + parts[1] ** 2 / 3))


def test_one_thing_known_before_is_adjusted_by_covariance_over_variance() -> None:
    generator, treated = drawn(1, 400)
    before = generator.standard_normal(400)
    outcome = 0.7 * before + generator.standard_normal(400) + 0.3 * treated

    found = difference_of_arms(Arms(outcome, treated, before[:, None]))

    theta = np.cov(before, outcome)[0, 1] / before.var(ddof=1)
    moved = outcome - theta * (before - before.mean())
    assert found.estimate == pytest.approx(moved[treated].mean() - moved[~treated].mean())
    assert found.explained == pytest.approx(np.corrcoef(before, outcome)[0, 1] ** 2)


@pytest.mark.parametrize("correlation", [0.3, 0.6, 0.8])
def test_adjusting_gains_what_the_correlation_promises(correlation: float) -> None:
    plain, adjusted = [], []
    for seed in range(300):
        generator, treated = drawn(seed, 300)
        before = generator.standard_normal(300)
        outcome = correlation * before + (1 - correlation**2) ** 0.5 * generator.standard_normal(300)
        plain.append(difference_of_arms(Arms(outcome, treated)).estimate)
        adjusted.append(difference_of_arms(Arms(outcome, treated, before[:, None])).estimate)

    assert np.std(adjusted) / np.std(plain) == pytest.approx((1 - correlation**2) ** 0.5, rel=0.15)


@pytest.mark.parametrize(
    ("count", "held_out", "base"), [(120, 0.5, 0.85), (400, 0.2, 0.9), (1_000, 0.1, 0.95)]
)
def test_ranges_hold_the_truth_19_times_of_20(count: int, held_out: float, base: float) -> None:
    """Of 400 worlds: 92 to 98 in 100."""
    held = 0
    for seed in range(400):
        generator, treated = drawn(seed, count, held_out=held_out)
        outcome = (generator.random(count) < np.where(treated, base + 0.03, base)).astype(float)
        spread = difference_of_arms(Arms(outcome, treated)).range(0.95)
        held += spread.low <= 0.03 <= spread.high

    assert 0.92 <= held / 400 <= 0.98


def test_customers_of_one_week_count_as_alike() -> None:
    """Whole weeks are drawn and weeks differ: as if each were alone, one range in four would be wrong."""
    wrong = {True: 0, False: 0}
    for seed in range(300):
        generator, drawn_weeks = drawn(seed, 26)
        week = np.repeat(np.arange(26), 20)
        chance = np.clip(0.7 + generator.normal(0, 0.1, 26)[week], 0, 1)
        outcome = (generator.random(520) < chance).astype(float)
        for is_told in wrong:
            arms = Arms(outcome, drawn_weeks[week], None, week if is_told else None)
            spread = difference_of_arms(arms).range(0.95)
            wrong[is_told] += not spread.low <= 0 <= spread.high

    assert wrong[True] <= 300 * 0.08
    assert wrong[False] >= 300 * 0.10


def test_rows_of_one_account_in_both_arms_are_allowed() -> None:
    generator, treated = drawn(3, 200)
    account = np.repeat(np.arange(100), 2)
    outcome = generator.standard_normal(100)[account] + 0.1 * generator.standard_normal(200)

    together = difference_of_arms(Arms(outcome, treated, None, account)).error

    assert together != pytest.approx(difference_of_arms(Arms(outcome, treated)).error, rel=0.02)


def test_nobody_left_of_ten_still_has_a_range() -> None:
    found = difference_of_arms(Arms(np.ones(20), np.array([True, False] * 10)))

    assert found.estimate == 0
    assert found.error > 0.08


@pytest.mark.parametrize(
    ("outcome", "treated", "said"),
    [
        ([1.0, 0, 1], [True, True, True], "arm holdout: nobody is in it"),
        ([1.0, 0, 1], [True, True, False], "arm holdout: one is in it"),
        ([1.0, np.nan, 1, 0], [True, True, False, False], "outcome: a value is infinite or missing"),
        ([1.0, 0, 1], [True, True, False, False], "outcome: 3 values for 4 rows"),
    ],
)
def test_what_cannot_be_compared_is_refused(outcome: list[float], treated: list[bool], said: str) -> None:
    with pytest.raises(InputError, match=said):
        difference_of_arms(Arms(np.array(outcome), np.array(treated)))


def test_looking_every_week_finds_nothing_where_nothing_is() -> None:
    """Thirteen looks at 400 worlds without any effect: 5 in 100 at most; an ordinary range errs in 20."""
    alarms = ordinary = 0
    for seed in range(400):
        generator = np.random.default_rng([seed, 13])
        outcome, treated = (generator.random(1_300) < 0.8).astype(float), generator.random(1_300) < 0.5
        looks = []
        for week in range(1, 14):
            found = difference_of_arms(Arms(outcome[: week * 100], treated[: week * 100]))
            always = always_valid_range(found.estimate, found.error, units=week * 100, planned=1_300)
            looks.append((0 in always, 0 in found.range(0.95)))
        alarms += not all(one for one, _ in looks)
        ordinary += not all(one for _, one in looks)

    assert alarms <= 0.05 * 400
    assert ordinary >= 0.12 * 400


def test_the_range_for_every_look_is_half_as_wide_again_at_the_end() -> None:
    """GrowthBook's documentation of sequential tests: 1.55 at the planned number."""
    found = always_valid_range(0.1, 0.02, units=5_000, planned=5_000)

    assert (found.high - 0.1) / (1.959964 * 0.02) == pytest.approx(1.55, abs=0.005)


def test_a_split_is_as_rare_as_the_binomial_says() -> None:
    """Exact two-sided chances of 450 and 400 of 1,000, by summing the binomial."""
    assert chance_of_split(450, 1_000, 0.5) == pytest.approx(0.001731, rel=0.05)
    assert chance_of_split(500, 1_000, 0.5) == 1
    assert chance_of_split(400, 1_000, 0.5) < 1e-9
    assert chance_of_split(0, 0, 0.5) == 1
