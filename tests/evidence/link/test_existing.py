"""Existing customers on days of the calendar: who is compared, what is refused, and worlds of known truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.link.existing_worlds import Lives, looked_at

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import ControlOutcome, Factor
from holdfast.evidence.link.existing import After, Looks, on_landmarks
from holdfast.evidence.link.landmark import KnownFactor
from holdfast.evidence.link.linking import assess_link

NEVER = np.nan
AFTER = After("had a review", "stayed the next 90 days", days=90, today=1_000)


def looks(*rows: tuple[int, float, float, float]) -> Looks:
    """One landmark, day 130 with a window from day 100: account, experience, paid since, left."""
    return Looks(
        accounts=np.array([row[0] for row in rows]),
        began=np.full(len(rows), 100),
        landmark=np.full(len(rows), 130),
        experienced=np.array([row[1] for row in rows]),
        paid_since=np.array([row[2] for row in rows]),
        left=np.array([row[3] for row in rows]),
    )


def test_the_experience_counts_within_its_window_and_the_outcome_after_the_landmark() -> None:
    found = on_landmarks(
        looks((1, 100, 0, NEVER), (2, 129, 0, 219), (3, 130, 0, 220), (4, 99, 0, NEVER)), AFTER
    )

    assert found.exposed.tolist() == [True, True, False, False]
    assert found.outcome.tolist() == [1, 0, 1, 1]


def test_who_left_within_the_window_is_in_neither_group_and_is_told() -> None:
    found = on_landmarks(looks((1, 110, 0, 129), (2, NEVER, 0, 101), (3, NEVER, 0, 130)), AFTER)

    assert (len(found.outcome), found.early_quits) == (1, 2)


def test_who_did_not_pay_when_the_window_began_is_not_looked_at() -> None:
    found = on_landmarks(looks((1, 110, 101, NEVER), (2, 110, NEVER, NEVER), (3, 110, 0, 100)), AFTER)

    assert (len(found.outcome), found.early_quits) == (0, 0)


def test_a_landmark_whose_outcome_is_not_known_yet_is_left_out_and_told() -> None:
    found = on_landmarks(looks((1, 110, 0, NEVER), (2, 110, 0, 140)), replace(AFTER, today=219))

    assert (len(found.outcome), found.immature) == (0, 2)


def test_what_is_dated_in_the_future_has_not_happened() -> None:
    found = on_landmarks(looks((1, NEVER, 0, 1_005)), AFTER)

    assert found.outcome.tolist() == [1]


def test_a_factor_known_only_within_the_window_is_refused_by_name() -> None:
    """An issue that was raised in the call is what the call brought about."""
    one = looks((1, 110, 0, NEVER))
    raised = KnownFactor(Factor("issue raised", np.array(["yes"])), known_on=np.array([111]))

    with pytest.raises(InputError, match="issue raised: in 1 cases it was known only when the experience"):
        on_landmarks(replace(one, factors=(raised,)), AFTER)
    known = replace(raised, known_on=np.array([100]))
    assert on_landmarks(replace(one, factors=(known,)), AFTER).factors[0].name == "issue raised"


def test_a_landmark_that_is_not_after_its_window_is_refused() -> None:
    with pytest.raises(InputError, match="landmark: it is not after"):
        on_landmarks(replace(looks((1, 110, 0, NEVER)), landmark=np.array([100])), AFTER)


def test_a_customer_twice_on_one_landmark_is_refused() -> None:
    with pytest.raises(InputError, match="1 are in twice on one landmark"):
        on_landmarks(looks((1, 110, 0, NEVER), (1, NEVER, 0, NEVER)), AFTER)


def test_an_outcome_of_no_days_is_refused() -> None:
    with pytest.raises(InputError, match="0 days after the landmark"):
        on_landmarks(looks((1, 110, 0, NEVER)), replace(AFTER, days=0))


def test_twelve_customers_looked_at_ten_times_are_twelve() -> None:
    found = assess_link(looked_at(1, Lives(customers=12, effect=0.3), landmarks=10), seed=1)

    assert (found.verdict, found.reason) == ("cannot tell", "too few customers")
    assert found.facts.customers == 12


def test_a_customer_looked_at_four_times_is_one_witness() -> None:
    """Four copies of every row say nothing new: the error stays what it was."""
    once = looked_at(2, Lives(customers=1_500), landmarks=1)
    again = replace(
        once,
        outcome=np.tile(once.outcome, 4),
        exposed=np.tile(once.exposed, 4),
        factors=tuple(Factor(one.name, np.tile(one.values.astype(np.str_), 4)) for one in once.factors),
        controls=tuple(ControlOutcome(one.name, np.tile(one.values, 4)) for one in once.controls),
        accounts=np.tile(np.arange(len(once.outcome)), 4),
    )

    first, copied = (assess_link(one, seed=2).estimate for one in (once, again))

    assert first is not None
    assert copied is not None
    assert copied.error == pytest.approx(first.error, rel=0.05)


def test_ranges_hold_a_planted_effect_and_nothing_where_nothing_is() -> None:
    for effect in (0.0, 0.04):
        held = 0
        for seed in range(12):
            found = assess_link(
                looked_at(seed, Lives(customers=1_200, effect=effect), landmarks=4), seed=seed
            )
            assert found.estimate is not None
            held += abs(found.estimate.estimate - effect) <= 1.96 * found.estimate.error

        assert held >= 10  # of 12; 9 and fewer come once in 250 times


def test_ever_reviewed_shows_a_chasm_where_the_landmark_shows_nothing() -> None:
    """Reviews come at random to whoever is there: who stays long has had one."""
    generator = np.random.default_rng(3)
    left = generator.exponential(300, 8_000)
    review = generator.exponential(400, 8_000)
    ever = review < left
    stays = left >= 220
    everyone = Looks(
        accounts=np.arange(8_000),
        began=np.full(8_000, 100),
        landmark=np.full(8_000, 130),
        experienced=np.where(ever, review, NEVER),
        paid_since=np.zeros(8_000),
        left=left,
    )

    found = assess_link(on_landmarks(everyone, AFTER), seed=3)

    assert stays[ever].mean() - stays[~ever].mean() > 0.2
    assert found.estimate is not None
    assert found.estimate.estimate == pytest.approx(0, abs=3 * found.estimate.error)


def test_a_thermometer_is_not_supported_and_its_check_says_why() -> None:
    """A score follows what moves staying and moves nothing: earlier use follows the same."""
    found = assess_link(looked_at(4, Lives(customers=4_000, motive=1.0), landmarks=3), seed=4)

    assert found.estimate is not None
    assert found.estimate.estimate - 1.96 * found.estimate.error > 0
    assert (found.verdict, found.reason) == (
        "cannot tell",
        "a check that should show nothing shows something",
    )


def test_reviews_that_annoy_point_the_other_way() -> None:
    found = assess_link(looked_at(5, Lives(customers=3_000, effect=-0.05), landmarks=4), seed=5)

    assert found.verdict == "points the other way"


def test_a_check_is_held_against_those_of_whom_it_is_known() -> None:
    comparison = looked_at(6, Lives(customers=2_000), landmarks=2)
    [control] = comparison.controls
    new = np.random.default_rng(6).random(len(control.values)) < 0.3
    # Of new customers it would say whatever was written there: here that they had the experience.
    unknown = ControlOutcome(control.name, np.where(new, np.nan, control.values))

    found = assess_link(replace(comparison, controls=(unknown,)), seed=6)

    [checked] = found.controls
    assert abs(checked.difference.estimate) <= 2 * checked.difference.error


def test_customers_who_could_not_have_it_yet_are_left_out_and_told() -> None:
    """Calls begin after two months: three of a thousand new customers had one, and all stayed."""
    generator = np.random.default_rng(7)
    is_new = np.arange(3_000) < 1_000
    had = np.where(is_new, np.arange(3_000) < 3, generator.random(3_000) < 0.5)
    stays = np.where(is_new & ~had, generator.random(3_000) < 0.6, generator.random(3_000) < 0.9) | (
        is_new & had
    )
    kinds = KnownFactor(Factor("time as a customer", np.where(is_new, "new", "old")), np.full(3_000, 100))
    everyone = Looks(
        accounts=np.arange(3_000),
        began=np.full(3_000, 100),
        landmark=np.full(3_000, 130),
        experienced=np.where(had, 110.0, NEVER),
        paid_since=np.zeros(3_000),
        left=np.where(stays, NEVER, 150.0),
        factors=(kinds,),
    )

    found = on_landmarks(everyone, AFTER)

    assert len(found.outcome) == 2_000
    assert found.remarks == (
        "Left out, as hardly anybody or nearly everybody of them had it: time as a customer new.",
    )
    estimate = assess_link(found, seed=7).estimate
    assert estimate is not None
    assert estimate.estimate == pytest.approx(0, abs=3 * estimate.error)
