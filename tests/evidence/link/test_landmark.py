"""Groups are formed on one day of everybody's life, and nothing can be asked otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import Factor
from holdfast.evidence.link.landmark import Design, KnownFactor, Lives, at_landmark
from holdfast.evidence.link.linking import assess_link

NEVER = np.nan
DESIGN = Design("were onboarded within 10 days", "stayed 90 days", landmark=10, horizon=90, today=1_000)


def lives(*rows: tuple[int, float, float]) -> Lives:
    """Customers from day of signing, of the experience, and of leaving."""
    return Lives(
        customers=np.array([f"c{place}" for place in range(len(rows))]),
        signed=np.array([row[0] for row in rows]),
        experienced=np.array([row[1] for row in rows]),
        left=np.array([row[2] for row in rows]),
    )


def test_the_experience_counts_before_the_landmark_and_the_outcome_up_to_the_horizon() -> None:
    found = at_landmark(
        lives((0, 9, NEVER), (0, 10, NEVER), (0, 50, 89), (0, 5, 90)),
        DESIGN,
    )

    assert found.exposed.tolist() == [True, False, False, True]
    assert found.outcome.tolist() == [1, 1, 0, 1]


def test_who_had_left_by_the_landmark_is_in_neither_group_and_is_told() -> None:
    found = at_landmark(lives((0, 5, 9), (0, NEVER, 3), (0, NEVER, 10)), DESIGN)

    assert (len(found.outcome), found.early_quits) == (1, 2)


def test_who_is_too_young_is_left_out_and_is_told() -> None:
    found = at_landmark(lives((909, NEVER, NEVER), (910, NEVER, NEVER), (911, NEVER, 950)), DESIGN)

    assert (len(found.outcome), found.immature) == (2, 1)


def test_what_is_dated_in_the_future_has_not_happened() -> None:
    found = at_landmark(lives((910, 1_005, 1_000), (910, NEVER, 1_200)), DESIGN)

    assert found.outcome.tolist() == [1, 1]


def test_ever_onboarded_shows_a_chasm_where_the_landmark_shows_nothing() -> None:
    """Nothing is planted: calls come at random, to whoever is still there."""
    generator = np.random.default_rng(1)
    count = 20_000
    signed = generator.integers(0, 800, count)
    left = signed + generator.exponential(120, count)
    call = signed + generator.exponential(40, count)
    everyone = Lives(
        np.array([f"c{place}" for place in range(count)]),
        signed,
        np.where(call < left, call, NEVER),
        left,
    )
    stays = left >= signed + 90
    ever = np.isfinite(everyone.experienced)

    found = assess_link(at_landmark(everyone, DESIGN), seed=1)

    assert stays[ever].mean() - stays[~ever].mean() > 0.4
    assert found.estimate is not None
    assert found.estimate.estimate == pytest.approx(0, abs=3 * found.estimate.error)


@pytest.mark.parametrize(("landmark", "horizon"), [(0, 90), (90, 90), (100, 90), (-5, 90)])
def test_a_landmark_outside_of_the_life_that_counts_is_refused(landmark: int, horizon: int) -> None:
    with pytest.raises(InputError, match="landmark"):
        at_landmark(lives((0, 5, NEVER)), replace(DESIGN, landmark=landmark, horizon=horizon))


def test_a_customer_who_is_in_twice_is_named() -> None:
    twice = replace(lives((0, 5, NEVER), (0, 6, NEVER)), customers=np.array(["acme", "acme"]))

    with pytest.raises(InputError, match="customer acme: it is in 2 times"):
        at_landmark(twice, DESIGN)


def test_what_was_known_only_afterwards_is_refused_by_name() -> None:
    """A score asked on day 60 may be what the call brought about."""
    after = KnownFactor(Factor("nps on day 60", np.array([9.0, 3.0])), known_on=np.array([60, 60]))
    before = KnownFactor(Factor("region", np.array(["eu", "us"])), known_on=np.array([0, 0]))
    two = lives((0, 5, NEVER), (0, 20, NEVER))

    with pytest.raises(InputError, match="nps on day 60"):
        at_landmark(replace(two, factors=(after,)), DESIGN)
    assert at_landmark(replace(two, factors=(before,)), DESIGN).factors[0].name == "region"
