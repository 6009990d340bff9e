"""The review of an objective, for whoever may see it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.web.audit.actions import Actor
from holdfast.web.objectives.actions import dismiss_finding
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

ACT = "Conduct exit interviews with churned customers"


@pytest.fixture
def acting(objective: Objective) -> Objective:
    """An objective with a key result that is something to do."""
    KeyResult.objects.create(objective=objective, position=2, text=ACT)
    return objective


def test_a_viewer_reads_what_an_expert_would_say_and_finds_no_button_to_change_it(
    as_: Callable[[Person | None], Client], staff: Staff, acting: Objective
) -> None:
    viewer = as_(staff.dave)

    page = viewer.get(f"/objectives/{acting.pk}/review")

    assert f"/objectives/{acting.pk}/review" in viewer.get(f"/objectives/{acting.pk}").text
    assert "K201" in page.text
    assert "Mend it" not in page.text
    assert 'name="act"' not in page.text
    assert "Mend it" in as_(staff.bob).get(f"/objectives/{acting.pk}/review").text


def test_what_was_set_aside_stands_below_with_its_reason(
    as_: Callable[[Person | None], Client], staff: Staff, acting: Objective
) -> None:
    address = f"/objectives/{acting.pk}/review"
    before = as_(staff.dave).get(address).text
    dismiss_finding(
        Actor(staff.bob, "page", NOON), acting.pk, "K201", ACT, reason="Twenty <b>calls</b> teach us"
    )

    above, _, below = as_(staff.dave).get(address).text.partition("Set aside")

    assert "exit interviews with churned customers" in before
    assert above.count(">K201<") == before.count(">K201<") - 1
    assert "K201" in below
    assert "Twenty &lt;b&gt;calls&lt;/b&gt; teach us (Bob" in below


def test_nobody_else_reads_the_review_of_a_private_objective(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective, acting: Objective
) -> None:
    acting.supports.add(secret)

    refused = as_(staff.erin).get(f"/objectives/{secret.pk}/review")
    below = as_(staff.erin).get(f"/objectives/{acting.pk}/review")

    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert "Nobody else may read this" not in below.text


def test_however_many_key_results_it_asks_as_often(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    acting: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(staff.dave)
    for number in range(3, 30):
        KeyResult.objects.create(objective=acting, position=number, text=f"{ACT} {number}", owner=staff.bob)

    with django_assert_max_num_queries(18):
        page = client.get(f"/objectives/{acting.pk}/review")

    assert page.status_code == HTTPStatus.OK
