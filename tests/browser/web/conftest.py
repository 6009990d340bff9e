"""The demo company's quarter behind a real server, and browsers in which its people are logged in."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from holdfast.service.demo import make_demo_company
from holdfast.web.demo.seeding import seed
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
# Width and colour scheme; the phone last, so that a flow goes on where there is little room.
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "light"), (390, "dark"))
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PASSWORD = "correct horse battery"  # noqa: S105 - of the demo


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company with a workspace around its tables, made once."""
    folder = tmp_path_factory.mktemp("company") / "demo"
    make_demo_company(folder, company="Seed", customers=300, seed=7)
    return folder


class Seeded:
    """The demo's quarter as the first test made it: seconds, which the others need not wait for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = sqlite3.connect(":memory:", check_same_thread=False)
        self._is_kept = False

    def take(self, company: Path, workspace: Path) -> None:
        """Fill the database, and make the workspace that was measured; both may be written into."""
        if self._is_kept:
            shutil.copytree(self._folder, workspace)
            self._records.backup(_records())
            return
        shutil.copytree(company, workspace)
        seed(PASSWORD, NOON)
        Client().get(
            "/log-in"
        )  # the first page loads the application: longer than a busy machine's browser waits
        if connection.vendor == "sqlite":  # PostgreSQL plays two flows
            shutil.copytree(workspace, self._folder)
            _records().backup(self._records)
            self._is_kept = True


def _records() -> sqlite3.Connection:
    connection.ensure_connection()
    found: sqlite3.Connection = connection.connection
    return found


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return Seeded(tmp_path_factory.mktemp("seeded") / "workspace")


@pytest.fixture
def demo(
    live_server: LiveServer, company_folder: Path, seeded: Seeded, settings: Settings, tmp_path: Path
) -> str:
    """The address of a server with the demo's quarter in its database, measured."""
    workspace = tmp_path / "workspace"  # of this test alone: another expects none
    settings.DEPLOYMENT = replace(django_settings.DEPLOYMENT, workspace=workspace)
    settings.CLOCK = lambda: NOON
    seeded.take(company_folder, workspace)
    return live_server.url


@pytest.fixture
def logged_in(browser: Browser, live_server: LiveServer) -> Callable[..., BrowserContext]:
    """A browser in which somebody is logged in, by first name; width and colour scheme may be asked for."""

    def context(name: str, *, width: int = 1440, scheme: str = "light") -> BrowserContext:
        person = Person.objects.get(email=f"{name}@demo.example")
        client = Client()
        client.force_login(person)
        size: ViewportSize = {"width": width, "height": 900}
        made = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        made.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return made

    return context


def violations(page: Page, *, unasked: tuple[str, ...] = ()) -> list[str]:
    """Rules of accessibility that a page breaks, each with the first place; but those `unasked`."""
    rules = {rule: {"enabled": False} for rule in unasked}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def faults(page: Page) -> list[str]:
    """What is wrong with an open page at each look: rules it breaks, and that it does not fit."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{page.url}, {width}, {scheme}: {one}" for one in violations(page)]
        found += [f"{page.url}: wider than a screen of {width}"] if page.evaluate(WIDE) > 0 else []
    return found
