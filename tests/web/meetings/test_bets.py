"""What a quarterly review and its minutes tell of bets: chances, whether anything moved, what became."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.meetings.conftest import by_bob, key_result, record_of

from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.evidence.outcomes import outcomes
from holdfast.web.meetings.actions import reveal, score
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.minutes import markdown, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.meetings.models import Item, Meeting
    from holdfast.web.objectives.models import KeyResult, Objective
    from holdfast.web.people.models import Person

    Browser = Callable[[Person | None], Client]


def _found(objective: Objective, check: str, row: KeyResult | None = None, **told: object) -> None:
    content = {"check": check, "verdict": "told", "sentence": "Told.", "figures": {}} | told
    day = NOON.date()
    Found.objects.create(
        objective=objective, key_result=row, check_name=check, content=content, on=day, at=NOON
    )


@pytest.fixture
def bet(objective: Objective) -> KeyResult:
    """The objective's key result as a bet: 55 % when frozen, 57 % so far, a wobble of 6 points."""
    row = objective.key_results.get()
    row.unit, row.chance, row.chance_frozen = "share", 0.02, 0.31
    row.save()
    FrozenBet.objects.create(
        objective=objective,
        content="{}",
        digest="d",
        places={"Key result 1": row.pk},
        on=NOON.date(),
        at=NOON,
    )
    _found(objective, "challenge", row, figures={"now": 0.55})
    _found(objective, "noise", row, figures={"wobble": 0.06})
    _found(objective, "forecast", row, figures={"so_far": 0.57}, mature_until="2026-10-11")
    return row


def _settled(objective: Objective, value: float) -> None:
    _found(
        objective,
        "settlement",
        verdict="bet lost",
        sentence="Every key result was met, and no more customers stayed than was to be expected anyway.",
        notes=["Key result 1: reached, 72.0%, target 70.0%.", "This is before and after."],
        step=0,
        figures={"Key result 1: value": value},
    )


def test_the_chance_when_frozen_and_the_last_forecast_stand_beside_the_scores(
    as_: Browser, staff: Staff, review: Meeting, bet: KeyResult
) -> None:
    address = f"/meetings/{review.pk}/key-results/{bet.pk}"
    score(by_bob(staff), review.pk, bet, 4)

    before = as_(staff.bob).get(address).content.decode()
    reveal(by_bob(staff), review.pk, bet)
    after = as_(staff.bob).get(address).content.decode()

    assert "<dt>Chance when frozen</dt><dd>31 in 100</dd>" in before
    assert "<dt>Last forecast</dt><dd>2 in 100</dd>" in before
    assert "Beside them, the chance of being met: 31 in 100 when frozen, 2 in 100" not in before
    assert "Beside them, the chance of being met: 31 in 100 when frozen, 2 in 100" in after
    assert "From 55.0% to 57.0%: no change beyond its noise" in after


def test_before_outcomes_can_be_known_the_page_says_from_when_on(
    as_: Browser, staff: Staff, review: Meeting, bet: KeyResult
) -> None:
    page = as_(staff.bob).get(f"/meetings/{review.pk}/key-results/{bet.pk}").content.decode()

    assert "Too early until 11 Oct 2026" in page


def test_a_settled_bet_is_told_in_its_own_words_with_how_far_its_evidence_goes(
    as_: Browser, staff: Staff, review: Meeting, bet: KeyResult
) -> None:
    _settled(bet.objective, 0.72)

    page = as_(staff.bob).get(f"/meetings/{review.pk}/key-results/{bet.pk}").content.decode()

    assert "<strong>Bet lost</strong>" in page
    assert "no more customers stayed than was to be expected anyway" in page
    assert "step 0 of 4, before and after" in page
    assert "From 55.0% to 72.0%: more than its normal wobble" in page


def test_minutes_keep_what_was_told_on_page_and_as_markdown(
    as_: Browser, staff: Staff, review: Meeting, bet: KeyResult, concluded: Callable[..., Item]
) -> None:
    _settled(bet.objective, 0.72)
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)

    page = as_(staff.bob).get(f"/meetings/{review.pk}/minutes").content.decode()
    text = markdown(seen(record_of(review), staff.bob), "Europe/Berlin")

    for shown in (page, text):
        assert "31 in 100" in shown
        assert "Bet lost" in shown or "bet lost" in shown
        assert "step 0 of 4, before and after" in shown.replace("\\", "")
        assert "more than its normal wobble" in shown


def test_minutes_of_before_bets_were_weighed_can_still_be_read(
    as_: Browser, staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)
    review.refresh_from_db()
    assert review.record is not None
    for one in review.record["objectives"]:
        del one["became"]
        for result in one["key_results"]:
            del result["chance_frozen"], result["chance_last"], result["change"]
    review.save()

    assert as_(staff.bob).get(f"/meetings/{review.pk}/minutes").status_code == 200
    assert "Chance" not in markdown(seen(record_of(review), staff.bob), "UTC")


def test_what_is_no_bet_is_told_nothing_of(objective: Objective) -> None:
    row = objective.key_results.get()

    found = outcomes([row])

    assert (found.of(row.pk).chances, found.of(row.pk).change) == ("", "")
    assert found.objectives == {}


def test_a_forecast_of_an_earlier_day_does_not_hide_the_latest(bet: KeyResult) -> None:
    old = {"check": "forecast", "figures": {"so_far": 0.9}, "verdict": "", "sentence": ""}
    Found.objects.create(
        objective=bet.objective,
        key_result=bet,
        check_name="forecast",
        content=old,
        on=date(2026, 8, 1),
        at=NOON,
    )

    assert "to 57.0%" in outcomes([bet]).of(bet.pk).change
