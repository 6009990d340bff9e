"""Amended and dropped key results: the bet is settled as it was frozen, and as amended beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.frozen import read_frozen
from holdfast.web.audit.actions import Actor
from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.evidence.weighing import weigh
from holdfast.web.objectives.amending import Grounds, amend_key_result, drop_key_result
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.stated import stated_key_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # of what the data say; `test_weighing` freezes, forecasts and settles on both

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
MAY = Grounds(date(2026, 5, 4), "an outage kept everybody busy", 1)


@pytest.fixture
def second_quarter(bound: KeyResult) -> KeyResult:
    """Of a cycle whose outcomes the company's data hold to the end."""
    cycle = bound.objective.cycle
    cycle.starts_on, cycle.ends_on, cycle.state = date(2026, 4, 1), date(2026, 7, 1), "closing"
    cycle.save()
    bound.objective.published_at = datetime(2026, 4, 1, tzinfo=UTC)
    bound.objective.save()
    bound.refresh_from_db()
    freeze(bound, NOW)
    return bound


def settled(settings: Settings) -> dict[str, object]:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, today=None)  # the data reach to 1 October
    weigh(at=NOW)
    told: dict[str, object] = Found.objects.get(check_name="settlement").content
    return told


def test_a_bet_that_was_amended_before_it_was_weighed_is_frozen_as_it_was(
    second_quarter: KeyResult, staff: Staff
) -> None:
    easier = replace(stated_key_result(second_quarter), target=0.1)
    amend_key_result(Actor(staff.bob, "page", NOW), second_quarter.pk, easier, MAY)

    weigh(at=NOW)

    bet = read_frozen(FrozenBet.objects.get().content, where="the record")
    assert bet.key_results[0].bet.target == 0.6


def test_both_settlements_stand_on_the_page_of_the_objective(
    second_quarter: KeyResult, staff: Staff, settings: Settings, as_: Callable[[Person | None], Client]
) -> None:
    weigh(at=NOW)
    easier = replace(stated_key_result(second_quarter), target=0.1)
    amend_key_result(Actor(staff.bob, "page", NOW), second_quarter.pk, easier, MAY)

    told = settled(settings)

    page = as_(staff.dave).get(f"/objectives/{second_quarter.objective_id}").content.decode()
    said = " ".join(str(told["notes"]).split())
    assert "was amended on 4 May 2026 (an outage kept everybody busy): as amended reached" in said
    assert "As amended " in str(told["sentence"])
    assert "was amended on 4 May 2026" in page


def test_a_key_result_that_was_dropped_is_settled_and_said_to_be_dropped(
    second_quarter: KeyResult, staff: Staff, settings: Settings
) -> None:
    weigh(at=NOW)
    drop_key_result(Actor(staff.bob, "page", NOW), second_quarter.pk, MAY)

    told = settled(settings)

    said = str(told["notes"])
    assert "Key result 1 was dropped on 4 May 2026 (an outage kept everybody busy)" in said
    assert "'Key result 1: missed" in said or "'Key result 1: reached" in said
