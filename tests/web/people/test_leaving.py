"""Somebody leaves who owns a dozen things."""

from __future__ import annotations

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.notices.handing_over import hand_over, heirs_of
from holdfast.web.notices.models import Notice
from holdfast.web.objectives.models import Initiative, KeyResult, Objective
from holdfast.web.people import leaving

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture
def twelve(staff: Staff, objective: Objective) -> list[KeyResult]:
    """Twelve key results of Bob's; he owns the objective and an initiative too, and checks in for Carol."""
    Initiative.objects.create(objective=objective, text="Call them", owner=staff.bob)
    Initiative.objects.create(objective=objective, text="Done long ago", owner=staff.bob, done_at=NOON)
    objective.key_results.update(checker=staff.bob)
    return [
        KeyResult.objects.create(
            objective=objective, position=n, text=f"KR {n}", owner=staff.bob, baseline=1, target=2
        )
        for n in range(2, 14)
    ]


def test_all_that_somebody_owns_goes_to_one_person_by_one_choice(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, twelve: list[KeyResult]
) -> None:
    client, before = as_(staff.alice), objective.revision
    page = client.get(f"/people/{staff.bob.pk}/leave").content.decode()

    answer = client.post(f"/people/{staff.bob.pk}/leave", {"everything": staff.carol.pk})

    staff.bob.refresh_from_db()
    objective.refresh_from_db()
    assert page.count('<option value="">As above') == 15
    assert answer.status_code == HTTPStatus.FOUND
    assert not staff.bob.is_active
    assert objective.owner == staff.carol
    assert set(objective.key_results.values_list("owner__name", flat=True)) == {"Carol"}
    assert objective.key_results.get(position=1).checker == staff.carol
    assert list(objective.initiatives.filter(done_at=None).values_list("owner__name", flat=True)) == ["Carol"]
    assert objective.initiatives.get(text="Done long ago").owner == staff.bob
    assert objective.revision == before + 1
    assert sorted(one.action for one in Entry.objects.all()) == ["changed owners", "let go"]


def test_each_thing_may_go_to_somebody_of_its_own(
    as_: Callable[[Person | None], Client], staff: Staff, twelve: list[KeyResult]
) -> None:
    given = {"everything": staff.carol.pk, f"key-result-{twelve[3].pk}": staff.erin.pk}

    as_(staff.alice).post(f"/people/{staff.bob.pk}/leave", given)

    owners = {one.pk: one.owner for one in KeyResult.objects.select_related("owner")}
    assert owners[twelve[3].pk] == staff.erin
    assert owners[twelve[4].pk] == staff.carol


def test_nobody_leaves_while_something_would_have_no_owner(
    as_: Callable[[Person | None], Client], staff: Staff, twelve: list[KeyResult]
) -> None:
    given = {f"key-result-{twelve[0].pk}": staff.carol.pk}

    answer = as_(staff.alice).post(f"/people/{staff.bob.pk}/leave", given)

    staff.bob.refresh_from_db()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "14 of what they own" in answer.content.decode()
    assert f'value="{staff.carol.pk}" selected' in answer.content.decode()
    assert staff.bob.is_active
    assert KeyResult.objects.filter(owner=staff.bob).count() == 12


@pytest.mark.parametrize("heir", ["themselves", "somebody who left", "nobody that exists"])
def test_an_heir_is_somebody_else_who_is_here(staff: Staff, twelve: list[KeyResult], heir: str) -> None:
    staff.dave.is_active = False
    staff.dave.save()
    key = {"themselves": staff.bob.pk, "somebody who left": staff.dave.pk}.get(heir, 99_999)
    heirs = {one.name: key for one in leaving.owned_by(staff.bob)}

    with pytest.raises(InputError, match="not here"):
        leaving.leave(Actor(staff.alice, "page", NOON), staff.bob.pk, heirs)

    assert KeyResult.objects.filter(owner=staff.bob).count() == 12


def test_what_is_over_stays_with_whoever_left(
    staff: Staff, cycle: Cycle, objective: Objective, twelve: list[KeyResult]
) -> None:
    cycle.state = "closed"
    cycle.save()

    leaving.leave(Actor(staff.alice, "page", NOON), staff.bob.pk, {})

    objective.refresh_from_db()
    assert objective.owner == staff.bob
    assert KeyResult.objects.filter(owner=staff.bob).count() == 12


