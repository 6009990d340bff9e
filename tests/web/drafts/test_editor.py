"""The editor of one objective: forms, findings beside them, conflicts, gates, publishing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.web.audit.actions import Actor
from holdfast.web.configuration.models import Decided
from holdfast.web.drafts.content import Content, content_from
from holdfast.web.drafts.models import Draft
from holdfast.web.objectives.actions import create_objective, edit_objective
from holdfast.web.objectives.models import Dismissal, Freeze, Objective
from holdfast.web.objectives.stated import (
    StatedInitiative,
    StatedKeyResult,
    StatedObjective,
    StatedStep,
    stated_objective,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

HTMX = {"HX-Request": "true"}
DO = "Schedule 95% of new customer onboarding calls within 5 days signing"


@pytest.fixture
def draft(staff: Staff, cycle: Cycle) -> Objective:
    stated = StatedObjective(
        "Customers of the small plan stay",
        team=staff.success.pk,
        owner=staff.bob.pk,
        initiatives=(StatedInitiative("Write to each of them", due_on=NOON.date()),),
        key_results=(
            StatedKeyResult(
                "Share of customers that leave from 8.3% to 5%",
                unit="share",
                baseline=1 / 12,
                target=0.05,
                checkpoints=((0.5, 0.07),),
                initiatives=(StatedInitiative("Call them"),),
            ),
            StatedKeyResult(DO),
            StatedKeyResult(
                "Rooms ready", kind="milestone", steps=(StatedStep("Rent"), StatedStep("Paint", 2))
            ),
        ),
    )
    return create_objective(Actor(staff.bob, "page", NOON), cycle, stated)


@pytest.fixture
def bob(as_: Callable[[Person | None], Client], staff: Staff) -> Client:
    return as_(staff.bob)


def form(row: Objective, **changed: str) -> Content:
    row.refresh_from_db()
    made = content_from(stated_objective(row), revision=row.revision)
    return {**made, **{name.replace("__", "-"): [value] for name, value in changed.items()}}


def send(client: Client, row: Objective, act: str, content: Content, **more: str) -> str:
    answer = client.post(f"/objectives/{row.pk}/edit", {**content, "act": act, **more}, follow=True)
    return answer.content.decode()


def test_a_form_that_is_sent_back_as_it_was_changes_nothing(bob: Client, draft: Objective) -> None:
    before = stated_objective(draft)

    send(bob, draft, "save", form(draft))

    assert stated_objective(Objective.objects.get(pk=draft.pk)) == before
    assert Objective.objects.get(pk=draft.pk).revision == 1


def test_numbers_are_typed_in_their_unit_and_stored_in_that_of_the_data(
    bob: Client, draft: Objective
) -> None:
    send(bob, draft, "save", form(draft, kr__0__target="4.5 %"))

    first = draft.key_results.get(position=1)
    assert (first.target, first.baseline) == (0.045, 1 / 12)


def test_what_cannot_be_read_is_shown_beside_its_field_and_nothing_is_saved(
    bob: Client, draft: Objective
) -> None:
    content = form(draft, kr__0__target="many", text="Customers renew")

    answer = bob.post(f"/objectives/{draft.pk}/edit", {**content, "act": "save"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Write a number, such as 24 or 1,200." in page
    assert "Customers renew" in page
    assert Objective.objects.get(pk=draft.pk).text == "Customers of the small plan stay"


def test_typing_is_answered_with_findings_and_kept_for_its_author_alone(
    bob: Client, draft: Objective, as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    content = form(draft, kr__1__text="Undertake monthly review call with all accounts over $1m")

    part = bob.post(f"/objectives/{draft.pk}/edit", content, headers=HTMX).content.decode()

    assert 'id="findings-1"' in part
    assert "K201" in part
    assert "<html" not in part
    assert "Undertake monthly" in bob.get(f"/objectives/{draft.pk}/edit").content.decode()
    assert "Undertake monthly" not in as_(staff.carol).get(f"/objectives/{draft.pk}/edit").content.decode()


def test_a_rewrite_is_applied_to_the_form_and_saved_with_it(bob: Client, draft: Objective) -> None:
    send(bob, draft, "way:K201.1.2.0.0", form(draft))

    assert draft.key_results.get(position=2).text == DO
    send(bob, draft, "save", Draft.objects.get().content)
    assert draft.key_results.get(position=2).text.startswith("95% of new customers have a date")


def test_a_do_moves_to_the_initiatives_of_the_key_result_that_takes_its_place(
    bob: Client, draft: Objective
) -> None:
    page = send(bob, draft, "way:K201.1.2.0.2", form(draft))

    assert f'value="{DO}"' in page
    send(bob, draft, "save", Draft.objects.get().content)
    second = draft.key_results.get(position=2)
    assert second.initiatives.get().text == DO
    assert "‹" in second.text


@pytest.mark.parametrize("act", ["add-key-result", "add-initiative"])
def test_a_row_can_be_added_without_scripts(bob: Client, draft: Objective, act: str) -> None:
    send(bob, draft, act, form(draft))

    kept = Draft.objects.get().content
    assert (len(kept["kr"]), len(kept["in"])) == ((4, 2) if act == "add-key-result" else (3, 3))


def test_initiatives_of_a_key_result_that_is_removed_stay_with_the_objective(
    bob: Client, draft: Objective
) -> None:
    send(bob, draft, "remove-key-result:0", form(draft))
    send(bob, draft, "save", Draft.objects.get().content)

    assert draft.key_results.count() == 2
    assert {one.text for one in draft.initiatives.all()} == {"Write to each of them", "Call them"}


def test_a_dismissed_finding_is_gone_while_the_words_stay(bob: Client, draft: Objective) -> None:
    page = send(
        bob, draft, "dismiss:K201.1.2.0", form(draft), **{"reason:K201.1.2.0": "Calls are the result"}
    )

    assert Dismissal.objects.get().words == DO
    assert 'value="dismiss:K201.1.2.0"' not in page
    assert "Calls are the result" in page
    again = send(bob, draft, "review", form(draft, kr__1__text=DO.replace("95%", "96%")))
    assert 'value="dismiss:K201.1.2.0"' in again


def test_a_finding_is_not_dismissed_without_a_reason(bob: Client, draft: Objective) -> None:
    page = send(bob, draft, "dismiss:K201.1.2.0", form(draft))

    assert "there is none" in page
    assert not Dismissal.objects.exists()


def test_a_gate_keeps_an_objective_from_being_published_and_cannot_be_dismissed(
    bob: Client, draft: Objective
) -> None:
    Decided.objects.create(values={"gates": ["K201"]})

    page = send(bob, draft, "publish", form(draft))
    dismissed = send(bob, draft, "dismiss:K201.1.2.0", form(draft), **{"reason:K201.1.2.0": "No"})

    assert "Saved, and not published" in page
    assert "is a gate" in dismissed
    assert Objective.objects.get(pk=draft.pk).state == "draft"


def test_without_gates_findings_keep_nobody_from_publishing(bob: Client, draft: Objective) -> None:
    send(bob, draft, "publish", form(draft, text="Customers renew"))

    row = Objective.objects.get(pk=draft.pk)
    assert (row.state, row.text) == ("published", "Customers renew")
    assert Freeze.objects.filter(key_result__objective=row).count() == 3


def test_a_contributor_is_offered_no_publishing_and_cannot_force_it(
    as_: Callable[[Person | None], Client], staff: Staff, draft: Objective
) -> None:
    carol = as_(staff.carol)

    page = carol.get(f"/objectives/{draft.pk}/edit").content.decode()
    forced = carol.post(f"/objectives/{draft.pk}/edit", {**form(draft), "act": "publish"})

    assert 'value="publish"' not in page
    assert forced.status_code == HTTPStatus.FORBIDDEN
    assert Objective.objects.get(pk=draft.pk).state == "draft"


def test_the_second_editor_is_shown_both_texts_and_goes_on_from_there(
    bob: Client, staff: Staff, draft: Objective
) -> None:
    mine = form(draft, text="Customers love us", assumption="They told us")
    theirs = stated_objective(draft)
    changed = replace(theirs, text="Customers renew", scope="Europe")
    edit_objective(Actor(staff.carol, "page", NOON), draft.pk, changed, revision=1)

    answer = bob.post(f"/objectives/{draft.pk}/edit", {**mine, "act": "save"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Carol changed this objective while you were writing" in page
    assert "Customers renew" in page
    assert "Customers love us" in page
    send(bob, draft, "save", Draft.objects.get().content)
    row = Objective.objects.get(pk=draft.pk)
    assert (row.text, row.scope, row.assumption) == ("Customers love us", "Europe", "They told us")


@pytest.mark.parametrize(("name", "status"), [("dave", 403), ("erin", 403), ("carol", 200), ("alice", 200)])
def test_only_who_may_draft_opens_the_editor(
    as_: Callable[[Person | None], Client], staff: Staff, draft: Objective, name: str, status: int
) -> None:
    assert as_(getattr(staff, name)).get(f"/objectives/{draft.pk}/edit").status_code == status


def test_a_private_objective_is_not_there_for_others(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective
) -> None:
    erin = as_(staff.erin)

    answers = [
        erin.get(f"/objectives/{secret.pk}/edit"),
        erin.post(f"/objectives/{secret.pk}/edit", {"act": "save"}),
        erin.post(f"/objectives/{secret.pk}/archive"),
        erin.get(f"/key-results/{secret.key_results.get().pk}/amend"),
    ]

    assert {one.status_code for one in answers} == {HTTPStatus.NOT_FOUND}


def test_a_published_objective_keeps_its_bet_and_takes_a_new_owner(
    bob: Client, staff: Staff, draft: Objective
) -> None:
    send(bob, draft, "publish", form(draft))

    send(bob, draft, "save", form(draft, kr__0__owner=str(staff.carol.pk)))
    harder = send(bob, draft, "save", form(draft, kr__0__target="1"))

    first = draft.key_results.get(position=1)
    assert (first.owner, first.target) == (staff.carol, 0.05)
    assert "they were frozen" in harder


def test_scripts_and_other_directions_are_shown_as_text(bob: Client, draft: Objective) -> None:
    words = "<script>alert(1)</script> رضا العملاء \u202e"

    page = send(bob, draft, "save", form(draft, text=words, kr__0__text=words))

    assert "<script>alert" not in page
    assert Objective.objects.get(pk=draft.pk).text == words.strip()


def test_the_number_of_queries_does_not_depend_on_the_number_of_key_results(
    bob: Client, draft: Objective, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for position in range(4, 24):
        draft.key_results.create(position=position, text=f"Calls from {position} to 50", target=50)

    with django_assert_max_num_queries(34):
        page = bob.get(f"/objectives/{draft.pk}/edit")

    assert page.content.count(b'name="kr"') == 23


def test_an_archived_objective_leaves_the_quarter(bob: Client, draft: Objective) -> None:
    send(bob, draft, "publish", form(draft))

    bob.post(f"/objectives/{draft.pk}/archive", {"act": "archive"})

    assert draft.text not in bob.get("/quarter?drafts=1").content.decode()


def test_who_may_edit_is_led_there_from_the_objective_and_nobody_else(
    as_: Callable[[Person | None], Client], staff: Staff, draft: Objective
) -> None:
    address = f"/objectives/{draft.pk}/edit"

    led = {
        name: address in as_(getattr(staff, name)).get(f"/objectives/{draft.pk}").content.decode()
        for name in ("bob", "carol", "dave", "erin")
    }

    assert led == {"bob": True, "carol": True, "dave": False, "erin": False}


def test_two_who_save_at_the_same_time_do_not_both_win(bob: Client, staff: Staff, draft: Objective) -> None:
    first, second = form(draft, text="Customers renew"), form(draft, text="Customers love us")

    statuses = [
        bob.post(f"/objectives/{draft.pk}/edit", {**one, "act": "save"}).status_code
        for one in (first, second)
    ]

    assert statuses == [HTTPStatus.FOUND, HTTPStatus.CONFLICT]
    assert Objective.objects.get(pk=draft.pk).text == "Customers renew"


def test_a_window_that_was_open_before_a_save_is_told_that_it_is_not_kept_and_its_buttons_keep_it(
    bob: Client, draft: Objective, now: Callable[[timedelta], None]
) -> None:
    stale = {**form(draft, kr__0__text="Typed in another window"), "begun": [NOON.isoformat()]}
    now(timedelta(minutes=1))
    send(bob, draft, "save", form(draft, text="Customers renew"))

    typed = bob.post(f"/objectives/{draft.pk}/edit", stale, headers=HTMX)
    page = send(bob, draft, "add-initiative", stale)

    assert typed["X-Kept"] == "no"
    assert "Not kept" in typed.content.decode()
    assert "Typed in another window" in page


def test_a_field_is_marked_as_wrong_only_after_somebody_tried_to_save(bob: Client, draft: Objective) -> None:
    begun = send(bob, draft, "add-key-result", form(draft))
    tried = send(bob, draft, "save", Draft.objects.get().content)

    assert "aria-invalid" not in begun
    assert 'aria-invalid="true"' in tried
    assert "This field is required." in tried
