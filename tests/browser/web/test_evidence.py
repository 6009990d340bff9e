"""Evidence in a browser, light and dark: typed numbers, a key result's fan, a draft's targets, a review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.audit.actions import Actor
from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.binding import ask_for_series
from holdfast.web.evidence.fans import FAN, draw_fans
from holdfast.web.evidence.models import Found, Proposal
from holdfast.web.evidence.proposing import weigh_proposal
from holdfast.web.evidence.weighing import weigh
from holdfast.web.measurements.measuring import measure_series
from holdfast.web.objectives.actions import create_objective
from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective
from holdfast.web.paste.views import limiter
from holdfast.web.people.models import Person

from .conftest import NOON, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]

TYPED = {"customers": "2000", "new": "240", "leaving": "60", "values": "55%, 57%, 56%, 58%", "goal": "80%"}
SENTENCE = "90% of new customers complete their onboarding call within 10 days of signing"


def _draft() -> int:
    """A draft with a key result that the data measure."""
    gil = Person.objects.get(email="gil@demo.example")
    actor, cycle = Actor(gil, "page", NOON), Cycle.objects.get(name="2026-Q3")
    series = ask_for_series(actor, "onboarding_completed", within_days=10)
    measure_series([series], at=NOON)
    stated = StatedObjective(
        "Customers stay with us",
        key_results=(StatedKeyResult(SENTENCE, unit="share", target=0.9, series=series.pk),),
    )
    return create_objective(actor, cycle, stated).pk


def test_what_the_data_say_is_read_and_used_by_everybody(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    limiter.clear()
    weigh(at=NOON)
    draw_fans(at=NOON)
    draft = _draft()
    page = logged_in("gil", width=390, scheme="dark").new_page()
    wrong: list[str] = []

    page.goto(f"{demo}/numbers")
    for name, value in TYPED.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_label("new customers of the quarter").check()
    page.get_by_role("button", name=re.compile("^Say|^Tell|^How|^Ask")).first.click()
    expect(page.locator("#told")).to_contain_text("These key results touch 12% of the customers")
    wrong += faults(page)

    drawn = [one for one in Found.objects.filter(check_name=FAN) if one.content["points"]]
    page.goto(f"{demo}/key-results/{drawn[0].key_result_id}")
    expect(page.locator(".key.fan")).to_be_visible()
    expect(
        page.get_by_text(re.compile("^In 80 of 100 cases it ends between|In 80 of 100")).first
    ).to_be_attached()
    wrong += faults(page)

    page.goto(f"{demo}/objectives/{draft}/edit")
    weigh_proposal(Proposal.objects.latest("pk").pk, now=NOON)
    page.reload()
    page.get_by_role("button", name=re.compile(r"60 in 100\s*: take it as the target")).click()
    expect(page.locator("[name=kr-0-text]")).not_to_have_value(SENTENCE)
    wrong += faults(page)
    assert wrong == []
