"""Private objectives are not there for whoever may not know of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.objectives.access import visible_objectives
from holdfast.web.people.access import LEAST_ROLE, can

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
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
