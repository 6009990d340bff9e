"""A first quarter from the invitation to the next quarter's draft, as people do it in their browsers."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core import mail
from playwright.sync_api import expect

from holdfast.web import clock
from holdfast.web.jobs.models import Slot, Worker
from holdfast.web.jobs.timetable import TIMETABLE
from holdfast.web.jobs.working import Working
from holdfast.web.objectives.models import Objective
from holdfast.web.people.actions import first_administrator

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]

PASSWORD = "three green ladders"  # noqa: S105 - typed by the people of the test
OKR = """New customers get going in their first weeks
- 95% of new customers have a date for their onboarding call within 3 days of signing
- Increase the number of customers who agreed a written success plan with us from 10 to 40
"""
CHANGED = "Increase the number of customers who reviewed their success plan with us from 22 to 60"
MEASURED, TYPED = "95% of new customers", "written success plan"


class Company:
    """Holdfast for a company, the people's browsers, and a clock that is moved by hand."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.now = datetime(2026, 7, 2, 9, tzinfo=UTC)

    def work(self) -> None:
        """What the worker does until nothing is left to do."""
        worker = Working(TIMETABLE, interval=0)
        while worker.turn():
            pass

    def wait(self, days: int) -> None:
        """Days pass, and the worker works."""
        self.now += timedelta(days=days)
        Slot.objects.all().delete()  # jobs take turns by the real clock, for which no time has passed
        self.work()

    def window(self, path: str) -> Page:
        """A browser of somebody's own, opened at a path; buttons are waited for ten seconds at most.

        The first page of all loads the whole application: on a busy machine that takes longer.
        """
        page = self.browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{self.url}{path}", timeout=60_000)
        return page

    def picture(self, page: Page, name: str) -> None:
        """One of the tutorial's pictures, where `make screenshots` asks for them."""
        folder = os.environ.get("HOLDFAST_PICTURES")  # noqa: TID251 - only `make screenshots` sets it
        if folder:
            page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture
def company(
    live_server: LiveServer, browser: Browser, company_folder: Path, settings: Settings, tmp_path: Path
) -> Company:
    """Data and an administrator, and nothing else yet."""
    workspace = tmp_path / "workspace"
    shutil.copytree(company_folder, workspace)
    made = Company(browser, live_server.url)
    settings.DEPLOYMENT = replace(
        django_settings.DEPLOYMENT, workspace=workspace, today=made.now.date(), url=live_server.url
    )
    settings.CLOCK = lambda: made.now
    first_administrator("ada@x.example", PASSWORD, made.now)
    return made


def test_a_team_plays_its_first_quarter_from_the_invitation_to_the_next_draft(company: Company) -> None:
    ada = _an_administrator_sets_up(company)
    ben = _an_invited_editor_comes(company, ada)
    _an_okr_is_drafted_reviewed_bound_and_published(company, ben)
    _three_weeks_of_check_ins(company, ben)
    _the_cycle_is_closing(company, ada)
    _a_review_is_held(company, ben)
    _the_minutes_are_kept(company, ben)
    _the_cycle_is_closed(company, ada)

    first, following = Objective.objects.order_by("pk")
    assert (first.state, first.cycle.name, first.cycle.state) == ("closed", "2026-Q3", "closed")
    assert (following.state, following.cycle.name) == ("draft", "2026-Q4")
    assert [one.text for one in following.key_results.all()] == [
        OKR.splitlines()[1].removeprefix("- "),
        CHANGED,
    ]
    assert [(one.baseline, one.target) for one in following.key_results.all()][1] == (22, 60)


