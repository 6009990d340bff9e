"""Confirming texts with one key each, and the pages of the reasons, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from django.conf import settings

from holdfast.service.theme_files import confirmed_texts
from holdfast.web.reasons.looking import look
from holdfast.web.reasons.models import AskedText

from .conftest import NOON, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LAID_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def test_texts_are_confirmed_with_one_key_each_and_taken_back_with_one(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    settings.DEPLOYMENT.state.mkdir(exist_ok=True)
    look(NOON)
    first, second, third = AskedText.objects.all()[:3]
    page = logged_in("ben").new_page()
    page.goto(f"{demo}/reasons/confirm")

    for key, asked in (("2", first), ("s", second), ("0", third)):
        page.wait_for_selector(f"input[name=text][value='{asked.pk}']", state="attached")
        page.wait_for_selector("#asked-text:focus")
        page.keyboard.press(key)
    page.get_by_text("None of the themes:").wait_for()
    page.keyboard.press("u")
    page.get_by_text("Taken back").wait_for()

    folder = settings.DEPLOYMENT.workspace
    assert [(one.words, one.themes) for one in confirmed_texts(folder)] == [
        (first.words, (first.suggested[1],))
    ]
    for address in ("/reasons/confirm", "/reasons/themes", "/reasons"):
        page.goto(f"{demo}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (address, scheme)
        page.set_viewport_size({"width": 390, "height": 900})
        assert page.evaluate(LAID_OUT) == 0
