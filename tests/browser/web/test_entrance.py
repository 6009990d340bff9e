"""The pages before one is in, which no link of the product leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.actions import Actor
from holdfast.web.people.invitations import Invited, invite
from holdfast.web.people.models import Person, Team

from .conftest import LOOKS, NOON, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_whoever_comes_from_outside_finds_pages_that_fit_and_break_no_rule(
    demo: str, browser: Browser, width: int, scheme: str
) -> None:
    gil = Person.objects.get(email="gil@demo.example")
    team = Team.objects.get(name="Support")
    _, token = invite(Actor(gil, "page", NOON), Invited("nia@demo.example", team.pk, "editor"))
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()  # type: ignore[arg-type]

    wrong = []
    for path in ("log-in", "password/reset", "password/reset/sent", f"invitation/{token}", "invitation/none"):
        page.goto(f"{demo}/{path}")
        wrong += [f"{path}: {one}" for one in violations(page)]
        wrong += [f"{path}: wider than the screen"] if page.evaluate(WIDE) > 0 else []

    assert wrong == []
