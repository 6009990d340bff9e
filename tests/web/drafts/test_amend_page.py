"""The page on which a bet is amended or dropped."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Amendment, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.people.models import Person


@pytest.fixture
def bet(objective: Objective) -> KeyResult:
    found = objective.key_results.select_related("objective__cycle", "series").get()
    freeze(found, NOON)
    return found


@pytest.fixture
def bob(as_: Callable[[Person | None], Client], staff: Staff) -> Client:
    return as_(staff.bob)


def typed(bet: KeyResult, **changed: str) -> dict[str, str]:
    made = {
        "revision": "1",
        "kr": "0",
        "kr-0-pk": str(bet.pk),
        "kr-0-text": bet.text,
        "kr-0-kind": "change",
        "kr-0-unit": "count",
        "kr-0-baseline": "10",
        "kr-0-target": "20",
        "on": "2026-08-24",
        "reason": "The price rise",
    }
    return made | {name.replace("__", "-"): value for name, value in changed.items()}


def test_an_amended_target_holds_and_the_page_of_before_says_what_was_frozen(
    bob: Client, bet: KeyResult
) -> None:
    page = bob.get(f"/key-results/{bet.pk}/amend").content.decode()
    answer = bob.post(f"/key-results/{bet.pk}/amend", typed(bet, kr__0__target="15"))

    assert bet.freeze.digest[:12] in page
    assert answer["Location"] == f"/key-results/{bet.pk}"
    assert Amendment.objects.get().changes == {"target": [20.0, 15.0]}


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": ""},
        {"on": ""},
        {"on": "2027-01-01"},
        {"kr__0__target": "10"},
        {"kr__0__target": "x"},
        {"reason": "x" * 2001},
    ],
)
def test_what_cannot_be_is_answered_with_the_form(
    bob: Client, bet: KeyResult, changed: dict[str, str]
) -> None:
    answer = bob.post(f"/key-results/{bet.pk}/amend", typed(bet, **{"kr__0__target": "15", **changed}))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Amendment.objects.exists()


def test_an_amendment_of_what_somebody_changed_meanwhile_is_a_conflict_that_keeps_the_words(
    bob: Client, bet: KeyResult
) -> None:
    Objective.objects.filter(pk=bet.objective_id).update(revision=2)

    answer = bob.post(f"/key-results/{bet.pk}/amend", typed(bet, kr__0__target="15"))

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The price rise" in answer.content.decode()
    assert 'name="revision" value="2"' in answer.content.decode()


def test_a_dropped_key_result_asks_for_a_reason_too(bob: Client, bet: KeyResult) -> None:
    refused = bob.post(f"/key-results/{bet.pk}/amend", typed(bet, reason="", act="drop"))
    bob.post(f"/key-results/{bet.pk}/amend", typed(bet, act="drop"))

    bet.refresh_from_db()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert bet.dropped_at == NOON


@pytest.mark.parametrize("name", ["carol", "dave", "erin"])
def test_only_editors_of_the_team_amend(
    as_: Callable[[Person | None], Client], staff: Staff, bet: KeyResult, name: str
) -> None:
    client = as_(getattr(staff, name))

    statuses = {
        client.get(f"/key-results/{bet.pk}/amend").status_code,
        client.post(f"/key-results/{bet.pk}/amend", typed(bet)).status_code,
    }

    assert statuses == {HTTPStatus.FORBIDDEN}


def test_a_key_result_is_added_to_a_bet_with_a_reason(bob: Client, bet: KeyResult, staff: Staff) -> None:
    address = f"/objectives/{bet.objective_id}/add-key-result"
    made = typed(bet, kr__0__text="Replies from 1 to 2", kr__0__owner=str(staff.carol.pk))

    refused = bob.post(address, {**made, "reason": ""})
    answer = bob.post(address, made)

    added = bet.objective.key_results.get(position=2)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer["Location"] == f"/key-results/{added.pk}"
    assert (added.text, added.owner, added.freeze.at) == ("Replies from 1 to 2", staff.carol, NOON)
    assert bet.objective.key_results.get(position=1).text == bet.text


@pytest.mark.parametrize("address", ["/key-results/{0}/amend", "/objectives/{1}/add-key-result"])
def test_a_form_without_its_fields_is_refused_and_breaks_nothing(
    bob: Client, bet: KeyResult, address: str
) -> None:
    answer = bob.post(address.format(bet.pk, bet.objective_id), {"on": "2026-08-24", "reason": "Why"})

    assert answer.status_code in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
