"""Several people in one meeting at the same moment: nothing is lost and nothing happens twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.objectives.test_at_once import at_once

from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.actions import reveal, score
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.models import Item, Meeting, Participant, SelfScore, Settlement
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_who_score_at_once_all_count_and_two_clicks_are_one(
    staff: Staff, review: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    people = [staff.alice, staff.bob, staff.carol, staff.dave]

    outcomes = at_once(
        *(lambda p=p: score(Actor(p, "page", NOON), review.pk, row, 5) for p in (*people, *people))
    )

    assert outcomes == ["done"] * 8
    assert (SelfScore.objects.count(), Participant.objects.count()) == (4, 4)


def test_a_score_that_comes_as_all_are_shown_is_shown_too_or_refused(
    staff: Staff, review: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()

    outcomes = at_once(
        lambda: score(Actor(staff.carol, "page", NOON), review.pk, row, 5),
        lambda: reveal(Actor(staff.bob, "page", NOON), review.pk, row),
    )

    assert outcomes.count("done") == 1 + SelfScore.objects.count()
    assert Item.objects.get().revealed_at == NOON


def test_two_who_begin_the_same_meeting_begin_one(staff: Staff, closing: Cycle, objective: Objective) -> None:
    stated = StatedMeeting("review", closing.pk, None, 60)

    outcomes = at_once(*[lambda: begin_meeting(Actor(staff.alice, "page", NOON), stated)] * 3)

    assert outcomes == ["InputError", "InputError", "done"]
    assert Meeting.objects.count() == 1


def test_two_who_end_a_review_close_and_carry_over_once(
    staff: Staff, review: Meeting, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    Cycle.objects.create(name="2026-Q4", starts_on=cycle.ends_on, ends_on="2027-01-01")
    concluded(review, KeyResult.objects.select_related("objective__cycle", "owner", "series").get())

    outcomes = at_once(*[lambda: end_review(Actor(staff.bob, "page", NOON), review.pk)] * 2)

    assert outcomes == ["InputError", "done"]
    assert (Settlement.objects.count(), Objective.objects.filter(state="draft").count()) == (1, 1)
    assert Entry.objects.filter(action="ended a meeting").count() == 1