def _an_administrator_sets_up(company: Company) -> Page:
    ada = company.window("/log-in")
    ada.locator("[name=login]").fill("ada@x.example")
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Log in", exact=True).click()
    ada.locator("[name=oldpassword]").fill(PASSWORD)
    for field in ("password1", "password2"):
        ada.locator(f"[name={field}]").fill(f"{PASSWORD} and a door")
    ada.get_by_role("button", name="Change the password").click()
    ada.wait_for_url("**/quarter")
    ada.goto(f"{company.url}/teams/new")
    ada.get_by_label("Name").fill("Customer success")
    ada.get_by_role("main").get_by_role("button").first.click()
    _make_cycle(company, ada, "2026-Q3", "2026-07-01", "2026-09-30")
    # The worker of this test works when it is told to; pages ask whether one gave a sign of life lately.
    Worker.objects.create(name="told to", started_at=clock.real(), seen_at=clock.real())
    ada.get_by_role("button", name=re.compile("^Begin")).click()
    expect(ada.locator("[aria-current=step]")).to_contain_text("Active")
    company.picture(ada, "cycle")
    return ada


def _make_cycle(company: Company, ada: Page, name: str, starts: str, ends: str) -> None:
    ada.goto(f"{company.url}/settings/cycles/new")
    ada.get_by_label("Name").fill(name)
    ada.locator("[name=starts_on]").fill(starts)
    ada.locator("[name=last_day]").fill(ends)
    ada.get_by_role("button", name="Make the cycle").click()
    expect(ada.get_by_role("heading", name=name)).to_be_visible()


def _an_invited_editor_comes(company: Company, ada: Page) -> Page:
    ada.goto(f"{company.url}/people/invite")
    ada.get_by_label("E-mail address").fill("ben@x.example")
    ada.get_by_label("Role").select_option("editor")
    ada.locator("[name=team]").select_option(label="Customer success")
    ada.get_by_role("button", name="Send the invitation").click()
    expect(ada.get_by_text("ben@x.example").first).to_be_visible()
    company.work()
    [link] = re.findall(r"https?://[^/\s]+(/invitation/\S+)", str(mail.outbox[-1].body))
    ben = company.window(link)
    expect(ben.get_by_text("as editor of Customer success")).to_be_visible()
    company.picture(ben, "invitation")
    ben.get_by_label("Name").fill("Ben Larsen")
    ben.get_by_label("Password").fill(PASSWORD)
    ben.get_by_role("button", name="Begin").click()
    ben.wait_for_url("**/quarter")
    return ben


def _an_okr_is_drafted_reviewed_bound_and_published(company: Company, ben: Page) -> None:
    ben.goto(f"{company.url}/draft")
    ben.fill("#text", OKR)
    expect(ben.locator("#findings").get_by_text("Key result 1", exact=True)).to_be_visible()
    company.picture(ben, "review")
    ben.get_by_role("button", name="Make it a draft").click()
    ben.get_by_role("button", name=re.compile(f"Measure it from the data.*{MEASURED}")).click()
    ben.get_by_role("button", name="Bind, and show its history").click()
    expect(ben.get_by_text("Being measured")).to_be_visible()
    company.work()
    ben.reload()
    ben.get_by_role("button", name="Use it as the baseline").click()
    expect(ben.locator("[name=kr-0-baseline]")).not_to_have_value("")
    company.picture(ben, "bound")
    ben.get_by_role("button", name="Save and publish").click()
    expect(ben.get_by_text("Published.")).to_be_visible()
    company.picture(ben, "published")


def _three_weeks_of_check_ins(company: Company, ben: Page) -> None:
    for week in range(1, 4):
        company.wait(days=7)
        ben.goto(f"{company.url}/check-ins")
        typed = ben.locator("form[data-check-in]", has_text=TYPED)
        typed.get_by_label("Value").fill(str(10 + 4 * week))
        typed.locator("[name=confidence][value='7']").check(force=True)
        typed.get_by_role("button", name="Check in").click()
        measured = ben.locator("form[data-check-in]", has_text=MEASURED)
        expect(ben.locator("form[data-check-in]")).to_have_count(1)
        expect(measured.get_by_text("from data")).to_be_visible()
        company.picture(ben, "check-in")
        measured.locator("[name=confidence][value='6']").check(force=True)
        measured.get_by_role("button", name="Check in").click()
        expect(ben.get_by_text("All done")).to_be_visible()
    ben.goto(f"{company.url}/quarter")
    expect(ben.get_by_role("link", name=re.compile(MEASURED)).first).to_be_visible()
    company.picture(ben, "three-weeks")


