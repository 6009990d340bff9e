"""Like for like: bias and coverage where the truth is known, and what the weights are."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.aipw import (
    Models,
    Rows,
    adjusted_by_line,
    cross_fitted,
    difference_of_means,
    error_of_none,
    models_for,
    repeats_for,
    split,
    summarised,
)
from holdfast.stats.ridge import expit, logistic

EFFECT = 0.06


def world(seed: int, count: int, *, apart: float = 0.6) -> Rows:
    """Customers of whom those who stay anyway have the experience more often; it adds six points."""
    generator = np.random.default_rng(seed)
    known = generator.standard_normal((count, 3))
    exposed = generator.random(count) < expit(0.3 + apart * known[:, 0] - 0.4 * known[:, 1])
    stays = 0.1 + 0.8 * expit(1.0 + 0.7 * known[:, 0] + 0.3 * known[:, 2]) + EFFECT * exposed
    outcome = (generator.random(count) < stays).astype(float)
    return Rows(outcome, exposed, np.column_stack([np.ones(count), known]))


@pytest.mark.slow
def test_ranges_hold_the_truth_and_the_middle_is_not_off() -> None:
    """300 worlds of 1,000: the standard error of the coverage is 1.3 points, of the mean 0.15."""
    found = [
        cross_fitted(world(seed, 1_000), np.random.default_rng(seed), repeats=2).everyone
        for seed in range(300)
    ]

    held = np.mean([abs(one.estimate - EFFECT) < 1.96 * one.error for one in found])
    assert 0.92 <= held <= 0.98
    assert np.mean([one.estimate for one in found]) == pytest.approx(EFFECT, abs=0.005)


def test_the_plain_difference_is_far_off_where_the_adjusted_one_is_not() -> None:
    rows = world(1, 20_000)

    found = cross_fitted(rows, np.random.default_rng(1))

    assert difference_of_means(rows).estimate > EFFECT + 0.03
    assert found.everyone.estimate == pytest.approx(EFFECT, abs=3 * found.everyone.error)
    assert found.unexposed.estimate == pytest.approx(EFFECT, abs=3 * found.unexposed.error)
    assert found.undecided.estimate == pytest.approx(EFFECT, abs=3 * found.undecided.error)
    assert adjusted_by_line(rows).estimate == pytest.approx(EFFECT, abs=0.02)


def test_models_of_a_row_do_not_know_the_row() -> None:
    rows = world(2, 600)
    fold = split(rows.exposed, 5, np.random.default_rng(2))
    changed = Rows(np.where(fold == 0, 1 - rows.outcome, rows.outcome), rows.exposed, rows.columns)

    before, after = models_for(rows, fold), models_for(changed, fold)

    assert after.without[fold == 0] == pytest.approx(before.without[fold == 0], abs=1e-6)
    assert np.abs(after.without[fold == 1] - before.without[fold == 1]).max() > 0.01


def test_the_estimate_is_the_published_formula() -> None:
    """Robins, Rotnitzky & Zhao 1994, written out with plain fits on the same folds."""
    rows = world(3, 800)
    fold = split(rows.exposed, 5, np.random.default_rng(3))
    psi = np.empty(800)
    for part in range(5):
        into, known = fold == part, fold != part
        x = rows.columns[into]
        e = expit(x @ logistic(rows.columns[known], rows.exposed[known].astype(float)))
        m1, m0 = (
            expit(x @ logistic(rows.columns[known & group], rows.outcome[known & group]))
            for group in (rows.exposed, ~rows.exposed)
        )
        a, y = rows.exposed[into], rows.outcome[into]
        psi[into] = m1 - m0 + a * (y - m1) / e - (1 - a) * (y - m0) / (1 - e)

    found = summarised(rows, [models_for(rows, fold)]).everyone

    assert found.estimate == pytest.approx(psi.mean(), abs=1e-6)
    assert found.error == pytest.approx(psi.std() / np.sqrt(800), abs=1e-6)


def test_groups_that_are_unlike_have_little_overlap_and_it_is_told() -> None:
    alike, unlike = (
        cross_fitted(world(4, 4_000, apart=apart), np.random.default_rng(4)).overlap for apart in (0.2, 4.0)
    )

    assert alike.outside < 0.01
    assert unlike.outside > 0.3
    assert unlike.smaller < alike.smaller / 3


def test_rows_of_one_account_count_as_one() -> None:
    rows = world(5, 1_000)
    thrice = Rows(
        np.tile(rows.outcome, 3),
        np.tile(rows.exposed, 3),
        np.tile(rows.columns, (3, 1)),
        np.tile(np.arange(1_000), 3),
    )

    single, clustered = difference_of_means(rows), difference_of_means(thrice)

    assert clustered.estimate == pytest.approx(single.estimate)
    assert clustered.error == pytest.approx(single.error, rel=1e-6)


def test_outcomes_may_be_any_numbers() -> None:
    rows = world(6, 8_000)
    spent = Rows(1000 * rows.columns[:, 1] + 300 * rows.exposed, rows.exposed, rows.columns)

    found = cross_fitted(spent, np.random.default_rng(6)).everyone

    assert found.estimate == pytest.approx(300, abs=2)


def test_the_split_is_even_in_both_groups() -> None:
    exposed = np.random.default_rng(7).random(1_003) < 0.2

    fold = split(exposed, 5, np.random.default_rng(7))

    for group in (exposed, ~exposed):
        sizes = np.bincount(fold[group], minlength=5)
        assert sizes.max() - sizes.min() <= 1


def test_fewer_splits_are_made_of_very_many_rows() -> None:
    assert [repeats_for(count) for count in (500, 20_000, 60_000, 1_000_000)] == [5, 5, 1, 1]


def test_nobody_to_compare_with_is_refused() -> None:
    rows = world(8, 100)

    with pytest.raises(InputError, match="nobody to compare with"):
        cross_fitted(Rows(rows.outcome, np.ones(100, dtype=bool), rows.columns), np.random.default_rng(8))
    with pytest.raises(InputError, match="infinite or missing"):
        cross_fitted(Rows(np.full(100, np.nan), rows.exposed, rows.columns), np.random.default_rng(8))


def _of_shares(exposed: int, others: int, had_it: tuple[int, int]) -> tuple[Rows, Models]:
    """Two groups without known factors, so many of each with the outcome; models that know no difference."""
    size = exposed + others
    group = np.arange(size) < exposed
    outcome = np.zeros(size)
    outcome[: had_it[0]] = 1.0
    outcome[exposed : exposed + had_it[1]] = 1.0
    share = np.full(size, sum(had_it) / size)
    return Rows(outcome, group, np.ones((size, 1))), Models(np.full(size, exposed / size), share, share)


def test_the_error_of_none_is_that_of_the_pooled_share() -> None:
    """Two groups of 100 and 300 with 8 and 36: the textbook's z test of two proportions."""
    rows, models = _of_shares(100, 300, (8, 36))

    pooled = 44 / 400
    expected = np.sqrt(pooled * (1 - pooled) * (1 / 100 + 1 / 300))
    assert error_of_none(rows, models) == pytest.approx(expected)
    assert error_of_none(rows, models, undecided=True) == pytest.approx(expected)


def test_the_error_of_none_does_not_shrink_where_none_of_the_exposed_had_the_outcome() -> None:
    none, some = (_of_shares(100, 300, (had, 40 - had)) for had in (0, 10))

    assert error_of_none(*none) == pytest.approx(error_of_none(*some))


def test_rows_of_one_account_that_go_together_widen_the_error_of_none() -> None:
    """Every row twice tells no more than once."""
    rows, models = _of_shares(100, 300, (8, 36))
    twice = Rows(
        np.tile(rows.outcome, 2),
        np.tile(rows.exposed, 2),
        np.tile(rows.columns, (2, 1)),
        np.tile(np.arange(400), 2),
    )
    doubled = Models(np.tile(models.chance, 2), np.tile(models.without, 2), np.tile(models.with_it, 2))

    assert error_of_none(twice, doubled) == pytest.approx(error_of_none(rows, models))
