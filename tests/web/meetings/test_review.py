"""A quarterly review: who may do what, what is hidden until it is shown, and what is concluded."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.errors import ConflictError
from holdfast.web.meetings.actions import reveal, score
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.concluding import Conclusion, conclude
from holdfast.web.meetings.models import Decision, Item, Meeting, SelfScore
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

KEPT = {"course": "keep", "learned": "Calls work", "override": "", "revision": "1"}


def _step(meeting: Meeting, row: KeyResult, act: str = "") -> str:
    return f"/meetings/{meeting.pk}/key-results/{row.pk}{act and '/'}{act}"


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 302), ("bob", 302), ("carol", 403), ("dave", 403), ("erin", 422)]
)
def test_who_may_grade_for_a_team_begins_its_review(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    closing: Cycle,
    objective: Objective,
    name: str,
    status: int,
) -> None:
    sent = {"kind": "review", "team": staff.success.pk, "cycle": closing.pk, "planned_minutes": 90}

    answer = as_(getattr(staff, name)).post("/meetings", sent)

    assert answer.status_code == status  # Erin leads another team, and her form offers no other
    assert Meeting.objects.count() == (status == 302)


def test_a_review_is_held_while_its_cycle_is_closing_and_one_at_a_time(
    staff: Staff, closing: Cycle, objective: Objective
) -> None:
    actor, stated = Actor(staff.bob, "page", NOON), StatedMeeting("review", closing.pk, staff.success.pk, 90)
    closing.state = "active"
    closing.save()

    with pytest.raises(InputError, match="it is active"):
        begin_meeting(actor, stated)
    closing.state = "closing"
    closing.save()
    begin_meeting(actor, stated)
    with pytest.raises(InputError, match="goes on already"):
        begin_meeting(actor, stated)


@pytest.mark.parametrize(
    ("name", "scores", "leads"),
    [
        ("alice", 302, 302),
        ("bob", 302, 302),
        ("carol", 302, 403),
        ("dave", 302, 403),
        ("erin", 403, 403),
    ],
)
def test_members_score_whatever_their_role_and_editors_lead(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    name: str,
    scores: int,
    leads: int,
) -> None:
    row, browser = objective.key_results.get(), as_(getattr(staff, name))

    scored = browser.post(_step(review, row, "score"), {"score": "7"})
    turned = browser.post(_step(review, row, "turn"))
    decided = browser.post(f"/meetings/{review.pk}/decisions", {"text": "Go on", "key_result": row.pk})
    noted = browser.post(f"/meetings/{review.pk}/notes", {"notes": "Well", "revision": "1"})
    revealed = browser.post(_step(review, row, "reveal"))
    said = browser.post(_step(review, row, "conclude"), KEPT)
    end = browser.get(f"/meetings/{review.pk}/end")

    assert scored.status_code == scores
    assert {one.status_code for one in (turned, decided, noted, revealed, said)} == {leads}
    assert end.status_code == (200 if leads == 302 else 403)


def test_a_private_objective_is_on_no_agenda_of_whoever_may_not_see_it(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, secret: Objective
) -> None:
    row = secret.key_results.get()

    agenda = as_(staff.erin).get(f"/meetings/{review.pk}").content.decode()
    statuses = [
        as_(staff.erin).get(_step(review, row)).status_code,
        as_(staff.erin).get(_step(review, row, "live")).status_code,
        as_(staff.erin).post(_step(review, row, "score"), {"score": "1"}).status_code,
        as_(staff.bob).get(_step(review, row)).status_code,
    ]

    assert "Nobody else may read this" not in agenda
    assert "Customers stay" in agenda
    assert statuses == [404, 404, 404, 200]


def test_a_key_result_of_another_team_is_no_part_of_the_review(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, cycle: Cycle
) -> None:
    other = Objective.objects.create(
        cycle=cycle, team=staff.product, text="Ship", state="published", created_at=NOON
    )
    row = KeyResult.objects.create(objective=other, position=1, text="Ship 1 to 2", baseline=1, target=2)

    assert as_(staff.alice).get(_step(review, row)).status_code == HTTPStatus.NOT_FOUND
    assert as_(staff.alice).post(_step(review, row, "reveal")).status_code == HTTPStatus.NOT_FOUND


def test_nobody_reads_a_score_of_somebody_else_before_all_are_shown(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    as_(staff.carol).post(_step(review, row, "score"), {"score": "3"})
    pages = [_step(review, row), _step(review, row, "live"), f"/meetings/{review.pk}"]

    hidden = [as_(one).get(page).content.decode() for one in (staff.bob, staff.alice) for page in pages]
    own = as_(staff.carol).get(pages[0]).content.decode()
    as_(staff.bob).post(_step(review, row, "reveal"))
    shown = as_(staff.dave).get(pages[1]).content.decode()

    for page in hidden:
        # 0.3 stands on the button that gives it, and on nothing else.
        assert page.count("0.3") == page.count(">0.3</button>")
        assert 'aria-pressed="true"' not in page
        assert "Computed score" not in page
    assert "Given by Carol" in hidden[0]
    assert "You gave 0.3" in own
    assert "<strong>0.3</strong>" in shown
    assert all("3" not in str(one.changes) for one in Entry.objects.filter(action="scored a key result"))


def test_the_live_part_is_sent_again_only_where_it_changed_and_leads_those_who_follow(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    other = KeyResult.objects.create(objective=objective, position=2, text="Two", baseline=1, target=2)
    page = as_(staff.dave).get(_step(review, row)).content.decode()
    state = re.search(r"seen=([^&\"]+)", page)[1]  # type: ignore[index]

    same = as_(staff.dave).get(_step(review, row, "live"), {"seen": state})
    as_(staff.carol).post(_step(review, row, "score"), {"score": "3"})
    new = as_(staff.dave).get(_step(review, row, "live"), {"seen": state})
    as_(staff.bob).post(_step(review, other, "turn"))
    followed = as_(staff.dave).get(_step(review, row, "live"), {"seen": state, "follow": "1"})

    assert (same.status_code, new.status_code) == (HTTPStatus.NO_CONTENT, HTTPStatus.OK)
    assert followed["HX-Redirect"] == f"{_step(review, other)}?follow=1"


def test_a_score_can_be_changed_until_it_is_shown_and_then_stays(
    staff: Staff, review: Meeting, objective: Objective
) -> None:
    row, actor = objective.key_results.get(), Actor(staff.carol, "page", NOON)
    score(actor, review.pk, row, 3)
    score(actor, review.pk, row, 8)

    reveal(Actor(staff.bob, "page", NOON), review.pk, row)

    with pytest.raises(InputError, match="revealed by now"):
        score(actor, review.pk, row, 10)
    assert SelfScore.objects.get().tenths == 8


@pytest.mark.parametrize("bad", ["11", "-1", "0.7", "", "x" * 100_000, "\0"])
def test_a_score_that_is_none_is_refused(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, objective: Objective, bad: str
) -> None:
    answer = as_(staff.carol).post(_step(review, objective.key_results.get(), "score"), {"score": bad})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SelfScore.objects.exists()


def test_nothing_is_concluded_before_the_scores_are_shown(
    staff: Staff, review: Meeting, objective: Objective
) -> None:
    actor, row = Actor(staff.bob, "page", NOON), objective.key_results.get()

    with pytest.raises(InputError, match="hidden"):
        conclude(actor, review.pk, row, Conclusion("keep"), revision=1)


@pytest.mark.parametrize(
    ("stated", "match"),
    [
        (Conclusion(""), "none is chosen"),
        (Conclusion("burn"), "none is chosen"),
        (Conclusion("drop"), "no reason"),
        (Conclusion("change"), "no reason"),
        (Conclusion("keep", override_tenths=9), "nothing was written"),
        (Conclusion("keep", override_tenths=11, override_reason="Because"), "1.1"),
        (Conclusion("keep", learned="x" * 5_001), "5,001 characters"),
        (Conclusion("change", why="x", next_text="x" * 2_001), "2,001 characters"),
    ],
)
def test_a_conclusion_without_what_it_needs_is_refused(
    staff: Staff, review: Meeting, objective: Objective, stated: Conclusion, match: str
) -> None:
    actor, row = Actor(staff.bob, "page", NOON), objective.key_results.get()
    reveal(actor, review.pk, row)

    with pytest.raises(InputError, match=match):
        conclude(actor, review.pk, row, stated, revision=1)

    assert Item.objects.get().course == ""


def test_a_committed_key_result_below_one_asks_what_was_learned(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    Objective.objects.update(commitment="committed")
    row = KeyResult.objects.select_related("objective__cycle", "owner", "series").get()

    with pytest.raises(InputError, match=r"committed key result ends with 0\.70"):
        concluded(review, row)

    assert concluded(review, row, learned="We began too late").course == "keep"


def test_of_two_who_conclude_the_second_reads_what_the_first_wrote_and_loses_nothing(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    concluded: Callable[..., Item],
) -> None:
    row = objective.key_results.get()
    concluded(review, row, learned="Said first")

    answer = as_(staff.alice).post(_step(review, row, "conclude"), KEPT | {"learned": "Said second"})
    again = as_(staff.alice).post(_step(review, row, "conclude"), KEPT | {"learned": "Both", "revision": "2"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Said first" in page
    assert "Said second" in page
    assert 'name="revision" value="2"' in page
    assert (again.status_code, Item.objects.get().learned) == (HTTPStatus.FOUND, "Both")
    with pytest.raises(ConflictError):
        conclude(Actor(staff.bob, "page", NOON), review.pk, row, Conclusion("keep"), revision=1)


def test_a_decision_has_an_owner_and_a_date_and_its_owner_reports_it_done(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, objective: Objective
) -> None:
    sent = {"text": "Call the ten <b>largest</b>", "owner": staff.carol.pk, "due_on": "2026-09-30"}
    as_(staff.bob).post(f"/meetings/{review.pk}/decisions", sent)
    made = Decision.objects.get()

    mine = as_(staff.carol).get("/meetings").content.decode()
    refused = as_(staff.dave).post(f"/meetings/{review.pk}/decisions/{made.pk}/done")
    done = as_(staff.carol).post(f"/meetings/{review.pk}/decisions/{made.pk}/done")

    made.refresh_from_db()
    assert (made.owner, str(made.due_on), made.done_at) == (staff.carol, "2026-09-30", NOON)
    assert "Call the ten &lt;b&gt;largest&lt;/b&gt;" in mine
    assert (refused.status_code, done.status_code) == (403, 302)


@pytest.mark.parametrize(
    "bad", [{"text": " "}, {"text": "x" * 5_001}, {"text": "a", "owner": "999"}, {"text": "a", "due_on": "x"}]
)
def test_a_decision_that_cannot_be_kept_comes_back_with_its_form(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    bad: dict[str, str],
) -> None:
    row = objective.key_results.get()

    of_meeting = as_(staff.bob).post(f"/meetings/{review.pk}/decisions", bad)
    of_result = as_(staff.bob).post(f"/meetings/{review.pk}/decisions", bad | {"key_result": row.pk})

    assert (of_meeting.status_code, of_result.status_code) == (422, 422)
    assert not Decision.objects.exists()


def test_of_two_who_write_notes_the_second_is_shown_the_first(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting
) -> None:
    address = f"/meetings/{review.pk}/notes"
    as_(staff.bob).post(address, {"notes": "From Bob", "revision": "1"})

    answer = as_(staff.alice).post(address, {"notes": "From Alice", "revision": "1"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "From Bob" in page
    assert "From Alice" in page
    assert Meeting.objects.get().notes == "From Bob"


def test_who_left_or_is_a_stranger_takes_no_part(staff: Staff, review: Meeting, objective: Objective) -> None:
    row = objective.key_results.get()

    with pytest.raises(PermissionDenied):
        score(Actor(staff.erin, "page", NOON), review.pk, row, 5)
    KeyResult.objects.update(owner=staff.erin)
    row = KeyResult.objects.select_related("objective").get()
    score(Actor(staff.erin, "page", NOON), review.pk, row, 5)

    assert SelfScore.objects.get().by == staff.erin


def test_the_pages_of_a_review_cost_the_same_however_much_is_on_the_agenda(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    row = objective.key_results.get()
    for number in range(40):
        KeyResult.objects.create(
            objective=objective, position=number + 2, text=f"Result {number}", baseline=0, target=1
        )
        SelfScore.objects.create(
            meeting=review, key_result=row, by=staff.bob if not number else _person(number), tenths=5, at=NOON
        )
    browser = as_(staff.bob)

    with django_assert_max_num_queries(20):
        browser.get(f"/meetings/{review.pk}")
    with django_assert_max_num_queries(40):
        browser.get(_step(review, row))
    with django_assert_max_num_queries(24):
        browser.get(_step(review, row, "live"))


def _person(number: int) -> Person:
    from holdfast.web.people.models import Person  # noqa: PLC0415

    return Person.objects.create_user(f"p{number}@x.example", name=f"Person {number}", joined_at=NOON)


@pytest.mark.parametrize(("kind", "minutes"), [("review", 60), ("weekly", 15)])
def test_a_meeting_whose_length_nobody_states_takes_what_its_kind_takes(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    closing: Cycle,
    objective: Objective,
    kind: str,
    minutes: int,
) -> None:
    sent = {"kind": kind, "team": staff.success.pk, "cycle": closing.pk, "planned_minutes": ""}

    as_(staff.bob).post("/meetings", sent)

    assert Meeting.objects.get().planned_minutes == minutes
