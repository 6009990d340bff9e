"""Every page that links lead to: it opens, says nothing wrong, fits, and can be used by everybody."""

from __future__ import annotations

import re
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from .conftest import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

LINKS = "Array.from(document.querySelectorAll('a[href]')).map(a => a.href)"
LAID_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = (Path(__file__).parent.parent / "contrast.js").read_text(encoding="utf-8")
# What is pressed on a phone and is lower than 40 px; a box to tick has its words beside it.
LOW = """Array.from(document.querySelectorAll(
  'button, .button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])'
)).filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1
  && one.getBoundingClientRect().height < 39.5)
  .map(one => `${one.getBoundingClientRect().height}: ${one.outerHTML.slice(0, 120)}`)"""
SCREENS = (1440, 768, 390)  # the phone last: there the height of what is pressed is measured
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Contrast is looked at on every screen anyway, and asks more of large letters.
CONTRAST_RULE = "color-contrast"
# Rules of accessibility that depend neither on width nor on colours need not be asked six times.
LOOKED_THROUGH = {(1440, "light"), (390, "dark")}
# Of pages of one kind, two are enough: one may be special, two are not.
OF_A_KIND = 2
NO_PAGES = re.compile(
    r"log-out|\.(ics|csv|json|md|yaml|txt|xlsx|svg|png)(\?|$)|/static/|/api/|/metrics-of-operation"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pages"),
]


def _pages(page: Page, start: str) -> Iterator[str]:
    """The addresses that links lead to, from one page on, each opened in `page` when it is handed out."""
    waiting, seen, kinds = [start], {start}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        try:
            kind = resolve(urlsplit(address).path).route
        except Resolver404:
            kind = address
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        yield address
        for link in page.evaluate(LINKS):
            plain = urljoin(address, link).partition("#")[0]
            if plain.startswith(urljoin(start, "/")) and plain not in seen and not NO_PAGES.search(plain):
                seen.add(plain)
                waiting.append(plain)


def test_every_page_opens_fits_and_can_be_used_on_every_screen_light_and_dark(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("gil").new_page()
    wrong: list[str] = []
    page.on(
        "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))

    opened = 0
    for address in _pages(page, f"{demo}/quarter"):
        answer = page.goto(address)
        opened += 1
        if answer is None or answer.status != HTTPStatus.OK:
            wrong.append(f"{address}: status {answer.status if answer else 'none'}")
            continue
        wrong.extend(f"{address}: {one}" for one in _faults(page))

    assert opened > 5
    assert wrong == []


def _faults(page: Page) -> Iterator[str]:
    """What is wrong with an open page on any screen: it is laid out anew for each, and not loaded anew."""
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(LAID_OUT) > 0:
            yield f"wider than a screen of {width}"
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield from (f"at {width}, {scheme}: contrast {one}" for one in page.evaluate(CONTRAST))
            if (width, scheme) in LOOKED_THROUGH:
                yield from (
                    f"at {width}, {scheme}: {one}" for one in violations(page, unasked=(CONTRAST_RULE,))
                )
    yield from (f"lower than a finger: {one}" for one in page.evaluate(LOW))
