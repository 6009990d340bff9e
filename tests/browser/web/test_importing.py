"""Bringing a file in, in a browser: sent, looked at, corrected, and made drafts with their metrics bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.objectives.models import KeyResult

from .conftest import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]
OKRS = """\
objectives:
  - objective: Customers who pay us stay another year
    cycle: 2026-Q3
    owner: Zoe Zett
    key_results:
      - key_result: Reduce the share of paying customers who leave in a month from 1.5% to 1.1%
        metric: logo_churn
      - key_result: Say thank you
        baseline: 1
        target: 1
"""


def test_a_file_is_looked_at_corrected_and_brought_in(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("ada", width=390, scheme="dark").new_page()
    page.goto(f"{demo}/exchange")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "okrs.yaml", "mimeType": "application/yaml", "buffer": OKRS.encode()}
    )
    page.locator("#import-team").select_option(label="Customer success")
    page.get_by_role("button", name="See what it becomes").click()

    expect(page.get_by_text("Baseline and target are the same")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Zoe Zett").select_option(label="Ben Larsen")
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Bring in 1 draft, and leave 1 row out").click()

    expect(page.get_by_role("heading", name="Brought in")).to_be_visible()
    assert faults(page) == []
    result = KeyResult.objects.select_related("series", "objective__owner").latest("pk")
    assert result.series is not None
    assert (result.series.metric, result.unit, result.baseline) == ("logo_churn", "share", 0.015)
    assert result.objective.owner is not None
    assert (result.objective.owner.name, result.objective.state) == ("Ben Larsen", "draft")


def test_the_columns_of_a_spreadsheet_are_shown_and_break_no_rule_of_accessibility(
    demo: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page = logged_in("ada").new_page()
    page.goto(f"{demo}/exchange")
    file = {
        "name": "okrs.csv",
        "mimeType": "text/csv",
        "buffer": b"Goal,KR,Who\nKeep them,NPS from 1 to 2,Zoe\n",
    }
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.locator("#import-team").select_option(label="Customer success")
    page.get_by_role("button", name="See what it becomes").click()
    page.get_by_text("What the columns mean").click()

    expect(page.get_by_label("Who", exact=True)).to_have_value("owner")
    assert faults(page) == []
