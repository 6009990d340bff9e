"""The golden table of the scoring rules, further rows, and what must hold for any figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.maintain import Bounds, maintain_score
from holdfast.okr.model import KeyResult, Milestone
from holdfast.okr.progress import (
    change_progress,
    describe_progress,
    drawn_share,
    milestone_progress,
    relative_target,
    value_at,
)
from holdfast.okr.scoring import Weighted, score_key_result, score_objective
from holdfast.records import Measurement
from holdfast.units import Period

# Figures of one unit, none so small that a subtraction loses all of it.
FIGURES = st.integers(-1_000_000, 1_000_000).map(lambda thousandths: thousandths / 1000)


def measured(index: int, value: float | None, *, is_mature: bool = True) -> Measurement:
    start = date(2026, 10, 1) + timedelta(weeks=index)
    return Measurement(
        "logo_churn",
        "standard",
        "v1",
        Period(start, start + timedelta(weeks=1)),
        (),
        "share",
        value,
        0,
        0,
        None,
        0,
        is_mature,
        start,
    )


# First the rows of the specification, then further ones worked out by hand.
@pytest.mark.parametrize(
    ("baseline", "target", "value", "progress", "remark"),
    [
        (0.08, 0.05, 0.065, 0.50, ""),
        (0.08, 0.05, 0.09, -1 / 3, "worse than the baseline"),
        (100, 60, 50, 1.25, "exceeded"),
        (200, 0, 100, 0.50, ""),
        (-20, 30, 5, 0.50, ""),
        (0.08, 0.05, None, None, "no data"),
        (0.08, 0.05, 0.08, 0, ""),
        (0.08, 0.05, 0.05, 1, ""),
        (0.62, 0.95, 0.785, 0.5, ""),
        (0, 10, -5, -0.5, "worse than the baseline"),
        (-30, -10, -20, 0.5, ""),
        (-10, -30, -25, 0.75, ""),
        (10, -10, 0, 0.5, ""),
        (20, 50, 80, 2, "exceeded"),
    ],
)
def test_progress_of_a_change_is_signed_and_not_clamped(
    baseline: float, target: float, value: float | None, progress: float | None, remark: str
) -> None:
    result = KeyResult("churn", baseline=baseline, target=target)

    score = score_key_result(result, (measured(0, value),))

    assert score.progress == (None if progress is None else pytest.approx(progress))
    assert score.remark == remark


@pytest.mark.parametrize("figure", [0, 0.05, -3])
def test_a_change_from_the_baseline_to_the_baseline_is_refused(figure: float) -> None:
    with pytest.raises(InputError, match="baseline"):
        change_progress(figure, baseline=figure, target=figure)


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_figures_that_are_no_numbers_are_refused(figure: float) -> None:
    with pytest.raises(InputError, match="finite"):
        change_progress(figure, baseline=0, target=1)


def test_a_bound_is_inclusive() -> None:
    assert 0.03 in Bounds(at_most=0.03)
    assert 0.95 in Bounds(at_least=0.95)
    assert 0.0300001 not in Bounds(at_most=0.03)
    assert [value in Bounds(2, 3) for value in (1.9, 2, 2.5, 3, 3.1)] == [False, True, True, True, False]


@pytest.mark.parametrize("bounds", [(None, None), (3, 2), (float("nan"), None)])
def test_a_bound_that_nothing_can_keep_is_refused(bounds: tuple[float | None, float | None]) -> None:
    with pytest.raises(InputError, match="bound"):
        Bounds(*bounds)


def test_periods_without_data_are_neither_success_nor_failure() -> None:
    result = KeyResult("NPS response", kind="maintain", at_least=0.95)
    values = (*[0.96] * 6, None, *[0.95] * 5, None, 0.94)

    score = score_key_result(result, [measured(index, value) for index, value in enumerate(values)])

    assert score.progress == 11 / 12
    assert score.maintain is not None
    assert (score.maintain.inside, score.maintain.periods, score.maintain.without_data) == (11, 12, 2)
    assert score.maintain.is_inside_now is False


def test_a_period_that_is_not_mature_changes_the_current_state_but_not_the_score() -> None:
    result = KeyResult("churn", kind="maintain", at_most=0.03)
    series = (measured(2, 0.05, is_mature=False), measured(1, 0.03), measured(0, 0.02))

    score = score_key_result(result, series)

    assert (score.progress, score.value) == (1, 0.03)
    assert score.remark == "outside now (at or below 0.03)"


def test_a_maintain_key_result_without_data_has_no_score() -> None:
    score = maintain_score(Bounds(at_most=3), (None, None), current=None)

    assert (score.score, score.without_data, score.is_inside_now) == (None, 2, None)


def test_a_relative_target_is_computed_from_the_baseline_and_both_are_shown() -> None:
    score = score_key_result(KeyResult("orders", baseline=40, relative_target=0.25), (measured(0, 44),))

    assert score.target == 50
    assert score.progress == pytest.approx(0.4)
    assert str(score.relative) == "50 (+25 % of 40)"


def test_a_relative_increase_of_a_negative_baseline_goes_up() -> None:
    assert relative_target(-20, 0.25).target == -15


@pytest.mark.parametrize(("baseline", "change"), [(0, 0.25), (40, 0)])
def test_a_relative_target_that_changes_nothing_is_refused(baseline: float, change: float) -> None:
    with pytest.raises(InputError, match="baseline"):
        relative_target(baseline, change)


@pytest.mark.parametrize(
    ("steps", "progress"),
    [
        ((), None),
        (((1, False),), 0),
        (((1, True), (1, False)), 0.5),
        (((3, True), (1, False)), 0.75),
        (((1e308, True), (1e308, False)), 0.5),
        (((0.1, True), (0.2, True)), 1),
    ],
)
def test_milestones_count_by_their_weight(
    steps: tuple[tuple[float, bool], ...], progress: float | None
) -> None:
    milestones = tuple(Milestone("step", weight, done) for weight, done in steps)

    score = score_key_result(KeyResult("launch", kind="milestone", milestones=milestones))

    assert score.progress == progress


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_a_weight_that_is_not_above_nothing_is_refused(weight: float) -> None:
    with pytest.raises(InputError, match="weight"):
        milestone_progress((Milestone("step", weight),))
    with pytest.raises(InputError, match="weight"):
        score_objective((Weighted(1, weight),), headline=None, bet="open")


@pytest.mark.parametrize("result", [KeyResult("NPS", target=50), KeyResult("NPS", baseline=20)])
def test_a_change_without_baseline_or_target_says_which_is_missing(result: KeyResult) -> None:
    with pytest.raises(InputError, match=r"State the (baseline|target)"):
        score_key_result(result)


def test_the_last_mature_value_counts_whatever_the_order() -> None:
    series = (measured(2, None), measured(1, 6), measured(3, 9, is_mature=False), measured(0, 4))

    assert score_key_result(KeyResult("replies", baseline=0, target=10), series).value == 6


def test_an_objectives_small_print_clamps_each_score_and_names_the_weakest() -> None:
    scores = (Weighted(1.25), Weighted(None), Weighted(-0.5, 2), Weighted(0.5))

    small_print = score_objective(scores, headline=0.08, bet="open")

    assert small_print.mean == pytest.approx((1 + 2 * 0 + 0.5) / 4)
    assert (small_print.without_data, small_print.weakest) == (1, 3)
    assert (small_print.headline, small_print.bet) == (0.08, "open")


def test_an_objective_whose_key_results_are_all_met_keeps_its_own_bad_headline() -> None:
    small_print = score_objective((Weighted(1), Weighted(2)), headline=None, bet="customers leave")

    assert (small_print.headline, small_print.mean) == (None, 1)


def test_an_objective_without_data_has_no_mean() -> None:
    for scores in ((), (Weighted(None),)):
        small_print = score_objective(scores, headline=None, bet="open")

        assert (small_print.mean, small_print.weakest, small_print.without_data) == (None, None, len(scores))


@given(FIGURES, FIGURES, FIGURES)
def test_decreasing_and_increasing_mirror_each_other(baseline: float, target: float, value: float) -> None:
    assume(baseline != target)

    progress = change_progress(value, baseline=baseline, target=target)

    assert change_progress(-value, baseline=-baseline, target=-target) == progress
    back = change_progress(value, baseline=target, target=baseline)
    assert progress is not None
    assert back == pytest.approx(1 - progress, abs=1e-6)


@given(FIGURES, FIGURES, FIGURES, FIGURES)
def test_nearer_to_the_target_is_never_less_progress(
    baseline: float, target: float, first: float, second: float
) -> None:
    assume(baseline != target)
    low, high = sorted((first, second))

    at_low = change_progress(low, baseline=baseline, target=target)
    at_high = change_progress(high, baseline=baseline, target=target)

    assert at_low is not None
    assert at_high is not None
    assert at_low <= at_high if target > baseline else at_low >= at_high


@given(FIGURES, FIGURES, st.floats(-10, 10))
def test_a_value_is_found_again_from_its_progress(baseline: float, target: float, progress: float) -> None:
    assume(abs(baseline - target) > 0.01)

    value = value_at(progress, baseline=baseline, target=target)

    assert change_progress(value, baseline=baseline, target=target) == pytest.approx(progress, abs=1e-6)


@given(st.floats(), st.floats(), st.floats())
def test_any_figures_give_a_finite_progress_or_a_refusal(
    baseline: float, target: float, value: float
) -> None:
    try:
        progress = change_progress(value, baseline=baseline, target=target)
    except InputError:
        return

    assert progress is not None
    assert abs(progress) < float("inf")


@given(FIGURES, FIGURES, FIGURES)
def test_only_drawings_clamp(baseline: float, target: float, value: float) -> None:
    assume(baseline != target)
    score = score_key_result(KeyResult("a", baseline=baseline, target=target), (measured(0, value),))
    assert score.progress is not None

    assert score.score == drawn_share(score.progress)
    assert (describe_progress(score.progress) == "") == (score.progress == drawn_share(score.progress))


@given(st.lists(FIGURES | st.none(), max_size=20), FIGURES, FIGURES)
def test_periods_inside_and_outside_a_bound_add_up(
    values: list[float | None], first: float, second: float
) -> None:
    low, high = sorted((first, second))
    inside = maintain_score(Bounds(low, high), values, current=None)

    assert 0 <= inside.inside <= inside.periods
    assert inside.periods + inside.without_data == len(values)


@given(st.lists(st.tuples(st.floats(-3, 3) | st.none(), st.floats(1e-300, 1e300)), max_size=10))
def test_the_mean_of_an_objective_stays_between_its_scores(entries: list[tuple[float | None, float]]) -> None:
    small_print = score_objective([Weighted(*entry) for entry in entries], headline=None, bet="open")
    known = [drawn_share(score) for score, _ in entries if score is not None]

    assert small_print.mean is None or min(known) - 1e-9 <= small_print.mean <= max(known) + 1e-9
    assert small_print.without_data == len(entries) - len(known)


@given(FIGURES, FIGURES, FIGURES)
def test_a_key_result_is_scored_alike_by_ratio_or_target(
    baseline: float, value: float, change: float
) -> None:
    assume(abs(baseline) > 0.01)
    assume(abs(change) > 0.01)
    relative = KeyResult("a", baseline=baseline, relative_target=change)
    absolute = replace(relative, relative_target=None, target=relative_target(baseline, change).target)

    series = (measured(0, value),)

    assert score_key_result(relative, series).progress == score_key_result(absolute, series).progress
