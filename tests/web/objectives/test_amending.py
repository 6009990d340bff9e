"""Amending a bet in mid-cycle: with a reason and a date, beside what was frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.objectives.amending import Grounds, add_key_result, amend_key_result, drop_key_result
from holdfast.web.objectives.conflicts import ChangedMeanwhileError
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Amendment, Freeze
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.objectives.stated import StatedKeyResult, stated_key_result

if TYPE_CHECKING:
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import KeyResult, Objective

WHY = Grounds(date(2026, 8, 24), "The price rise changed what can be reached", 1)


@pytest.fixture
def bet(objective: Objective) -> KeyResult:
    found = objective.key_results.select_related("objective__cycle", "series").get()
    freeze(found, NOON)
    return found


def test_an_amendment_changes_the_bet_and_leaves_what_was_frozen(bet: KeyResult, staff: Staff) -> None:
    frozen = bet.freeze.digest

    made = amend_key_result(
        Actor(staff.bob, "page", NOON), bet.pk, replace(stated_key_result(bet), target=15.0), WHY
    )

    assert made is not None
    assert (made.changes, made.reason, made.on) == ({"target": [20.0, 15.0]}, WHY.reason, WHY.on)
    bet.refresh_from_db()
    assert bet.target == 15.0
    assert (Freeze.objects.get().digest, Freeze.objects.get().content["key_result"]["target"]) == (
        frozen,
        20.0,
    )
    assert Entry.objects.get(action="amended key result").changes["target"] == [20.0, 15.0]


def test_an_amendment_that_changes_nothing_is_none(bet: KeyResult, staff: Staff) -> None:
    made = amend_key_result(Actor(staff.bob, "page", NOON), bet.pk, stated_key_result(bet), WHY)

    assert made is None
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("grounds", "said"),
    [
        (replace(WHY, reason="  "), "reason"),
        (replace(WHY, on=date(2026, 10, 1)), "2026-10-01"),
        (replace(WHY, on=date(2026, 6, 30)), "2026-06-30"),
    ],
)
def test_an_amendment_needs_a_reason_and_a_day_of_the_cycle(
    bet: KeyResult, staff: Staff, grounds: Grounds, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        amend_key_result(
            Actor(staff.bob, "page", NOON), bet.pk, replace(stated_key_result(bet), target=15.0), grounds
        )


def test_a_contributor_does_not_amend_not_even_their_own_key_result(bet: KeyResult, staff: Staff) -> None:
    with pytest.raises(PermissionDenied):
        drop_key_result(Actor(staff.carol, "page", NOON), bet.pk, WHY)


def test_two_people_do_not_amend_over_each_other(bet: KeyResult, staff: Staff) -> None:
    easier = replace(stated_key_result(bet), target=15.0)
    amend_key_result(Actor(staff.bob, "page", NOON), bet.pk, easier, WHY)

    with pytest.raises(ChangedMeanwhileError):
        amend_key_result(Actor(staff.alice, "page", NOON), bet.pk, replace(easier, target=12.0), WHY)

    assert Amendment.objects.count() == 1


def test_a_dropped_key_result_is_on_no_list_and_its_bet_is_kept(bet: KeyResult, staff: Staff) -> None:
    drop_key_result(Actor(staff.bob, "page", NOON), bet.pk, WHY)

    lines = key_result_lines([bet.objective_id], bet.objective.cycle, today=NOON.date())
    assert lines == {}
    assert Freeze.objects.filter(key_result=bet).exists()
    with pytest.raises(InputError, match="dropped"):
        drop_key_result(Actor(staff.bob, "page", NOON), bet.pk, replace(WHY, revision=2))


def test_a_key_result_added_in_mid_cycle_is_frozen_as_it_is_added(bet: KeyResult, staff: Staff) -> None:
    made = add_key_result(
        Actor(staff.bob, "page", NOON), bet.objective_id, StatedKeyResult("Replies from 1 to 2"), WHY
    )

    assert made.position == 2
    assert made.freeze.at == NOON
    assert made.amendments.get().reason == WHY.reason
