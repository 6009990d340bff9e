"""Draft and review: what one types is kept, reviewed, and made a draft of a team."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.web.drafts.models import Draft
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

TEXT = """\
Objective: First-time buyers come back because the first parcel was right
Key results:
1. Share of first-time buyers that order again within 90 days from 24% to 29%
   Owner: Carol
2. CSAT of first orders stays at or above 84%
3. Schedule 95% of new customer onboarding calls within 5 days signing
Initiatives:
- Ask 200 buyers why they did not return
"""
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle) -> Client:
    return as_(staff.bob)


def test_what_one_types_is_there_again_and_nobody_else_has_it(
    bob: Client, as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    part = bob.post("/draft", {"text": TEXT, "cycle": "1", "team": "1"}, headers=HTMX)

    assert part.status_code == HTTPStatus.OK
    assert "K201" in part.content.decode()
    assert "order again within 90 days" in bob.get("/draft").content.decode()
    assert "order again within 90 days" not in as_(staff.alice).get("/draft").content.decode()


def test_without_a_cycle_whoever_may_is_led_to_make_one_and_others_read_who_may(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    administrator = [as_(staff.alice).get(path).text for path in ("/draft", "/meetings")]
    editor = [as_(staff.bob).get(path).text for path in ("/draft", "/meetings")]

    assert ['href="/settings/cycles/new"' in page for page in (*administrator, *editor)] == [True] * 2 + [
        False
    ] * 2
    assert all("An administrator begins one" in page for page in editor)


def test_half_a_sentence_is_kept_too(bob: Client) -> None:
    part = bob.post("/draft", {"text": "Objecti"}, headers=HTMX)

    assert part.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Objecti</textarea>" in bob.get("/draft").content.decode()


def test_a_rewrite_takes_the_place_of_the_words_on_the_page_and_in_what_is_kept(bob: Client) -> None:
    part = bob.post("/draft", {"text": TEXT, "act": "way:K201.1.3.0.0"}, headers=HTMX).content.decode()

    assert "3. 95% of new customers have a date for their onboarding call" in part
    assert "have a date for their onboarding call" in Draft.objects.get().content["text"][0]


def test_a_text_becomes_a_draft_with_the_numbers_that_its_sentences_say(
    bob: Client, staff: Staff, cycle: Cycle
) -> None:
    made = bob.post("/draft", {"text": TEXT, "cycle": cycle.pk, "team": staff.success.pk, "act": "make"})

    row = Objective.objects.get()
    first, second, third = row.key_results.all()
    assert made["Location"] == f"/objectives/{row.pk}/edit"
    assert (row.state, row.team, row.owner) == ("draft", staff.success, staff.bob)
    assert (first.unit, first.baseline, first.target, first.owner) == ("share", 0.24, 0.29, staff.carol)
    assert (second.kind, second.at_least) == ("maintain", 0.84)
    assert third.target == 0.95
    assert row.initiatives.get().text == "Ask 200 buyers why they did not return"
    assert not Draft.objects.exclude(content={}).exists()


def test_two_objectives_become_two_drafts(bob: Client, staff: Staff, cycle: Cycle) -> None:
    both = f"{TEXT}\nObjective: Members train\nKey results:\n1. Visits from 1 to 2\n"

    bob.post("/draft", {"text": both, "cycle": cycle.pk, "team": staff.success.pk, "act": "make"})

    assert Objective.objects.count() == 2


def test_nobody_drafts_for_a_team_that_they_are_not_in(bob: Client, staff: Staff, cycle: Cycle) -> None:
    refused = bob.post("/draft", {"text": TEXT, "cycle": cycle.pk, "team": staff.product.pk, "act": "make"})

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert not Objective.objects.exists()
    assert Draft.objects.get().content["text"] == [TEXT]


def test_a_viewer_is_told_who_drafts(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    page = as_(staff.dave).get("/draft").content.decode()

    assert "You may read, and not draft" in page


def test_drafts_of_one_s_teams_are_listed_and_private_ones_of_others_are_not(
    bob: Client,
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    secret: Objective,
) -> None:
    Objective.objects.update(state="draft")

    mine, others = bob.get("/draft").content.decode(), as_(staff.erin).get("/draft").content.decode()

    assert (objective.text in mine, secret.text in mine) == (True, True)
    assert (objective.text in others, secret.text in others) == (False, False)


def test_a_text_that_is_discarded_is_gone(bob: Client) -> None:
    bob.post("/draft", {"text": TEXT}, headers=HTMX)

    bob.post("/draft", {"text": TEXT, "act": "discard"})

    assert not Draft.objects.exclude(content={}).exists()


def test_ten_megabytes_are_refused_with_a_page_that_says_so(bob: Client) -> None:
    refused = bob.post("/draft", "text=" + "a" * 13_000_000, content_type="application/x-www-form-urlencoded")

    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "too much at once" in refused.content.decode()


def test_what_was_typed_last_and_arrives_after_the_button_does_not_come_back(
    bob: Client, staff: Staff, cycle: Cycle, now: Callable[[timedelta], None]
) -> None:
    begun = NOON.isoformat()
    now(timedelta(minutes=1))
    made = {"text": TEXT, "cycle": cycle.pk, "team": staff.success.pk, "begun": begun}
    bob.post("/draft", {**made, "act": "make"})

    bob.post("/draft", made, headers=HTMX)

    assert TEXT.splitlines()[0] not in bob.get("/draft").content.decode().partition("</textarea>")[0]
    now(timedelta(minutes=1))
    later = {**made, "begun": (NOON + timedelta(minutes=2)).isoformat()}
    bob.post("/draft", later, headers=HTMX)
    assert TEXT.splitlines()[0] in bob.get("/draft").content.decode()


def test_a_window_does_not_write_over_what_another_one_wrote_since_it_was_opened(
    bob: Client, now: Callable[[timedelta], None]
) -> None:
    first, second = ({"begun": (NOON + timedelta(seconds=n)).isoformat()} for n in (1, 2))
    now(timedelta(minutes=1))

    kept = [
        bob.post("/draft", {**window, "text": text}, headers=HTMX)["X-Kept"]
        for window, text in (
            (first, "Mine"),
            (first, "Mine, longer"),
            (second, "Other"),
            (first, "Mine again"),
        )
    ]

    assert kept == ["yes", "yes", "no", "yes"]
    assert Draft.objects.get().content["text"] == ["Mine again"]
