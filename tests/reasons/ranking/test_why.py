"""The whole answer: quotes, exits, what is hidden, and what cannot be known."""

from __future__ import annotations

from datetime import date

import numpy as np

from holdfast.reasons.ranking.model import Lives
from holdfast.reasons.ranking.quoting import quotes
from holdfast.reasons.ranking.why import Told, why_customers_leave
from holdfast.reasons.taxonomy.model import Theme
from holdfast.reasons.texts.model import Text

AS_OF = date(2026, 10, 1)
TODAY = AS_OF.toordinal()
THEMES = (Theme("sync", "Sync"), Theme("price", "Price"))


def text(customer: str, days_ago: int, words: str, source: str = "ticket", person: str | None = None) -> Text:
    return Text(source, customer, person, TODAY - days_ago, words, "en")  # type: ignore[arg-type]


def told(*pairs: tuple[Text, str], listed: tuple[tuple[str, int, str | None], ...] = ()) -> Told:
    about = np.array([[one.name == name for one in THEMES] for _, name in pairs], dtype=np.bool_)
    return Told([one for one, _ in pairs], THEMES, about.reshape(len(pairs), 2), about.astype(float), listed)


def lives(*left_days_ago: float) -> Lives:
    count = len(left_days_ago)
    left = TODAY - np.array(left_days_ago, dtype=np.float64)
    return Lives(np.full(count, TODAY - 700), left, np.full(count, 100.0), {}, TODAY)


def test_without_subscriptions_themes_are_told_and_nothing_of_leaving() -> None:
    nobody = Lives(np.array([], dtype=np.int64), np.array([]), np.array([]), {}, TODAY)

    found = why_customers_leave(
        told((text("A", 5, "Sync fails"), "sync")), nobody, [], as_of=AS_OF, currency=None
    )

    assert "it can be said what customers write about" in found.sentence
    assert [(one.theme, one.verdict, one.customers) for one in found.reasons] == [("sync", "not weighed", 1)]


def test_reasons_given_on_leaving_stand_beside_what_was_written_before() -> None:
    said = told(
        (text("A", 100, "Sync fails"), "sync"),
        (text("A", 50, "Your sync never worked", "leaving"), "sync"),
        (text("B", 40, "Sync again", "leaving"), "sync"),
        listed=(("A", TODAY - 50, "faults"), ("B", TODAY - 40, "faults"), ("C", TODAY - 9, None)),
    )

    found = why_customers_leave(said, lives(50, 40, 9), ["A", "B", "C"], as_of=AS_OF, currency="EUR")

    exits = [(one.reason, one.leavers, one.themes, one.wrote_before) for one in found.exits]
    assert exits == [("faults", 2, ("Sync",), 1), ("(no reason from the list)", 1, (), 0)]
    assert found.reasons[0].told_on_leaving == 2


def test_what_is_said_on_leaving_is_no_mention_before_it() -> None:
    said = told((text("A", 50, "Too dear", "leaving"), "price"))

    found = why_customers_leave(said, lives(50), ["A"], as_of=AS_OF, currency="EUR")

    assert found.reasons == ()


def test_nobody_leaving_is_said() -> None:
    said = told((text("A", 50, "Too dear"), "price"))

    found = why_customers_leave(said, lives(np.nan), ["A"], as_of=AS_OF, currency="EUR")

    assert found.sentence.startswith("Nobody left in the data")


def test_a_theme_of_fewer_than_five_survey_persons_is_not_shown() -> None:
    four = [(text(f"C{n}", 20, f"Too dear {n}", "survey", f"P{n}"), "price") for n in range(4)]
    fifth = (text("C4", 20, "Dear", "survey", "P4"), "price")

    hidden = why_customers_leave(told(*four), lives(), [], as_of=AS_OF, currency=None)
    shown = why_customers_leave(told(*four, fifth), lives(), [], as_of=AS_OF, currency=None)

    assert hidden.reasons == ()
    assert shown.reasons[0].customers == 5


def test_survey_comments_of_few_persons_are_not_quoted_beside_tickets() -> None:
    some = [text("A", 9, "Survey words", "survey", "P1"), text("B", 8, "Ticket words")]

    shown = quotes(some, np.array([0.9, 0.1]), np.array([np.nan, np.nan]))

    assert [one.words for one in shown] == ["Ticket words"]


def test_quotes_are_of_different_customers_and_those_who_left_soon_come_first() -> None:
    some = [text("A", 99, "First"), text("A", 98, "Second"), text("B", 97, "Third"), text("C", 96, "x" * 500)]
    left = np.array([np.nan, np.nan, TODAY - 50, np.nan])

    shown = quotes(some, np.array([0.9, 0.8, 0.1, 0.2]), left)

    assert [(one.words[:6], one.has_left) for one in shown] == [
        ("Third", True),
        ("First", False),
        ("xxxxxx", False),
    ]
    assert all(len(one.words) <= 242 for one in shown)
