"""What the expert said of the seed's OKR is in every format; where one folds, the fold is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.parse import read_okr_bytes
from holdfast.report.github import review_github
from holdfast.report.html import report_html
from holdfast.report.json import review_json
from holdfast.report.markdown import review_markdown
from holdfast.report.notebook import review_notebook
from holdfast.report.page import Report
from holdfast.report.prose import review_prose
from holdfast.report.sarif import review_sarif
from holdfast.report.text import review_text
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from holdfast.review.run import Review

SEED = """Objective: Increase customer engagement & retention (paying accounts only)

Key results:

  1. Schedule 95% of new customer onboarding calls within 5 days signing
  2. Complete 80% of customer onboarding calls within 10 days of signing
  3. Undertake monthly review call with all accounts over $1m
  4. NPS (Net Promoter Score) up 50 over previous quarter

OKR Type: Team

Time Scale: Quarter

Relevant KPIs:
"""
STRENGTHS = Counter({"O104": 1, "K203": 4, "K218": 1})
# Rule and how many findings of it, as `review-rules.md` asks for them.
POINTS = Counter(
    {
        "O106": 1,
        "K201": 3,
        "K205": 1,
        "K206": 1,
        "K208": 1,
        "K211": 1,
        "K214": 1,
        "K215": 2,
        "S301": 2,
        "S302": 1,
        "S303": 1,
        "S304": 1,
        "S305": 1,
        "S306": 1,
        "S308": 1,
        "S310": 1,
    }
)
# How the letter puts each point; it names no codes.
TOLD = {
    "O104": "it says whom it is about: paying accounts",
    "O106": "leaves out free accounts",
    "K201": "something to do rather than a result",
    "K203": "All four key results hold a number",
    "K205": "does not say where the number stands today",
    "K206": "A change of 50 can be read two ways",
    "K208": "“Schedule” reads two ways",
    "K211": "meant as a challenge or as keeping up",
    "K214": "KPIs are left blank",
    "K215": "one target for very different customers",
    "K218": "no action and reads well as a result",
    "S301": "No key result measures engagement",
    "S302": "about new customers, while engagement and retention",
    "S303": "there is an assumption in this OKR",
    "S304": "nothing counts what that changes",
    "S305": "nothing says that customers find it useful",
    "S306": "bring issues to light",
    "S308": "key result 2 implies key result 1",
    "S310": "nobody finds out why those who left did so",
}


@pytest.fixture(scope="module")
def review() -> Review:
    return review_document(read_okr_bytes(SEED.encode(), name="okr.txt"))


def test_json_holds_every_point(review: Review) -> None:
    findings = json.loads(review_json(review))["findings"]

    found = Counter(one["rule"] for one in findings if one["level"] != "strength")
    good = Counter(one["rule"] for one in findings if one["level"] == "strength")
    assert found >= POINTS
    assert good >= STRENGTHS


def test_sarif_holds_every_point_but_strengths(review: Review) -> None:
    results = json.loads(review_sarif(review))["runs"][0]["results"]

    assert Counter(one["ruleId"] for one in results) >= POINTS


def test_notes_of_a_pull_request_hold_every_point_but_strengths(review: Review) -> None:
    assert Counter(re.findall(r"title=([A-Z]\d+) ", review_github(review))) >= POINTS


def test_markdown_holds_every_point_and_counts_the_folded_ones(review: Review) -> None:
    text = review_markdown(review)

    assert set(re.findall(r"`([A-Z]\d+)`", text)) >= POINTS.keys() | STRENGTHS.keys()
    folded = text.split("<details>")[1].split("</details>")[0]
    assert f"And {len(re.findall(r'^- ', folded, re.MULTILINE))} smaller points" in folded


def test_text_names_every_point_shown_or_folded(review: Review) -> None:
    text = review_text(review, width=100, styled=False)

    folded = re.findall(r"And (\d+) smaller points: ([^.]*)\.", text)
    named = set(re.findall(r"\[([A-Z]\d+)\]", text)) | set(folded[0][1].split(", "))
    assert named >= POINTS.keys() | STRENGTHS.keys()
    assert int(folded[0][0]) == len(review.summary.folded) - 2  # K201 stands at two more key results


@pytest.mark.parametrize("rule", sorted(TOLD))
def test_the_letter_tells_every_point(review: Review, rule: str) -> None:
    assert TOLD[rule] in " ".join(review_prose(review, width=80).split())


def test_a_notebook_and_a_page_hold_every_point(review: Review) -> None:
    for html in (review_notebook(review), report_html(Report(review))):
        assert set(re.findall(r"<(?:code|span class=\"code\")[^>]*>([A-Z]\d+)<", html)) >= POINTS.keys()


@pytest.mark.parametrize("form", ["text", "prose", "markdown", "github", "sarif", "json"])
def test_the_expert_s_conclusion_and_rewrites_are_in_every_format(review: Review, form: str) -> None:
    formats = {
        "text": review_text(review, width=100, styled=False),
        "prose": review_prose(review, width=100),
        "markdown": review_markdown(review),
        "github": review_github(review),
        "sarif": review_sarif(review),
        "json": review_json(review),
    }

    told = " ".join(formats[form].replace("\\$", "$").replace("%25", "%").split())
    assert "the team might meet every key result, and customers could still be leaving" in told.lower()
    assert "95% of new customers have a date for their onboarding call within 5 days of signing" in told
    assert "All accounts over $1m have had a review call within the last calendar month" in told
    assert "(10%)" not in told
