"""Whom a key result is about is named where its wording singles somebody or something out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.review.reading import read_key_result, read_objective

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str | None]]:
    """Labelled sentences of a file."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


LABELLED = rows("held_out_populations.jsonl")


def test_populations_agree_with_their_labels() -> None:
    read = [read_key_result(str(row["text"])).population for row in LABELLED]

    agreeing = [
        (name is None) == (row["population"] is None) for name, row in zip(read, LABELLED, strict=True)
    ]

    assert sum(agreeing) >= 0.93 * len(LABELLED)


def test_scopes_of_objectives_agree_with_their_labels() -> None:
    labelled = rows("held_out_scopes.jsonl")

    agreeing = [
        (read_objective(str(row["text"])).scope is None) == (row["scope"] is None) for row in labelled
    ]

    assert sum(agreeing) >= 0.9 * len(labelled)


def test_a_sentence_about_everybody_rarely_names_a_population() -> None:
    plain = [str(row["text"]) for row in LABELLED if row["population"] is None]

    alarms = [text for text in plain if read_key_result(text).population is not None]

    assert len(alarms) <= 0.07 * len(plain)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bring test coverage of core services (now 61%) to 90%", "core services"),
        (
            "Accounts with a health score of 40 or less renew at 80%",
            "Accounts with a health score of 40 or less",
        ),
        ("Lift NPS among Tier 1 or Tier 2 customers to 50", "Tier 1 or Tier 2 customers"),
        ("Raise seller satisfaction from 3.8 to 4.4", "sellers"),
        ("Cut support tickets related to invoices by 40%", "support tickets related to invoices"),
        ("Win rate vs. main competitor up from 20% to 30%", "main competitor"),
        ("Bring our recruiter's confidence in the tool to 8 of 10", "recruiters"),
        ("Keep eNPS above 40", "employees"),
        ("Raise desktop retention from 30% to 45%", "desktop users"),
        ("Keep eNPS of the design team above 40", "design team"),
        (
            "Increase NPS among shops that have sold for a year and renew early to 60",
            "shops that have sold for a year",
        ),
        ("Cut average corporate lead time from 9 days to 5", "corporate"),
        ("Reach 6% conversion from trial to paid plans", "trials"),
        ("Reduce churn of partners with our badge to 4%", "partners"),
        ("Increase links from local news and travel magazines by 10%", "local news and travel magazines"),
        ("NPS above 60 among users active for 6 months", "users active for 6 months"),
        ("Graduation rate among first-year students up to 74%", "first-year students"),
        ("Raise support CSAT to 94%", "support interactions"),
        ("Reduce churn of accounts on an annual plan to 5%", "accounts on an annual plan"),
        ("Cancel no more than 4% of subscriptions under €500", "subscriptions under €500"),
    ],
)
def test_the_name_of_a_population_is_its_own_words_and_no_more(text: str, name: str) -> None:
    assert read_key_result(text).population == name