def test_a_page_of_somebody_does_not_show_what_is_private_to_others(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective
) -> None:
    pages = [as_(one).get(f"/people/{staff.bob.pk}").content.decode() for one in (staff.erin, staff.dave)]

    assert [secret.text in page for page in pages] == [False, True]


def test_somebody_may_come_back_and_owns_nothing_then(
    as_: Callable[[Person | None], Client], staff: Staff, twelve: list[KeyResult]
) -> None:
    client = as_(staff.alice)
    client.post(f"/people/{staff.bob.pk}/leave", {"everything": staff.carol.pk})

    client.post(f"/people/{staff.bob.pk}/return")

    staff.bob.refresh_from_db()
    assert staff.bob.is_active
    assert leaving.owned_by(staff.bob) == ()


@pytest.fixture
def decided(staff: Staff, objective: Objective) -> list[Decision]:
    """What meetings of a closed quarter left to Bob: of a review, done and not done, and of a weekly one."""
    past = Cycle.objects.create(
        name="2026-Q2", starts_on=date(2026, 4, 1), ends_on=date(2026, 7, 1), state="closed"
    )
    review, weekly = (
        Meeting.objects.create(
            kind=kind, cycle=past, team=staff.success, planned_minutes=60, began_at=NOON, ended_at=NOON
        )
        for kind in ("review", "weekly")
    )
    return [
        Decision.objects.create(meeting=review, text="Ask those who left", owner=staff.bob, at=NOON),
        Decision.objects.create(meeting=review, text="Was done", owner=staff.bob, at=NOON, done_at=NOON),
        Decision.objects.create(meeting=weekly, text="Is over", owner=staff.bob, at=NOON),
    ]


def test_what_a_review_decided_goes_on_with_an_heir_after_its_quarter_is_closed(
    as_: Callable[[Person | None], Client], staff: Staff, decided: list[Decision]
) -> None:
    client = as_(staff.alice)
    page = client.get(f"/people/{staff.bob.pk}/leave").content.decode()

    client.post(f"/people/{staff.bob.pk}/leave", {"everything": staff.carol.pk})

    review = decided[0].meeting
    owners = list(Decision.objects.order_by("pk").values_list("owner__name", flat=True))
    entry = Entry.objects.get(action="changed owners", subject_kind="meeting")
    assert f'name="decision-{decided[0].pk}"' in page
    assert "Was done" not in page
    assert owners == ["Carol", "Bob", "Bob"]
    assert (entry.subject_id, entry.changes) == (
        review.pk,
        {f"decision-{decided[0].pk}": [None, staff.carol.pk]},
    )


def test_nobody_leaves_while_a_decision_would_have_no_owner(staff: Staff, decided: list[Decision]) -> None:
    heirs = {one.name: staff.carol.pk for one in leaving.owned_by(staff.bob) if one.kind != "decision"}

    with pytest.raises(InputError, match="Ask those who left"):
        leaving.leave(Actor(staff.alice, "page", NOON), staff.bob.pk, heirs)

    assert Decision.objects.filter(owner=staff.bob).count() == 3


def test_an_heir_is_told_of_a_decision_that_is_theirs_now(staff: Staff, decided: list[Decision]) -> None:
    heirs = {one.name: staff.alice.pk for one in leaving.owned_by(staff.bob)}
    heirs[f"decision-{decided[0].pk}"] = staff.carol.pk

    leaving.leave(Actor(staff.alice, "page", NOON), staff.bob.pk, heirs)

    entry = Entry.objects.get(action="let go")
    told = hand_over(Notice(person=staff.carol, subject_id=entry.pk), NOON)
    assert heirs_of(entry) == {staff.carol.pk}
    assert told.subject == "A decision is yours now"


def test_a_decision_on_a_private_key_result_is_not_shown_on_its_owners_page(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective, decided: list[Decision]
) -> None:
    result = KeyResult.objects.create(objective=secret, position=9, text="hidden", baseline=1, target=2)
    Decision.objects.filter(pk=decided[0].pk).update(key_result=result)

    pages = [as_(one).get(f"/people/{staff.bob.pk}").content.decode() for one in (staff.erin, staff.dave)]

    assert ["Ask those who left" in page for page in pages] == [False, True]
