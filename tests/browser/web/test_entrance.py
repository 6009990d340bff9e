"""The pages before one is in, which no link of the product leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.actions import Actor
from holdfast.web.people.invitations import Invited, invite
from holdfast.web.people.models import Person, Team

from .conftest import NOON, faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def test_whoever_comes_from_outside_finds_pages_that_fit_and_break_no_rule(
    demo: str, browser: Browser
) -> None:
    gil = Person.objects.get(email="gil@demo.example")
    team = Team.objects.get(name="Support")
    _, token = invite(Actor(gil, "page", NOON), Invited("nia@demo.example", team.pk, "editor"))
    page = browser.new_page()

    wrong = []
    for path in ("log-in", "password/reset", "password/reset/sent", f"invitation/{token}", "invitation/none"):
        page.goto(f"{demo}/{path}")
        wrong += faults(page)

    assert wrong == []
