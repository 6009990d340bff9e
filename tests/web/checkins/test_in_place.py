"""Checking in from a row of the quarter's table, and from the link of a mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from holdfast.web.checkins.models import CheckIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person


def _in_row(pk: int) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": f"line-{pk}"}


@pytest.mark.parametrize(("who", "has_button"), [("carol", True), ("bob", False), ("alice", False)])
def test_the_row_has_a_button_for_whoever_owes_the_check_in_and_for_nobody_else(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, who: str, has_button: bool
) -> None:
    result = objective.key_results.get()

    page = as_(getattr(staff, who)).get("/quarter").content.decode()

    assert (f'href="/key-results/{result.pk}/check-in?from=quarter"' in page) == has_button


def test_the_form_opens_in_its_row_and_the_row_comes_back_with_what_was_said(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client, pk = as_(staff.carol), objective.key_results.get().pk
    address = f"/key-results/{pk}/check-in"

    opened = client.get(address, headers=_in_row(pk)).content.decode()
    refused = client.post(address, {"value": "many"}, headers=_in_row(pk))
    taken = client.post(address, {"value": "16", "next_step": "Call"}, headers=_in_row(pk)).content.decode()

    assert opened.strip().startswith(f'<tbody id="line-{pk}">')
    assert 'name="confidence"' in opened
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'name="confidence"' in refused.content.decode()
    assert "Checked in" in taken
    assert "Call" in taken
    assert 'name="confidence"' not in taken
    assert 'hx-swap-oob="true"' in taken
    assert "0 check-ins due" in taken
    assert CheckIn.objects.get().value == 16


def test_the_form_closes_without_a_word(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    pk = objective.key_results.get().pk

    closed = as_(staff.carol).get(f"/key-results/{pk}/check-in?close=1", headers=_in_row(pk)).content.decode()

    assert 'name="confidence"' not in closed
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("quarter", "/quarter#line-{pk}"),
        ("owed", "/owed"),
        ("mine", "/check-ins#next"),
        ("https://evil.example", "/key-results/{pk}"),
    ],
)
def test_without_scripts_the_form_leads_back_to_where_it_was_opened_and_nowhere_else(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    came_from: str,
    leads_to: str,
) -> None:
    client, pk = as_(staff.carol), objective.key_results.get().pk

    page = client.get(f"/key-results/{pk}/check-in", {"from": came_from}).content.decode()
    answer = client.post(f"/key-results/{pk}/check-in", {"value": "12", "from": came_from})

    assert f'name="from" value="{came_from}"' in page
    assert answer["Location"] == leads_to.format(pk=pk)


def test_the_link_of_a_mail_leads_by_the_log_in_to_the_form(staff: Staff, objective: Objective) -> None:
    client, address = Client(), f"/key-results/{objective.key_results.get().pk}/check-in"

    asked = client.get(address, follow=True)
    form = asked.content.decode()
    typed = {"login": "carol@x.example", "password": "correct horse", "next": address}
    answer = client.post(asked.redirect_chain[-1][0], typed)

    assert f'name="next" value="{address}"' in form
    assert answer["Location"] == address
    assert client.get(address).status_code == HTTPStatus.OK
