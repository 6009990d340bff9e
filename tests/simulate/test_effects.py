"""Every planted effect is recovered from the world's own potential outcomes, and from its tables."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.simulate import QUESTIONS, Causes, Company, simulate_company
from holdfast.simulate.accounts import Market
from holdfast.simulate.leaving import Leaving
from holdfast.simulate.onboarding import Onboarding
from holdfast.simulate.reviews import Reviews
from holdfast.simulate.season import Season
from holdfast.simulate.surveys import Asking
from holdfast.simulate.troubles import Troubles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.simulate import Chunk, PotentialOutcomes
    from holdfast.simulate.arrays import Floats

    Tables = dict[str, dict[str, Any]]

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("effects")


def _world(causes: Causes, *, customers: int = 20_000, seed: int = 3) -> Company:
    setting = simulate_company("Seed", customers=customers, seed=seed).setting
    return Company(setting=setting, causes=causes, seed=seed)


def _outcomes(company: Company) -> dict[str, list[PotentialOutcomes]]:
    gathered: dict[str, list[PotentialOutcomes]] = defaultdict(list)
    for outcome in company.potential_outcomes():
        gathered[outcome.question.name].append(outcome)
    return gathered


@cache
def _of_many() -> dict[str, list[PotentialOutcomes]]:
    """Of 40,000, where chance is small."""
    return _outcomes(simulate_company("Seed", customers=40_000, seed=7))


def _effect(outcomes: list[PotentialOutcomes]) -> float:
    return float(
        np.concatenate([one.stays_with for one in outcomes]).mean()
        - np.concatenate([one.stays_without for one in outcomes]).mean()
    )


def _like_for_like(outcomes: list[PotentialOutcomes]) -> float:
    """The observed contrast within sizes, weighted by the sizes: what one can do with the tables."""
    stays = np.concatenate([one.stays for one in outcomes])
    exposed = np.concatenate([one.exposed for one in outcomes])
    size = np.concatenate([one.segment for one in outcomes])
    return sum(
        float(
            (size == name).mean()
            * (stays[(size == name) & exposed].mean() - stays[(size == name) & ~exposed].mean())
        )
        for name in sorted(set(size))
    )


def _naive(outcomes: list[PotentialOutcomes]) -> float:
    stays = np.concatenate([one.stays for one in outcomes])
    exposed = np.concatenate([one.exposed for one in outcomes])
    return float(stays[exposed].mean() - stays[~exposed].mean())


def test_what_happens_is_the_potential_outcome_of_the_arm_one_is_in() -> None:
    for outcomes in _outcomes(simulate_company("Seed", seed=1)).values():
        for one in outcomes:
            fate = np.where(one.exposed, one.left_with, one.left_without)
            assert ((fate == one.left) | (np.isnat(fate) & np.isnat(one.left))).all()


def test_the_truth_is_the_mean_of_the_potential_outcomes() -> None:
    company = simulate_company("Seed", seed=2)
    truth = company.truth()["causes"]

    for name, outcomes in _outcomes(company).items():
        assert truth[name]["effect"] == pytest.approx(_effect(outcomes), abs=1e-12)
        assert truth[name]["naive"] == pytest.approx(_naive(outcomes), abs=1e-12)
        assert truth[name]["n"] == sum(len(one.customer_id) for one in outcomes)


def test_nobody_leaves_before_the_landmark_under_either_arm() -> None:
    for outcomes in _outcomes(simulate_company("Seed", seed=1)).values():
        for one in outcomes:
            for left in (one.left_with, one.left_without):
                assert not (left <= one.landmark).any()


def test_fast_onboarding_keeps_customers_and_the_plain_comparison_overstates_it(
    large_truth: dict[str, Any],
) -> None:
    cause = large_truth["causes"]["onboarding_within_10_days"]

    assert cause["effect"] == pytest.approx(0.063, abs=0.006)
    assert cause["naive"] > cause["effect"] + 0.025
    sizes = [cause["by_size"][size]["effect"] for size in ("small", "mid", "large")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0.015


def test_like_for_like_finds_the_true_effect_of_onboarding_where_the_plain_comparison_does_not() -> None:
    outcomes = _of_many()["onboarding_within_10_days"]

    assert _like_for_like(outcomes) == pytest.approx(_effect(outcomes), abs=0.01)
    assert _naive(outcomes) - _effect(outcomes) > 0.025


def test_comparing_whoever_was_ever_onboarded_shows_the_enormous_trap(large_truth: dict[str, Any]) -> None:
    cause = large_truth["causes"]["onboarding_within_10_days"]
    traps = cause["naive_traps"]

    assert traps["ever_onboarded_or_not"] > 0.35
    assert cause["naive"] + 0.03 < traps["within_10_days_or_not_all_who_signed"] < 0.25


def test_review_calls_help_where_no_issue_is_open_and_annoy_where_one_is(large_truth: dict[str, Any]) -> None:
    groups = large_truth["causes"]["monthly_review_calls"]["by_issue"]

    assert groups["no issue open"]["effect"] > 0.025
    assert groups["issue open"]["effect"] < -0.06
    assert abs(large_truth["causes"]["monthly_review_calls"]["effect"]) < 0.02


def test_the_failing_connector_drives_customers_away_and_invoice_questions_do_not(
    large_truth: dict[str, Any],
) -> None:
    causal = large_truth["causes"]["theme_sync_errors"]
    volume = large_truth["causes"]["theme_invoice_questions"]

    assert causal["effect"] == pytest.approx(-0.123, abs=0.02)
    assert volume["effect"] == 0.0
    # Unhappy customers write more: the harmless theme goes together with leaving.
    assert volume["naive"] < -0.01


def test_like_for_like_finds_the_true_effect_of_the_failing_connector() -> None:
    outcomes = _of_many()["theme_sync_errors"]

    assert _like_for_like(outcomes) == pytest.approx(_effect(outcomes), abs=0.012)


def test_the_lot_makes_the_plain_comparison_of_the_playbook_right(large_truth: dict[str, Any]) -> None:
    cause = large_truth["causes"]["check_in_playbook"]

    assert cause["effect"] > 0.02
    assert cause["naive"] == pytest.approx(cause["effect"], abs=0.012)


def test_customers_of_one_region_stay_less(large_truth: dict[str, Any]) -> None:
    stay = large_truth["retention_90_days_by_region"]

    assert abs(stay["north america"] - stay["europe"]) < 0.015
    assert stay["asia pacific"] < stay["europe"] - 0.03


def test_more_customers_decide_to_leave_in_winter_than_in_summer() -> None:
    decided = np.concatenate(
        [
            world.decided[world.reason == 0]
            for world in simulate_company("Seed", customers=20_000, seed=4).worlds()
        ]
    )
    # The third year, in which the number of customers changes little: January and February, June and July.
    winter = ((decided >= 823) & (decided < 882)).sum() / 59
    summer = ((decided >= 974) & (decided < 1035)).sum() / 61

    assert winter > 1.4 * summer


def test_nps_follows_satisfaction_and_the_unhappy_answer_less(large_truth: dict[str, Any]) -> None:
    nps = large_truth["nps"]

    assert 0.2 < nps["answered"] / nps["sent"] < 0.4
    assert nps["of_those_who_answer"] > nps["of_all_asked"] + 5


def test_scores_go_together_with_staying_although_nothing_follows_from_them(
    tables: Callable[[int], Tables],
) -> None:
    rows, customers = tables(1)["surveys"], tables(1)["customers"]
    answered = (rows["kind"] == "nps") & ~np.isnat(rows["answered_at"])
    paying = dict(zip(customers["customer_id"], customers["is_paying"], strict=True))
    score = rows["score"][answered].astype(int)
    stays = np.array([paying[name] for name in rows["customer_id"][answered]])

    assert np.corrcoef(score, stays)[0, 1] > 0.05
    happy = _world(Causes(asking=Asking(score=9.5)), customers=500)
    assert happy.truth()["customers"] == _world(Causes(), customers=500).truth()["customers"]


def test_every_leaver_has_a_reason_and_most_would_be_there_without_it(large_truth: dict[str, Any]) -> None:
    reasons = large_truth["reasons"]

    assert sum(reason["left"] for reason in reasons.values()) == large_truth["customers"]["left"]
    assert all(0 <= reason["still_there_without_it"] <= reason["left"] for reason in reasons.values())
    assert reasons["invoice questions"]["left"] == 0
    assert sum(reason["left"] > 0 for reason in reasons.values()) == 6


def test_leavers_are_listed_with_their_reason_in_a_small_company() -> None:
    truth = simulate_company("Seed", customers=300, seed=1).truth()

    assert len(truth["leavers"]) == truth["customers"]["left"]
    assert truth["leavers"][0].keys() == {"customer_id", "left_at", "reason", "still_there_without_it"}
    assert simulate_company("Seed", customers=6000, seed=1).truth()["leavers"] is None


def test_the_truth_is_fit_for_json() -> None:
    truth = simulate_company("Seed", customers=200, seed=1).truth()

    assert json.loads(json.dumps(truth, allow_nan=False)) == truth


def test_a_cause_taken_away_has_no_effect_and_the_traps_remain() -> None:
    truth = _world(Causes(onboarding=Onboarding(slow_hazard=(0.0, 0.0, 0.0)))).truth()
    cause = truth["causes"]["onboarding_within_10_days"]

    assert cause["effect"] == 0.0
    assert cause["naive"] > 0.02
    assert cause["naive_traps"]["ever_onboarded_or_not"] > 0.3


def test_a_hidden_motive_fools_the_like_for_like_comparison_too() -> None:
    hidden = Onboarding(slow_hazard=(0.0, 0.0, 0.0), hidden_motive=1.0)

    outcomes = _outcomes(_world(Causes(onboarding=hidden)))["onboarding_within_10_days"]

    assert _effect(outcomes) == 0.0
    assert _like_for_like(outcomes) > 0.02


def test_reviews_can_be_made_to_help_or_to_harm_everyone() -> None:
    name = "monthly_review_calls"

    harmful = _world(Causes(reviews=Reviews(helps=1.6))).truth()["causes"][name]
    helpful = _world(Causes(reviews=Reviews(annoys=0.0))).truth()["causes"][name]

    assert harmful["effect"] < -0.03
    assert helpful["effect"] > 0.02


def test_a_theme_can_be_made_to_cause_leaving() -> None:
    truth = _world(Causes(troubles=Troubles(invoice_hazard=0.001))).truth()

    assert truth["causes"]["theme_invoice_questions"]["effect"] < -0.05
    assert truth["reasons"]["invoice questions"]["left"] > 0


def test_the_mix_of_sizes_can_shift() -> None:
    shifting = _world(Causes(market=Market(mix_shift=1.0)))
    large = np.concatenate([world.accounts.size == 2 for world in shifting.worlds()])
    signed = np.concatenate([world.accounts.signed for world in shifting.worlds()])

    assert large[signed < 300].mean() > 2 * large[signed > 800].mean()


def test_a_sharp_rule_moves_only_its_own_customers() -> None:
    plain = list(_world(Causes(), customers=3000).worlds())
    bumped = list(_world(Causes(leaving=Leaving(sharp_bump=4.0)), customers=3000).worlds())
    region = np.concatenate([world.accounts.region for world in plain])
    size = np.concatenate([world.accounts.size for world in plain])
    touched = ((region == 2) & (size == 2)) | ((region == 1) & (size == 0))

    changed = np.concatenate([a.decided for a in plain]) != np.concatenate([b.decided for b in bumped])

    assert changed[touched].sum() > 50
    assert not changed[~touched].any()


def test_drift_moves_the_rate_from_year_to_year() -> None:
    def rates(season: Season) -> Floats:
        company = _world(replace(Causes(), leaving_season=season), customers=5000)
        clock = next(iter(company.worlds())).clocks.leaving
        return np.diff(clock.read(np.array([0.0, 365.0, 730.0, 1095.0])))

    assert np.ptp(rates(Season())) == pytest.approx(0.0)
    assert np.ptp(rates(Season(drift=0.2))) > 20


def test_each_question_names_an_exposure_and_a_window() -> None:
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)
    assert all(0 <= question.landmark < question.horizon for question in QUESTIONS)
    assert all(question.asks for question in QUESTIONS)


def test_the_exposure_can_be_read_off_the_tables(gathered: Callable[[Iterable[Chunk]], Tables]) -> None:
    company = simulate_company("Seed", customers=600, seed=9)
    made = gathered(company.chunks())
    tickets = made["tickets"]
    about = np.array(
        [
            text is not None and any(w in text.lower() for w in ("sync", "connector"))
            for text in tickets["text"]
        ]
    )
    wrote = set(tickets["customer_id"][about])

    for one in _outcomes(company)["theme_sync_errors"]:
        assert len(set(one.customer_id[~one.exposed]) & wrote) == 0
        # Some texts are missing, and not every way to say it has these words.
        assert len(set(one.customer_id[one.exposed]) & wrote) > 0.5 * one.exposed.sum()
