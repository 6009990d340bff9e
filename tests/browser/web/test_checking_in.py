"""How many clicks and keys a check-in takes, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.checkins.models import CheckIn
from holdfast.web.objectives.models import KeyResult
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]

COUNTS = """
window.acts = [];
addEventListener("click", (event) => event.detail && acts.push("click"), true);
addEventListener("keydown", (event) => acts.push(event.key), true);
"""


def _acts(page: Page) -> list[str]:
    acts: list[str] = page.evaluate("window.acts")
    return acts


def test_from_the_quarter_a_measured_check_in_is_one_click_a_digit_and_enter(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    CheckIn.objects.all().delete()
    page = logged_in("ben").new_page()
    page.add_init_script(COUNTS)
    page.goto(f"{demo}/quarter")

    page.get_by_role("link", name=re.compile("^Check in")).first.click()
    page.wait_for_selector("form[data-check-in] input[name=confidence]:focus")
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.wait_for_selector(".saved")

    said = CheckIn.objects.get()
    assert _acts(page) == ["click", "t", "Enter"]
    assert (said.confidence, said.is_measured, said.by) == (10, True, Person.objects.get(name="Ben Larsen"))
    assert said.value is not None
    assert page.url == f"{demo}/quarter"


def test_on_my_check_ins_each_is_one_key_where_nothing_changed(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    ben = Person.objects.get(name="Ben Larsen")
    CheckIn.objects.all().delete()
    own = list(KeyResult.objects.filter(owner=ben, objective__cycle__state="active"))
    for result in own:
        day = result.objective.cycle.starts_on
        CheckIn.objects.create(
            key_result=result, by=ben, on=day, at=f"{day}T12:00Z", confidence=6, is_measured=True
        )
    page = logged_in("ben").new_page()
    page.goto(f"{demo}/check-ins")

    for left in reversed(range(len(own))):
        expect(page.locator("form[data-check-in]")).to_have_count(left + 1)
        page.keyboard.press("Enter")
    page.get_by_text("All done").wait_for()

    assert len(own) == 2
    assert CheckIn.objects.filter(confidence=6).count() == 2 * len(own)
