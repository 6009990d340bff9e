"""While a bet runs: guards and what moved it stand on its pages and in the week's mails."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.frozen import read_frozen
from holdfast.web.communication.composing import Moment, message
from holdfast.web.evidence.actions import record_news
from holdfast.web.evidence.models import FrozenBet
from holdfast.web.evidence.queries import evidence_of
from holdfast.web.evidence.weighing import weigh
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # of what the data say; `test_weighing` freezes, forecasts and settles on both

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
MOVED = "Moved: size: small. Since last week 4 outcomes became known, 1 of them counted."
ALARM = "Onboarding dates are moved: 0.61 in Jul 2026, frozen range 0.20 to 0.39."


def test_guards_are_frozen_with_their_ranges_and_told_for_each_key_result(bound: KeyResult) -> None:
    weigh(at=NOW)

    bet = read_frozen(FrozenBet.objects.get().content, where="the record")
    guards = evidence_of(bound.objective_id).guards(bound.pk)
    assert {one.name for one in bet.guards} >= {
        "How many it counts",
        "Times that an onboarding's date is moved",
    }
    assert all(one.looks for one in bet.guards)
    assert guards is not None
    assert guards.verdict.startswith(("no alarm", "alarm: "))
    assert {one.name for one in evidence_of(bound.objective_id).of(bound.pk)} >= {"change", "guards"}


def test_an_alarm_and_what_moved_it_stand_wherever_the_key_result_does(
    bound: KeyResult, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    weigh(at=NOW)
    record_news(FrozenBet.objects.get(), {"Key result 1": MOVED}, {"Key result 1": ALARM})

    page = as_(staff.dave).get(f"/key-results/{bound.pk}").content.decode()
    objective = as_(staff.dave).get(f"/objectives/{bound.objective_id}").content.decode()
    quarter = as_(staff.dave).get("/quarter").content.decode()
    mail = message(bound.objective, "status", Moment(date(2026, 8, 24), None, "UTC"))

    assert "A guard raises an alarm" in page
    assert ALARM in page
    assert MOVED in page
    assert f"Guard alarm:</strong> {ALARM}" in objective
    assert "Guard alarm" in quarter
    assert "Moved: size: small</small>" in quarter
    assert mail is not None
    assert "4 outcomes became known" in mail.markdown
    assert "Guard alarm: Onboarding dates are moved" in mail.markdown


def test_what_moved_last_week_is_gone_when_nothing_moves_this_week(bound: KeyResult) -> None:
    weigh(at=NOW)
    frozen = FrozenBet.objects.get()
    record_news(frozen, {"Key result 1": MOVED}, {"Key result 1": ALARM})

    record_news(frozen, {}, {})

    bound.refresh_from_db()
    assert (bound.moved_by, bound.alarms) == ("", "")


def test_a_mail_says_that_nothing_moved_beyond_its_noise(bound: KeyResult) -> None:
    weigh(at=NOW)
    record_news(FrozenBet.objects.get(), {}, {})
    assert KeyResult.objects.get(pk=bound.pk).chance is not None

    mail = message(bound.objective, "status", Moment(date(2026, 8, 24), None, "UTC"))

    assert mail is not None
    assert "No change beyond its noise since last week" in mail.markdown
