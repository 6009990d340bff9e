"""A cycle that is closing, and a quarterly review in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import NOON

from holdfast.web.audit.actions import Actor
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.actions import reveal
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.concluding import Conclusion, conclude
from holdfast.web.meetings.models import Meeting
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

    from holdfast.web.meetings.models import Item
    from holdfast.web.objectives.models import Objective


@pytest.fixture
def closing(cycle: Cycle) -> Cycle:
    cycle.state = "closing"
    cycle.save()
    return cycle


@pytest.fixture
def after(cycle: Cycle) -> Cycle:
    """The cycle that follows, in which what goes on is drafted."""
    return Cycle.objects.create(name="2026-Q4", starts_on=date(2026, 10, 1), ends_on=date(2027, 1, 1))


@pytest.fixture
def review(staff: Staff, closing: Cycle, objective: Objective) -> Meeting:
    """Success's review, led by Bob; its key result went from 10 to 17 of 20, as Carol typed it in."""
    CheckIn.objects.create(
        key_result=objective.key_results.get(), by=staff.carol, on=NOON.date(), at=NOON, value=17
    )
    stated = StatedMeeting("review", closing.pk, staff.success.pk, 90)
    return begin_meeting(by_bob(staff), stated)


@pytest.fixture
def concluded(staff: Staff) -> Callable[..., Item]:
    """Reveals the scores of a key result and concludes on it, as Bob."""

    def call(meeting: Meeting, row: KeyResult, course: str = "keep", **more: object) -> Item:
        actor = by_bob(staff)
        item = reveal(actor, meeting.pk, row)
        if course != "keep":
            more.setdefault("why", "The market turned")
        return conclude(
            actor,
            meeting.pk,
            row,
            Conclusion(course, **more),  # type: ignore[arg-type]
            revision=item.revision,
        )

    return call


def by_bob(staff: Staff) -> Actor:
    """Bob, at a page of the application."""
    return Actor(staff.bob, "page", NOON)


def record_of(meeting: Meeting) -> dict[str, Any]:
    """Its minutes as they are kept."""
    kept: dict[str, Any] = Meeting.objects.values_list("record", flat=True).get(pk=meeting.pk) or {}
    return kept


def key_result(**filters: object) -> KeyResult:
    """The one that the filters leave, as the views read it."""
    return KeyResult.objects.select_related("objective__cycle", "owner", "series").get(**filters)