def _the_cycle_is_closing(company: Company, ada: Page) -> None:
    company.wait(days=70)
    _make_cycle(company, ada, "2026-Q4", "2026-10-01", "2026-12-31")
    ada.goto(f"{company.url}/settings")
    ada.get_by_role("link", name=re.compile("2026-Q3")).first.click()
    ada.get_by_role("button", name="Begin to close it").click()
    expect(ada.locator("[aria-current=step]")).to_contain_text("Closing")


def _a_review_is_held(company: Company, ben: Page) -> None:
    ben.get_by_role("link", name="Meetings").first.click()
    ben.get_by_label("Meeting", exact=True).select_option("review")
    ben.locator("[name=cycle]").select_option(label="2026-Q3, closing")
    ben.get_by_role("button", name="Begin", exact=True).click()
    ben.get_by_role("button", name="Begin with the first").click()
    _score_and_show(ben, "0.7")
    company.picture(ben, "scores")
    ben.get_by_label("What was learned").fill("A named person for each new customer makes the difference.")
    ben.get_by_label("Keep").check()
    ben.get_by_role("button", name="Save, and next").click()
    _score_and_show(ben, "0.4")
    ben.get_by_label("What was learned").fill("A plan that nobody reads again changes nothing.")
    ben.get_by_label("Change", exact=True).check()
    ben.get_by_label("Why it is changed or dropped").fill("What counts is that it is looked at together.")
    ben.get_by_label("How it reads in the next cycle").fill(CHANGED)
    ben.get_by_role("button", name="Save", exact=True).click()
    ben.get_by_text("Decide something").click()
    ben.get_by_label("Decision", exact=True).fill("Name a person for each customer who signs")
    ben.get_by_label("Who does it").select_option(label="Ben Larsen (ben@x.example)")
    ben.locator("[name=due_on]").fill("2026-10-15")
    ben.get_by_role("button", name="Write it down").click()
    expect(ben.get_by_text("Name a person for each customer who signs").first).to_be_visible()


def _score_and_show(ben: Page, score: str) -> None:
    ben.locator("#live").get_by_role("button", name=score, exact=True).click()
    expect(ben.get_by_text(f"You gave {score}")).to_be_visible()
    ben.get_by_role("button", name="Show all scores").click()
    expect(ben.get_by_text("Computed score")).to_be_visible()


def _the_minutes_are_kept(company: Company, ben: Page) -> None:
    ben.get_by_role("link", name="To the end").click()
    ben.get_by_role("button", name="End the meeting").click()
    expect(ben.get_by_role("heading", name=re.compile("^Quarterly review"))).to_be_visible()
    expect(ben.get_by_text("A named person for each new customer makes the difference.")).to_be_visible()
    company.picture(ben, "minutes")
    with ben.expect_download() as download:
        ben.get_by_role("link", name="Markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Name a person for each customer who signs" in text
    assert "Ben Larsen" in text
    ben.get_by_role("region", name="Carried over").get_by_role("link").click()
    expect(ben.get_by_text("2026-Q4").first).to_be_visible()
    company.picture(ben, "next-quarter")


def _the_cycle_is_closed(company: Company, ada: Page) -> None:
    ada.goto(f"{company.url}/settings")
    ada.get_by_role("link", name=re.compile("2026-Q3")).first.click()
    ada.get_by_role("button", name="Close it").click()
    expect(ada.locator("[aria-current=step]")).to_contain_text("Closed")
