"""How hard a target is, which way is good, what is known already, and where nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.challenge import Bet, best_of, biggest_gain, challenge, expected_entities
from holdfast.evidence.history import PastValue

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Scores, Shares

    from holdfast.evidence.history import Kind
    from holdfast.records import Unit

STEADY = (0.58, 0.55, 0.61, 0.57, 0.6, 0.56, 0.59, 0.58, 0.57, 0.6, 0.58, 0.57)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (0.50, "already on the way"),
        (0.575, "business as usual"),
        (0.62, "challenging"),
        (0.80, "heroic"),
    ],
)
def test_the_same_past_makes_targets_from_on_the_way_to_heroic(
    shares: Shares, bet_after: BetAfter, target: float, verdict: str
) -> None:
    found = challenge(shares(STEADY, 400), bet_after(12, target), seed=1)

    # Between 57 and 58 in 100 the step is smaller than the noise, and the chance is told all the same.
    assert found.verdict in {verdict, "cannot say yet"}
    assert found.chance is not None
    assert {
        "already on the way": found.chance >= 0.8,
        "business as usual": 0.4 <= found.chance < 0.8,
        "challenging": 0.05 <= found.chance < 0.4,
        "heroic": found.chance < 0.05,
    }[verdict]


def test_lower_is_better_where_the_metric_says_so(shares: Shares, bet_after: BetAfter) -> None:
    up, down = (
        challenge(shares(STEADY, 400, better), bet_after(12, 0.5), seed=1) for better in ("up", "down")
    )

    assert up.chance is not None
    assert down.chance is not None
    assert up.chance > 0.95
    assert down.chance < 0.05
    assert [target for _, target in up.targets] == sorted(target for _, target in up.targets)
    assert [target for _, target in down.targets] == sorted((t for _, t in down.targets), reverse=True)


def test_targets_at_given_odds_have_these_odds(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY, 200)
    found = challenge(history, bet_after(12, 0.6), seed=1)

    for odds, target in found.targets:
        again = challenge(history, bet_after(12, target), seed=1)

        assert again.chance is not None
        assert odds <= again.chance < odds + 0.05


def test_below_four_final_values_nothing_is_said(shares: Shares, bet_after: BetAfter) -> None:
    found = challenge(shares(STEADY[:3]), bet_after(3, 0.8), seed=1)

    assert (found.verdict, found.chance, found.targets) == ("cannot say yet", None, ())
    assert found.reason == "3 final values, of at least 4"
    assert found.best is not None


def test_a_step_far_below_the_noise_cannot_be_said_to_be_hard(shares: Shares, bet_after: BetAfter) -> None:
    found = challenge(shares(STEADY, 20), bet_after(12, 0.58), seed=1)

    assert (found.verdict, found.reason) == (
        "cannot say yet",
        "too few customers for a step of this size",
    )


def test_the_same_seed_gives_the_same_answer(shares: Shares, bet_after: BetAfter) -> None:
    first, again = (challenge(shares(STEADY), bet_after(12, 0.62), seed=7) for _ in range(2))

    assert (first.chance, first.targets) == (again.chance, again.targets)


def test_what_is_known_of_the_period_counts_as_known(shares: Shares, bet_after: BetAfter) -> None:
    """Two of its three months are final at 90 of 100: 70 in 100 for the whole needs 30 of the last 100."""
    history = shares((*STEADY, 0.9, 0.9), 100)

    found = challenge(history, bet_after(12, 0.70, entities=300), seed=1)

    assert found.chance is not None
    assert found.chance > 0.99
    assert found.forecast is not None
    assert found.forecast.values.min() >= 180 / 300


def test_expected_customers_follow_the_pace_of_late(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY, 100)

    assert expected_entities(history, bet_after(12, 0.6)) == pytest.approx(300, abs=8)
    assert expected_entities(history, bet_after(12, 0.6, entities=12)) == 12


def test_fewer_expected_customers_make_the_range_wider(shares: Shares, bet_after: BetAfter) -> None:
    many, few = (
        challenge(shares(STEADY, 400), bet_after(12, 0.6, entities=count), seed=1).forecast
        for count in (2000, 40)
    )

    assert many is not None
    assert few is not None
    assert few.quantile(0.9) - few.quantile(0.1) > 1.3 * (many.quantile(0.9) - many.quantile(0.1))


@pytest.mark.parametrize("target", [150.0, -101.0])
def test_a_score_beyond_its_bounds_is_refused(scores: Scores, bet_after: BetAfter, target: float) -> None:
    with pytest.raises(InputError, match="can never be"):
        challenge(scores((60, 58, 61, 60, 59, 62)), bet_after(6, target), seed=1)


def test_plus_fifty_that_never_happened_is_heroic(scores: Scores, bet_after: BetAfter) -> None:
    found = challenge(scores((12, 18, 5, 22, 15, 9, 20, 14), 100), bet_after(8, 64), seed=1)

    assert found.verdict == "heroic"


def test_a_period_that_has_passed_is_refused(shares: Shares, bet_after: BetAfter) -> None:
    with pytest.raises(InputError, match="final up to"):
        challenge(shares(STEADY), bet_after(6, 0.6), seed=1)


def test_values_out_of_order_are_refused(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY)
    doubled = replace(history, values=(*history.values, history.values[3]))

    with pytest.raises(InputError, match="before the one before it ends"):
        challenge(doubled, bet_after(12, 0.6), seed=1)


def test_values_that_are_no_numbers_are_refused_by_name(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY)
    broken = replace(history, values=(*history.values[:-1], replace(history.values[-1], value=float("nan"))))

    with pytest.raises(InputError, match=r"onboarding_completed, 2025-12-01: the value is nan"):
        challenge(broken, bet_after(12, 0.6), seed=1)


def test_a_jump_is_pointed_out(shares: Shares, bet_after: BetAfter) -> None:
    history = shares((*STEADY, 0.9, 0.91, 0.9), 400)

    found = challenge(history, bet_after(15, 0.95), seed=1)

    assert found.jump == history.values[12]
    assert challenge(shares(STEADY, 400), bet_after(12, 0.6), seed=1).jump is None


def test_best_and_biggest_gain_are_of_the_good_direction(shares: Shares) -> None:
    values = (0.5, 0.7, 0.4, 0.45, 0.65)
    up, down = shares(values), shares(values, better="down")

    assert best_of(up) == up.values[1]
    assert best_of(down) == down.values[2]
    rise, fall = biggest_gain(up), biggest_gain(down)
    assert rise is not None
    assert fall is not None
    assert (rise.before, rise.after) == (up.values[2], up.values[4])
    assert (fall.before, fall.after) == (down.values[1], down.values[2])


def test_none_of_a_few_and_all_of_a_few_have_a_forecast(shares: Shares, bet_after: BetAfter) -> None:
    for share in (0.0, 1.0):
        found = challenge(shares((share,) * 6, 5), bet_after(6, 0.5), seed=1)

        assert found.forecast is not None
        assert np.isfinite(found.forecast.values).all()


def test_money_and_counts_have_a_forecast_of_their_own_size(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY)
    sizes = [100.0 + 3 * place for place in range(12)]
    kinds: tuple[tuple[Kind, Unit], ...] = (("amount", "money"), ("count", "count"), ("number", "ratio"))
    for kind, unit in kinds:
        values = tuple(
            PastValue(one.period, size, round(size), 50, error=2.0)
            for one, size in zip(history.values, sizes, strict=True)
        )
        sized = replace(history, kind=kind, unit=unit, low=None, high=None, values=values)

        found = challenge(sized, Bet(130.0, bet_after(12, 0.5).period), seed=1)

        assert found.forecast is not None
        assert 120 < found.forecast.quantile(0.5) < 150, kind
