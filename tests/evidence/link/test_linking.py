"""Links in worlds whose truth is known: found where they are, and not where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.link.worlds import compared

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import Comparison, Factor
from holdfast.evidence.link.linking import assess_link

SUPPORTED, OTHER_WAY = "supported by your data", "points the other way"


def verdicts(count: int, worlds: int, **world: float) -> list[str]:
    return [assess_link(compared(seed, count, **world), seed=seed).verdict for seed in range(worlds)]  # type: ignore[arg-type]


@pytest.mark.slow
def test_six_points_are_found_among_8000_and_often_among_2000() -> None:
    assert np.mean([one == SUPPORTED for one in verdicts(8_000, 16, effect=0.06)]) >= 0.7
    assert np.mean([one == SUPPORTED for one in verdicts(2_000, 16, effect=0.06)]) >= 0.35


@pytest.mark.slow
@pytest.mark.parametrize("world", [{}, {"motive": 0.5}, {"motive": 1.0}, {"together": 0.5}])
def test_nothing_is_supported_where_nothing_is(world: dict[str, float]) -> None:
    """Of 20 worlds at most 3: one in twenty is asked, and 4 and more would come in 1 of 60 runs.

    `make bench-evidence PART=links` has hundreds of worlds of each kind.
    """
    found = verdicts(2_000, 20, **world)

    assert sum(one == SUPPORTED for one in found) <= 3
    assert OTHER_WAY not in found or world == {"motive": 0.0}


@pytest.mark.slow
def test_harm_is_told_and_never_taken_for_good() -> None:
    found = verdicts(8_000, 12, effect=-0.06)

    assert np.mean([one == OTHER_WAY for one in found]) >= 0.9
    assert SUPPORTED not in found


def test_a_range_without_nothing_in_it_is_no_verdict() -> None:
    """A hidden motive makes the range clear of 0; the check that should show nothing shows it."""
    found = assess_link(compared(1, 8_000, motive=1.0), seed=1)

    assert found.estimate is not None
    assert found.estimate.estimate - 1.96 * found.estimate.error > 0
    assert (found.verdict, found.reason) == (
        "cannot tell",
        "a check that should show nothing shows something",
    )


def test_a_rule_of_two_factors_is_followed() -> None:
    found = assess_link(compared(2, 8_000, together=0.7), seed=2)

    assert found.estimate is not None
    assert found.raw is not None
    assert found.raw.estimate > 0.03
    assert found.estimate.estimate == pytest.approx(0, abs=3 * found.estimate.error)


@pytest.mark.parametrize("count", [40, 60, 100])
def test_sixty_customers_get_no_verdict(count: int) -> None:
    found = assess_link(compared(3, count, effect=0.3), seed=3)

    assert (found.verdict, found.reason, found.estimate) == ("cannot tell", "too few customers", None)


def test_fewer_than_a_thousand_are_suggestive_at_most() -> None:
    found = assess_link(compared(4, 900, effect=0.12), seed=4)

    assert (found.verdict, found.reason) == ("suggestive", "fewer than 1,000 customers")


def test_without_a_check_a_link_is_suggestive_at_most() -> None:
    found = assess_link(replace(compared(5, 8_000, effect=0.1), controls=()), seed=5)

    assert (found.verdict, found.reason) == ("suggestive", "there is no check that should show nothing")


def test_the_lot_needs_no_thousand_and_no_check() -> None:
    found = assess_link(replace(compared(6, 600, effect=0.15, randomised=True), controls=()), seed=6)

    assert found.verdict == SUPPORTED


@pytest.mark.parametrize(
    ("share", "reason"),
    [(0.0, "hardly anybody had the experience"), (1.0, "nearly everybody had the experience")],
)
def test_an_experience_of_all_or_none_is_no_comparison(share: float, reason: str) -> None:
    constant = replace(compared(7, 2_000), exposed=np.full(2_000, bool(share)))

    found = assess_link(constant, seed=7)

    assert (found.verdict, found.reason, found.raw) == ("cannot tell", reason, None)


def test_an_outcome_known_of_three_is_no_comparison() -> None:
    three = np.zeros(2_000)
    three[:3] = 1

    found = assess_link(replace(compared(8, 2_000), outcome=three), seed=8)

    assert (found.verdict, found.reason) == ("cannot tell", "too few customers")


def test_nobody_alike_is_said_and_not_clipped_away() -> None:
    """Large customers all have the experience, small ones never: only the middle could go either way."""
    found = assess_link(compared(9, 3_000, apart=9.0), seed=9)

    assert found.is_undecided_only
    assert found.overlap is not None
    assert found.overlap.outside > 0.5
    assert found.verdict in {"cannot tell", "suggestive", "no sign of a link"}


def test_an_effect_that_is_surely_small_is_no_sign_of_a_link() -> None:
    assert assess_link(compared(10, 60_000), seed=10).verdict == "no sign of a link"


def test_the_same_seed_gives_the_same_answer() -> None:
    first, again = (assess_link(compared(11, 1_000), seed=11) for _ in range(2))

    assert (first.estimate, first.facts) == (again.estimate, again.facts)


def test_another_seed_changes_neither_verdict_nor_much_of_the_figure() -> None:
    found = [assess_link(compared(11, 1_000), seed=seed) for seed in range(3)]

    estimates = [one.estimate for one in found if one.estimate is not None]
    assert len(estimates) == len(found)
    assert len({one.verdict for one in found}) == 1
    # Five splits' middle: what is left of the luck of the split is a fraction of the error.
    assert max(one.estimate for one in estimates) - min(one.estimate for one in estimates) < (
        0.25 * estimates[0].error
    )


def with_factor(comparison: Comparison, values: np.ndarray) -> Comparison:
    return replace(comparison, factors=(*comparison.factors, Factor("suspicious", values)))


def test_the_outcome_in_disguise_is_refused_by_name() -> None:
    comparison = compared(12, 1_000)
    nearly = comparison.outcome + 0.2 * np.random.default_rng(12).standard_normal(1_000)

    for values in (nearly, np.where(comparison.outcome == 1, "active", "closed")):
        with pytest.raises(InputError, match="suspicious: it tells nearly without fail"):
            assess_link(with_factor(comparison, values), seed=12)


def test_infinite_values_are_refused_and_missing_ones_are_a_kind_of_their_own() -> None:
    comparison = compared(13, 1_000)
    usage = np.random.default_rng(13).standard_normal(1_000)
    missing = np.where(np.arange(1_000) % 4 == 0, np.nan, usage)

    with pytest.raises(InputError, match="suspicious: a value is infinite"):
        assess_link(with_factor(comparison, np.where(np.arange(1_000) == 3, np.inf, usage)), seed=13)
    assert assess_link(with_factor(comparison, missing), seed=13).estimate is not None


def test_a_factor_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match="3 values for 1000 customers"):
        assess_link(with_factor(compared(14, 1_000), np.ones(3)), seed=14)


def test_a_thousand_kinds_of_a_factor_stand_for_no_single_customer() -> None:
    comparison = compared(15, 2_000, effect=0.1)
    ids = np.array([f"customer {number}" for number in range(2_000)])

    found = assess_link(with_factor(comparison, ids), seed=15)

    assert found.estimate is not None
    assert found.estimate.error < 0.05
