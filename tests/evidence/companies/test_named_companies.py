"""What is said of the nine named companies, held against what is true of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.simulate import companies, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.companies.conftest import Company

    Make = Callable[[str], Company]


def test_every_company_but_the_seed_calls_for_a_verdict() -> None:
    assert [one for one in companies() if not named(one).calls_for] == ["Seed"]


def test_the_link_of_company_honest_is_supported_and_holds_the_truth(company: Make) -> None:
    honest = company("Honest")
    truth = json.loads((honest.folder / "truth.json").read_text())["causes"]["onboarding_within_10_days"]

    link = honest.judged()["link", "onboarding_completed"]

    assert link.verdict in honest.calls_for("link", "onboarding_completed")
    assert link.low is not None
    assert link.high is not None
    assert link.low <= truth["effect"] <= link.high


def test_the_link_of_company_mirage_is_not_supported_although_its_range_is_above_nothing(
    company: Make,
) -> None:
    mirage = company("Mirage")

    link = mirage.judged()["link", "onboarding_completed"]

    assert link.verdict.startswith(mirage.calls_for("link", "onboarding_completed"))
    assert link.low is not None
    assert link.low > 0
    assert link.margin_hidden is not None
    assert link.margin_hidden < 0


def test_the_reviews_of_company_backfire_are_never_said_to_keep_anybody(company: Make) -> None:
    backfire = company("Backfire")

    link = backfire.judged()["link", "review_coverage"]

    assert link.verdict.startswith(backfire.calls_for("link", "review_coverage"))
    assert link.estimate is not None
    assert link.estimate < 0


def test_the_score_of_company_thermometer_rises_and_is_no_lever(company: Make) -> None:
    thermometer = company("Thermometer")

    link = thermometer.judged()["link", "nps"]

    assert link.verdict.startswith(thermometer.calls_for("link", "nps"))
    assert thermometer.settled() in thermometer.calls_for("settlement")


def test_the_rise_of_company_simpson_is_one_of_the_mix(company: Make) -> None:
    simpson = company("Simpson")

    mix = simpson.judged()["mix", "onboarding_completed"]

    assert mix.verdict in simpson.calls_for("mix", "onboarding_completed")
    assert (mix.figure("mix") or 0) > 0.05


def test_company_tiny_is_told_how_hard_and_how_visible_and_not_whether_it_works(company: Make) -> None:
    tiny = company("Tiny")

    judged = tiny.judged()

    assert judged["link", "onboarding_completed"].verdict.startswith(
        tiny.calls_for("link", "onboarding_completed")
    )
    assert judged["challenge", "onboarding_completed"].estimate is not None
    assert judged["noise", "onboarding_completed"].figure("wobble") is not None
    assert {"reach", "bet", "leavers"} <= {check for check, _ in judged}


def test_the_target_of_company_drifter_is_already_on_the_way(company: Make) -> None:
    drifter = company("Drifter")

    challenge = drifter.judged()["challenge", "onboarding_completed"]

    assert challenge.verdict in drifter.calls_for("challenge", "onboarding_completed")


def test_of_company_late_nothing_is_said_before_it_is_known(company: Make) -> None:
    late = company("Late")

    judged = late.judged()

    link, challenge = judged["link", "onboarding_completed"], judged["challenge", "onboarding_completed"]
    assert f"{link.verdict}: {link.reason}".startswith(late.calls_for("link", "onboarding_completed"))
    assert challenge.verdict in late.calls_for("challenge", "onboarding_completed")
    assert challenge.reason == "2 final values, of at least 4"
    assert late.settled() in late.calls_for("settlement")


def test_the_guards_of_company_gamer_raise_an_alarm_and_its_bet_does_not_pay(company: Make) -> None:
    gamer = company("Gamer")

    guarded = gamer.guarded()

    for metric in ("onboarding_completed", "nps"):
        assert guarded[metric].verdict.startswith(gamer.calls_for("guards", metric))
    assert "moved" in guarded["onboarding_completed"].verdict
    assert gamer.settled() in gamer.calls_for("settlement")
