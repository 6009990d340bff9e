"""Private objectives are not there for whoever may not know of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from holdfast.web.objectives.access import (
    key_result_for,
    objective_for,
    objectives_of,
    visible_key_results,
    visible_objectives,
)
from holdfast.web.objectives.models import Objective
from holdfast.web.people.access import LEAST_ROLE, can

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("alice", HTTPStatus.OK),
        ("bob", HTTPStatus.OK),
        ("carol", HTTPStatus.OK),
        ("dave", HTTPStatus.OK),
        ("erin", HTTPStatus.NOT_FOUND),
    ],
)
def test_a_private_objective_is_a_page_for_its_team_alone(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective, name: str, status: HTTPStatus
) -> None:
    client = as_(getattr(staff, name))

    opened = [
        client.get(f"/objectives/{secret.pk}"),
        client.get(f"/key-results/{secret.key_results.get().pk}"),
    ]

    assert [one.status_code for one in opened] == [status, status]
    assert all((secret.text in one.content.decode()) == (status == HTTPStatus.OK) for one in opened)


def test_the_quarter_does_not_show_what_is_private_to_others(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective, objective: Objective
) -> None:
    page = as_(staff.erin).get("/quarter").content.decode()

    assert objective.text in page
    assert secret.text not in page


def test_the_query_and_the_rule_of_who_may_see_agree_for_everybody(
    staff: Staff, secret: Objective, objective: Objective
) -> None:
    people = (staff.alice, staff.bob, staff.carol, staff.dave, staff.erin)

    by_query = {(p.pk, one.pk) for p in people for one in visible_objectives(p)}
    by_rule = {(p.pk, one.pk) for p in people for one in (secret, objective) if can(p, "see", one)}

    assert by_query == by_rule


def test_what_is_read_by_prepared_queries_is_what_the_rule_lets_everybody_see(
    staff: Staff, cycle: Cycle, secret: Objective, objective: Objective
) -> None:
    Objective.objects.update(owner=None)
    objective.key_results.update(checker=staff.erin)
    people = (staff.alice, staff.bob, staff.carol, staff.dave, staff.erin)

    by_query = {(p.pk, one.pk) for p in people for one in objectives_of(p, cycle)}
    by_key = {(p.pk, one.pk) for p in people for one in (secret, objective) if _is_there(p, one)}

    by_rule = {(p.pk, one.pk) for p in people for one in (secret, objective) if can(p, "see", one)}
    assert by_query == by_key == by_rule
    assert (staff.erin.pk, secret.pk) not in by_rule


@pytest.mark.parametrize("role", ["owner", "checker", "stand_in"])
def test_who_checks_in_on_a_part_of_something_private_finds_it(
    staff: Staff, cycle: Cycle, secret: Objective, role: str
) -> None:
    secret.key_results.update(**{role: staff.erin})

    found = (objectives_of(staff.erin, cycle), objective_for(staff.erin, secret.pk))

    assert found == ([secret], secret)
    assert key_result_for(staff.erin, secret.key_results.get().pk) == visible_key_results(staff.erin).get()


@pytest.mark.parametrize("page", ["objectives", "key-results"])
@pytest.mark.parametrize("name", ["alice", "erin"])
def test_a_number_larger_than_any_key_is_not_there(
    as_: Callable[[Person | None], Client], staff: Staff, name: str, page: str
) -> None:
    answer = as_(getattr(staff, name)).get(f"/{page}/{10**30}")

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_an_owner_of_a_key_result_sees_the_private_objective_it_belongs_to(
    staff: Staff, secret: Objective
) -> None:
    secret.key_results.update(owner=staff.erin)

    assert secret in visible_objectives(staff.erin)
    assert can(staff.erin, "check in", secret)
    assert not can(staff.erin, "publish", secret)


@pytest.mark.parametrize("action", sorted(LEAST_ROLE))
def test_a_role_may_do_what_the_table_says(staff: Staff, objective: Objective, action: str) -> None:
    order = ["viewer", "contributor", "editor", "administrator"]
    people = {
        "viewer": staff.dave,
        "contributor": staff.carol,
        "editor": staff.bob,
        "administrator": staff.alice,
    }
    objective.owner = None
    objective.key_results.update(owner=None)

    allowed = {role for role, person in people.items() if can(person, action, objective)}  # type: ignore[arg-type]

    assert allowed == set(order[order.index(LEAST_ROLE[action]) :])  # type: ignore[index]


def _is_there(person: Person, one: Objective) -> bool:
    """The page of an objective, and that of its key result: both are there, or neither is."""
    try:
        result = key_result_for(person, one.key_results.get().pk)
    except Http404:
        with pytest.raises(Http404):
            objective_for(person, one.pk)
        return False
    return result.objective == objective_for(person, one.pk)
