"""Writing in a browser: the review as one types, nothing lost, and a link that carries the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.objectives.models import Freeze, Objective
from holdfast.web.paste.views import limiter
from holdfast.web.reviews.reviewing import FIRST_DRAFT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def test_a_paste_is_reviewed_as_one_types_and_its_link_opens_the_same_text(
    demo: str, browser: Browser
) -> None:
    limiter.clear()
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo)

    page.fill("#text", FIRST_DRAFT)
    expect(page.get_by_role("heading", name="The one thing")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Use this “95% of new customers have a date")).click()
    expect(page.locator("#text")).to_have_value(re.compile("1. 95% of new customers have a date"))
    other = context.new_page()
    other.goto(f"{demo}{page.get_attribute('#link', 'href')}")

    expect(other.locator("#text")).to_have_value(page.input_value("#text"))
    expect(other.get_by_role("heading", name="The one thing")).to_be_visible()
    assert context.cookies() == []


def test_an_okr_is_typed_kept_made_a_draft_mended_and_published(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("ada").new_page()
    page.goto(f"{demo}/draft")

    page.fill("#text", FIRST_DRAFT)
    expect(page.locator("#kept")).to_contain_text("Kept for you")
    page.reload()
    expect(page.locator("#text")).to_have_value(FIRST_DRAFT)
    page.get_by_role("button", name="Make it a draft").click()
    expect(page.get_by_text("Made a draft")).to_be_visible()
    page.locator("[name=kr-3-text]").fill("Share of customers that leave in a quarter from 8% to 5%")
    expect(page.locator("#findings-3")).to_contain_text("Nothing to mend in this sentence")
    page.locator("#findings-0").get_by_role("button", name="Move to the initiatives").or_(
        page.locator("#findings-top").get_by_role("button", name="Move to the initiatives")
    ).first.click()
    expect(page.locator("[name=in-0-text]")).to_have_value(re.compile("Schedule 95%"))
    page.get_by_role("button", name="Save and publish").click()

    expect(page.get_by_text("Published.")).to_be_visible()
    made = Objective.objects.get(text__startswith="Increase customer engagement")
    assert (made.state, Freeze.objects.filter(key_result__objective=made).count()) == ("published", 4)
