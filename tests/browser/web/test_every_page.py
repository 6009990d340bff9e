"""Every page that links lead to: it opens, says nothing wrong, fits, and can be used by everybody."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from .conftest import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

LINKS = "Array.from(document.querySelectorAll('a[href]')).map(a => a.href)"
LAID_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Of pages of one kind, two are enough: one may be special, two are not.
OF_A_KIND = 2
NO_PAGES = re.compile(
    r"log-out|\.(ics|csv|json|md|yaml|txt|xlsx|svg|png)(\?|$)|/static/|/api/|/metrics-of-operation"
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


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


@pytest.mark.parametrize(
    ("widths", "scheme"), [((1440, 768), "light"), pytest.param((390,), "dark", marks=pytest.mark.sight)]
)
def test_every_page_opens_fits_and_breaks_no_rule_of_accessibility(
    demo: str, logged_in: Callable[..., BrowserContext], widths: tuple[int, ...], scheme: str
) -> None:
    page = logged_in("gil", width=widths[0], scheme=scheme).new_page()
    wrong: list[str] = []
    page.on(
        "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))

    opened = 0
    for address in _pages(page, f"{demo}/quarter"):
        page.set_viewport_size({"width": widths[0], "height": 900})
        answer = page.goto(address)
        opened += 1
        if answer is None or answer.status != 200:
            wrong.append(f"{address}: status {answer.status if answer else 'none'}")
            continue
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(LAID_OUT) > 0:
                wrong.append(f"{address}: wider than a screen of {width}")
            wrong.extend(f"{address} at {width}: {one}" for one in violations(page))

    assert opened > 5
    assert wrong == []
