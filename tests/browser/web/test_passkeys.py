"""A passkey in a real browser, with an authenticator that the browser plays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "correct horse battery"  # noqa: S105 - of the demo

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def _with_a_finger(page: Page) -> None:
    """An authenticator inside the machine, whose owner touches it at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").first.click()
    expect(page).to_have_url(re.compile("/log-in"))


def test_a_passkey_is_added_and_logs_in_without_a_password_and_the_password_then_needs_it(
    demo: str, browser: Browser
) -> None:
    page = browser.new_context().new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    _with_a_finger(page)
    page.goto(f"{demo}/log-in")
    page.get_by_label("E-mail address").fill("ada@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()

    page.goto(f"{demo}/profile/security/keys/add")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label(re.compile("without my password")).check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    _log_out(page)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(re.compile("/quarter"))
    _log_out(page)
    page.get_by_label("E-mail address").fill("ada@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/quarter"))

    assert wrong == []
    assert Person.objects.get(email="ada@demo.example").is_active


def test_a_passkey_can_be_cancelled_and_the_page_says_how_to_go_on(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("ada").new_page()
    page.context.clear_cookies()
    page.goto(f"{demo}/log-in")
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.reload()

    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page.get_by_text("No key was used")).to_be_visible()
