"""Risk, drivers, survival, worth and a draft from a reason in a browser: both themes, and no scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.computing.models import Computed
from holdfast.web.computing.tasks import compute

from .conftest import LOOKS, WIDE, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

CONTRAST = (Path(__file__).parent.parent / "contrast.js").read_text(encoding="utf-8")
PAGES = (
    "risk",
    "drivers",
    "drivers/link?metric=onboarding_completed",
    "survival",
    "worth?effort=30000",
    "drafts/from",
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def _wrong(page: Page) -> list[str]:
    """What is wrong with an open page at each look."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        wide = [f"wider than a screen of {width}"] if page.evaluate(WIDE) > 0 else []
        found += [f"{page.url}: {one}" for one in (*violations(page), *page.evaluate(CONTRAST), *wide)]
    return found


@pytest.fixture
def found(demo: str, logged_in: Callable[..., BrowserContext]) -> str:
    """The address of a server on which a job has answered what each page asks."""
    page = logged_in("ada").new_page()
    for one in PAGES:
        page.goto(f"{demo}/{one}")
    for pk in Computed.objects.values_list("pk", flat=True):
        compute.call(pk)
    assert list(Computed.objects.exclude(trouble="").values_list("kind", "trouble")) == []
    return demo


def test_pages_of_customers_who_leave_fit_can_be_used_by_everybody_and_need_no_scripts(
    found: str, logged_in: Callable[..., BrowserContext]
) -> None:
    wrong: list[str] = []
    said: list[str] = []
    page = logged_in("ada").new_page()
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    for one in PAGES:
        page.goto(f"{found}/{one}")
        wrong += _wrong(page)
    plain = _without_scripts(logged_in("ada"))
    plain.goto(f"{found}/worth")
    plain.get_by_label("It costs").fill("30000")
    plain.get_by_label("Customers it reaches").fill("50")
    plain.get_by_role("button", name="Say what it must keep").click()

    expect(plain.get_by_text("for 50 customers pays if it keeps")).to_be_visible()
    assert wrong == []
    assert said == []


def _without_scripts(of: BrowserContext) -> Page:
    """A page of the same person, in a browser that runs none."""
    assert of.browser is not None
    context = of.browser.new_context(java_script_enabled=False)
    context.add_cookies(of.cookies())  # type: ignore[arg-type]  # what it has just given
    return context.new_page()
