"""A quarterly review in two browsers: one leads, the other follows, and nothing is shown too early."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _wrong(page: Page) -> list[str]:
    found = [f"{page.url}: {one['id']}" for one in Axe().run(page).response["violations"]]
    return found + ([f"{page.url}: wider than the screen"] if page.evaluate(WIDE) > 0 else [])


def test_who_follows_scores_and_sees_all_scores_and_the_next_page_as_the_leader_shows_them(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    Cycle.objects.filter(name="2026-Q3").update(state="closing")
    ada = logged_in("ada").new_page()
    ben = logged_in("ben", width=390, scheme="dark").new_page()
    said: list[str] = []
    for page in (ada, ben):
        page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)

    ada.goto(f"{demo}/meetings")
    ada.get_by_label("Meeting", exact=True).select_option("review")
    ada.get_by_role("button", name="Begin", exact=True).click()
    wrong = _wrong(ada)
    ada.get_by_role("button", name="Begin with the first").click()
    first = ada.url
    ben.goto(f"{first}?follow=1")
    ben.get_by_role("button", name="0.6").click()
    expect(ben.get_by_text("You gave 0.6")).to_be_visible()
    expect(ada.get_by_text("Given by Ben Larsen")).to_be_visible()
    assert ada.get_by_text("0.6").count() == 1  # on the button of one's own score
    ada.get_by_role("button", name="Show all scores").click()
    expect(ben.get_by_text("Computed score")).to_be_visible()
    wrong += _wrong(ada) + _wrong(ben)
    ada.get_by_label("Keep", exact=True).check()
    ada.get_by_label("What was learned").fill("Small accounts need another way in")
    ada.get_by_role("button", name="Save, and next").click()
    expect(ada).not_to_have_url(first)
    expect(ben).to_have_url(f"{ada.url}?follow=1")
    ada.keyboard.press("ArrowLeft")
    expect(ada).to_have_url(first)
    expect(ada.get_by_role("timer")).to_contain_text("left")

    assert wrong == []
    assert said == []


def test_without_scripts_a_review_is_held_from_begin_to_minutes(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    Cycle.objects.filter(name="2026-Q3").update(state="closing")
    Cycle.objects.create(name="2026-Q4", starts_on="2026-10-01", ends_on="2027-01-01")
    cookies = logged_in("ada").cookies()
    browser = logged_in("ada").browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]  # what it has just given
    page = context.new_page()

    page.goto(f"{demo}/meetings")
    page.get_by_label("Meeting", exact=True).select_option("review")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("timer")).to_contain_text("began 24 Aug 2026")
    for row in KeyResult.objects.filter(
        objective__team__name="Customer success", objective__state="published"
    ):
        page.goto(re.sub(r"/meetings/(\d+).*", rf"/meetings/\1/key-results/{row.pk}", page.url))
        page.get_by_role("button", name="0.5").click()
        page.get_by_role("button", name="Show all scores").click()
        page.get_by_label("Keep", exact=True).check()
        page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.goto(re.sub(r"/meetings/(\d+).*", r"/meetings/\1/end", page.url))
    page.get_by_role("button", name="End the meeting").click()

    expect(page.get_by_role("heading", name="Carried over")).to_be_visible()
    expect(page.get_by_text("Self-scores:").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    assert download.value.suggested_filename.endswith(".md")
