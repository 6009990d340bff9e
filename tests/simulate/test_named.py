"""The named companies: what each is said to be, held against its own potential outcomes and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.okr import read_okr_bytes
from holdfast.simulate import calls_for, companies, named, simulate_company, told
from holdfast.simulate.named.model import END, START, day
from holdfast.simulate.named.simpson import TURNS_ON

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools, Floats

NAMES = (
    "Honest",
    "Mirage",
    "Backfire",
    "Thermometer",
    "Simpson",
    "Tiny",
    "Drifter",
    "Late",
    "Gamer",
)
APRIL = day(TURNS_ON)


def _truth(name: str, customers: int | None = None) -> dict[str, Any]:
    return simulate_company(name, customers=customers, seed=2).truth()


def _onboarding(name: str, customers: int) -> tuple[Bools, Floats, Floats]:
    """Of those who sign: whether they were onboarded fast, when they signed, and their size."""
    worlds = list(simulate_company(name, customers=customers, seed=3).worlds())
    pays = np.concatenate([one.accounts.pays for one in worlds])
    fast = np.concatenate([one.exposures.fast for one in worlds])[pays]
    signed = np.concatenate([one.accounts.signed for one in worlds])[pays]
    return fast, signed, np.concatenate([one.accounts.size for one in worlds])[pays].astype(float)


def test_all_nine_are_there_beside_the_seed() -> None:
    assert set(companies()) == {"Seed", *NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_an_okr_whose_key_results_name_a_metric_and_a_target(name: str) -> None:
    [objective] = read_okr_bytes(named(name).okr().encode(), name="okr.md").objectives

    assert all(one.binding is not None and one.target is not None for one in objective.key_results)
    metrics = {one.binding.metric for one in objective.key_results if one.binding}
    assert {one["of"] for one in calls_for(named(name))} <= {*metrics, ""}


@pytest.mark.parametrize("name", [*NAMES, "Seed"])
def test_each_says_in_words_what_is_true_of_it(name: str) -> None:
    said = told(named(name), _truth(name, 300))

    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


def test_honest_keeps_six_points_and_mirage_none_although_both_look_alike() -> None:
    honest, mirage = (_truth(name)["causes"]["onboarding_within_10_days"] for name in ("Honest", "Mirage"))

    assert honest["effect"] == pytest.approx(0.063, abs=0.008)
    assert mirage["effect"] == 0.0
    assert mirage["naive"] > 0.025


def test_reviews_backfire_by_three_points_where_an_issue_is_open() -> None:
    effects = _truth("Backfire", 20_000)["causes"]["monthly_review_calls"]["by_issue"]

    assert effects["issue open"]["effect"] == pytest.approx(-0.03, abs=0.008)
    assert effects["no issue open"]["effect"] == 0.0


def test_the_thermometer_rises_and_nobody_stays_for_it() -> None:
    lifted, seed = (simulate_company(name, customers=4000, seed=2) for name in ("Thermometer", "Seed"))
    mean = {
        one: np.mean([world.left[np.isfinite(world.left)].size for world in company.worlds()])
        for one, company in (("lifted", lifted), ("seed", seed))
    }

    assert mean["lifted"] == pytest.approx(mean["seed"], rel=0.1)
    assert lifted.truth()["nps"]["of_all_asked"] > seed.truth()["nps"]["of_all_asked"] + 3


def test_in_company_simpson_every_size_gets_slower_and_the_whole_faster() -> None:
    fast, signed, size = _onboarding("Simpson", 30_000)
    before, after = signed < APRIL, signed >= APRIL

    assert fast[after].mean() > fast[before].mean() + 0.05
    for one in (0, 1, 2):
        assert fast[after & (size == one)].mean() < fast[before & (size == one)].mean()


def test_the_drifter_gets_faster_by_itself() -> None:
    fast, signed, _ = _onboarding("Drifter", 8000)

    shares = [fast[(signed >= 365 * year) & (signed < 365 * (year + 1))].mean() for year in range(3)]
    assert shares[0] + 0.1 < shares[1] < shares[2] - 0.1


def test_nobody_signs_before_company_late_opens() -> None:
    _, signed, _ = _onboarding("Late", 2000)

    assert (END - START).days - 93 < signed.min() < (END - START).days - 85


def test_the_gamer_writes_down_more_than_it_does() -> None:
    truth = _truth("Gamer", 2000)
    worlds = list(simulate_company("Gamer", customers=2000, seed=2).worlds())
    tricked = sum(int((one.calls.held < one.calls.started).sum()) for one in worlds)

    assert truth["gaming"]["onboardings_written_down_too_early"] == tricked > 50
    for one in worlds:
        early = one.calls.held < one.calls.started
        assert (one.accounts.signed[early] >= APRIL).all()
        assert not one.exposures.fast[early].any()
        assert (one.calls.moved[early] >= 1).all()
        order = (one.calls.offered <= one.calls.dated) & (one.calls.dated < one.calls.held)
        assert order[early].all()


def test_the_gamer_asks_promoters_and_its_score_rises_above_that_of_everybody() -> None:
    nps = _truth("Gamer", 8000)["nps"]
    seed = _truth("Seed", 8000)["nps"]

    assert nps["of_all_asked"] > seed["of_all_asked"] + 2


def test_a_company_as_it_is_has_no_gaming_in_its_truth() -> None:
    assert "gaming" not in _truth("Seed", 100)
