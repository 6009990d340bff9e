from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Page

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
PHONE, WIDE = 390, 1280
MIN_LETTERS_PX = 11


def open_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


@pytest.mark.parametrize("width", [360, PHONE, WIDE])
def test_nothing_is_wider_than_the_screen(page: Page, report_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report_url)
    open_details(page)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    page: Page, report_url: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(report_url)
    open_details(page)

    assert page.evaluate(CONTRAST) == []


def test_dark_and_light_differ(page: Page, report_url: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(report_url)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert grounds[0] != grounds[1]


def test_no_request_leaves_the_page(page: Page, report_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(report_url)
    open_details(page)

    assert [url for url in asked if not url.startswith("data:")] == [report_url]


def test_the_data_behind_a_chart_open_by_keyboard(page: Page, report_url: str) -> None:
    page.goto(report_url)
    table = page.get_by_role("table", name="Onboarding date agreed by period").first
    expect(table).to_be_hidden()

    page.get_by_text("The data as a table").first.focus()
    page.keyboard.press("Enter")

    expect(table).to_be_visible()


@pytest.mark.parametrize("width", [360, WIDE])
def test_a_screen_shows_one_drawing_of_each_chart_with_letters_one_can_read(
    page: Page, report_url: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report_url)

    charts = page.locator("svg.chart:visible")
    letters = charts.locator("text").evaluate_all(
        "texts => texts.map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert charts.count() == 2
    assert min(letters) >= MIN_LETTERS_PX


@pytest.mark.parametrize("width", [360, WIDE])
def test_no_letter_of_a_chart_is_cut_off(page: Page, report_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report_url)

    outside = page.locator("svg.chart:visible text").evaluate_all(
        """texts => texts.filter(t => t.getAttribute('opacity') !== '0').map(t => t.getBoundingClientRect())
        .filter(box => box.left < 0 || box.right > window.innerWidth).length"""
    )
    assert outside == 0


def test_the_skip_link_comes_first_and_leads_to_the_review(page: Page, report_url: str) -> None:
    page.goto(report_url)

    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("Skip to the review")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_paper_is_light_whatever_the_screen_is(page: Page, report_url: str) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(report_url)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST) == []
