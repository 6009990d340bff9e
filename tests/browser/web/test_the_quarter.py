"""What the quarter's table shows on screens of every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def test_the_next_step_is_read_on_every_screen_and_a_check_in_opens_over_the_whole_row(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("ada").new_page()
    page.goto(f"{demo}/quarter")
    page.get_by_role("link", name="Check in").first.click()
    form = page.locator("form[data-check-in]")
    form.wait_for()

    for width in (1440, 1344, 1280, 1201, 1024, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})

        expect(page.get_by_text("Ask Support which three integrations")).to_be_visible()
        of_form, of_table = form.bounding_box(), page.locator("table.lines", has=form).bounding_box()
        assert of_form, width
        assert of_table, width
        assert of_form["width"] > 0.85 * of_table["width"], width
