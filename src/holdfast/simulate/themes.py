"""What customers write: themes, and sentences for each, put together from parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.simulate.arrays import texts

if TYPE_CHECKING:
    import numpy as np

    from holdfast.simulate.arrays import Ints, Texts


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that customers write about.

    Attributes:
        name: Its name, as in the truth.
        category: What the help desk files it under, which is coarser than the theme.
        weight: Its share of the tickets that come with volume; 0 for themes with their own cause.
        sentences: Ways to say it; `{thing}` and `{since}` are filled in.
    """

    name: str
    category: str
    weight: float
    sentences: tuple[str, ...]


THINGS = (
    "the sales board",
    "our weekly report",
    "the customer list",
    "the finance workspace",
    "the Berlin team's space",
    "the export",
    "our main dashboard",
    "the mobile app",
    "the new project",
    "the shared folder",
)
SINCES = (
    "since this morning",
    "since the last update",
    "for two days now",
    "since Monday",
    "again",
    "for a week",
    "since we moved to the new plan",
    "every evening",
)
OPENINGS = ("Hi team, ", "Hello, ", "", "", "Hi there, ", "Good morning, ", "Dear support, ", "Quick one: ")
CLOSINGS = (
    "",
    "",
    " Thanks!",
    " Can you help?",
    " Please advise.",
    " Best regards",
    " This is urgent for us.",
    "",
)

SYNC = Theme(
    "sync errors",
    "technical",
    0.0,
    (
        "The sync with our CRM has failed {since} and records are missing in {thing}.",
        "The connector stopped {since}: {thing} shows old data.",
        "We get 'sync error 409' {since} and half of our contacts are not imported.",
        "The integration drops rows {since}. {thing} does not match our source system.",
        "Data from the connector arrives twice in {thing} {since}.",
        "The import from our database hangs {since}, nothing comes through to {thing}.",
        "Our numbers in {thing} are wrong because the sync skipped accounts {since}.",
        "Connector disconnects {since}, and re-authorising it does not help.",
    ),
)
INVOICES = Theme(
    "invoice questions",
    "billing",
    0.0,
    (
        "Could you send us the invoice with our purchase order number on it?",
        "We need last month's invoice addressed to our new legal entity.",
        "The VAT number on the invoice is missing, please correct it.",
        "Which cost centre does the line for {thing} on the bill belong to?",
        "Our accounting asks for a copy of the receipts {since}.",
        "Please change the billing contact, the invoice goes to a colleague who has left.",
        "Why are there two lines on this month's bill?",
        "Can we pay the invoice by bank transfer instead of card?",
    ),
)
THEMES = (
    SYNC,
    INVOICES,
    Theme(
        "how to",
        "question",
        0.30,
        (
            "How do I add a filter to {thing}?",
            "Is there a way to copy {thing} to another workspace?",
            "Where can I find the setting for the week's first day in {thing}?",
            "Can two people edit {thing} at the same time?",
            "How can I share {thing} with someone outside our company?",
            "What is the difference between a viewer and a member for {thing}?",
            "Could you explain how the totals in {thing} are calculated?",
        ),
    ),
    Theme(
        "slow pages",
        "technical",
        0.17,
        (
            "{thing} takes more than a minute to load {since}.",
            "Everything is very slow {since}, above all {thing}.",
            "The page with {thing} times out {since}.",
            "Opening {thing} freezes the browser {since}.",
            "Loading {thing} got noticeably slower {since}.",
        ),
    ),
    Theme(
        "access",
        "access",
        0.20,
        (
            "A new colleague cannot log in {since}.",
            "I am locked out of my account {since}, the reset mail does not arrive.",
            "Please remove a user who has left our company.",
            "Single sign-on asks for the password {since}.",
            "We lost the rights to edit {thing} {since}.",
            "The invitation link for {thing} has expired.",
        ),
    ),
    Theme(
        "missing feature",
        "question",
        0.18,
        (
            "It would help us a lot if {thing} could be filtered by region.",
            "We miss a dark mode in {thing}.",
            "Are there plans for an API for {thing}?",
            "Our other tool can schedule {thing} by mail, can yours?",
            "We need approvals in {thing}, is that on your roadmap?",
            "Please let us lock columns in {thing}.",
        ),
    ),
    Theme(
        "export",
        "technical",
        0.15,
        (
            "The CSV export of {thing} has the wrong date format {since}.",
            "Umlauts are broken when we export {thing}.",
            "The PDF of {thing} cuts off the last column.",
            "Exporting {thing} to Excel ends with an empty file {since}.",
            "The download of {thing} stops at 10,000 rows.",
        ),
    ),
)
CODES = {theme.name: code for code, theme in enumerate(THEMES)}


def ticket_texts(themes: Ints, rng: np.random.Generator) -> Texts:
    """A text for each ticket's theme."""
    count = len(themes)
    draws = [rng.integers(0, size, count).tolist() for size in (840, 10, 8, 8, 8)]
    written = []
    for theme, way, thing, since, opening, closing in zip(themes.tolist(), *draws, strict=True):
        sentences = THEMES[theme].sentences
        said = sentences[way % len(sentences)].format(thing=THINGS[thing], since=SINCES[since])
        written.append(f"{OPENINGS[opening]}{said[0].upper()}{said[1:]}{CLOSINGS[closing]}")
    return texts(written)
