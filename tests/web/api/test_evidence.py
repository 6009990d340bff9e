"""Evidence by the API: for whoever may see the objective."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.look.addresses import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

AT = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture
def bet(objective: Objective) -> FrozenBet:
    content = json.dumps({"form": 1, "digest": "ab", "bet": {"objective": "Customers stay"}})
    for day, verdict in (
        (date(2026, 8, 17), "41 in 100"),
        (date(2026, 8, 24), "34 in 100, was 41 last week"),
    ):
        Found.objects.create(
            objective=objective,
            key_result=objective.key_results.get(),
            check_name="forecast",
            content={"check": "forecast", "verdict": verdict, "sentence": verdict, "named": ["Left: C17."]},
            on=day,
            at=AT,
        )
    return FrozenBet.objects.create(
        objective=objective, content=content, digest="ab", on=date(2026, 7, 1), at=AT
    )


def test_the_latest_of_each_check_is_told(
    bet: FrozenBet, staff: Staff, program: Callable[..., Client]
) -> None:
    answer = program(staff.dave).get(f"/api/objectives/{bet.objective_id}/evidence").json()

    [one] = answer
    assert (one["check"], one["on"]) == ("forecast", "2026-08-24")
    assert one["record"]["verdict"] == "34 in 100, was 41 last week"


def test_customers_are_named_to_those_alone_who_may_see_them(
    bet: FrozenBet, staff: Staff, program: Callable[..., Client], as_: Callable[[Person], Client]
) -> None:
    answer = f"/api/objectives/{bet.objective_id}/evidence"
    kept = Found.objects.latest("on")
    pages = (f"/key-results/{kept.key_result_id}", address("evidence-record", kept.pk))

    def told(person: Person) -> list[bool]:
        answers = [program(person).get(answer), *(as_(person).get(page) for page in pages)]
        assert {one.status_code for one in answers} == {200}
        return ["C17" in one.content.decode() for one in answers]

    assert told(staff.carol) == [True, True, True]
    assert told(staff.dave) == [False, False, False]


def test_the_bet_is_given_as_it_was_frozen(
    bet: FrozenBet, staff: Staff, program: Callable[..., Client]
) -> None:
    answer = program(staff.dave).get(f"/api/objectives/{bet.objective_id}/bet").json()

    assert answer == {
        "objective": bet.objective_id,
        "on": "2026-07-01",
        "digest": "ab",
        "content": {"objective": "Customers stay"},
    }


def test_what_is_no_bet_is_not_there(
    objective: Objective, staff: Staff, program: Callable[..., Client]
) -> None:
    assert program(staff.dave).get(f"/api/objectives/{objective.pk}/bet").status_code == 404
    assert program(staff.dave).get(f"/api/objectives/{objective.pk}/evidence").json() == []


@pytest.mark.parametrize("what", ["evidence", "bet"])
def test_a_stranger_learns_nothing_of_a_private_objective(
    what: str, secret: Objective, staff: Staff, program: Callable[[Person], Client]
) -> None:
    assert program(staff.erin).get(f"/api/objectives/{secret.pk}/{what}").status_code == 404
