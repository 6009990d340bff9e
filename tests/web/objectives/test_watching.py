"""Changes of status: told once each, by whichever worker sees them first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.objectives import watching
from holdfast.web.objectives.models import ToldStatus
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.objectives.watching import tell_changes
from holdfast.web.webhooks.actions import make_endpoint
from holdfast.web.webhooks.models import Delivery

if TYPE_CHECKING:
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)


def _say(objective: Objective, value: float) -> None:
    CheckIn.objects.create(key_result=objective.key_results.get(), on=TODAY, at=NOON, value=value)


def test_the_first_status_is_no_change_and_each_change_after_it_is_told_once(
    staff: Staff, objective: Objective
) -> None:
    make_endpoint(Actor(staff.alice, "page", NOON), "https://x.example/", ["key_result.status_changed"])

    told = [tell_changes(today=TODAY, at=NOON)]
    _say(objective, 19)
    told += [tell_changes(today=TODAY, at=NOON) for _ in range(2)]

    entry = Entry.objects.get(action="changed status")
    assert told == [0, 1, 0]
    assert entry.changes == {"status": ["no data", "on track"]}
    assert ToldStatus.objects.get().status == "on track"
    delivery = Delivery.objects.get()
    assert delivery.event == "key_result.status_changed"
    assert f'"id":{entry.subject_id}' in delivery.body


def test_time_alone_changes_a_status_too(objective: Objective) -> None:
    _say(objective, 19)
    tell_changes(today=TODAY, at=NOON)

    assert tell_changes(today=TODAY + timedelta(days=9), at=NOON) == 1
    assert ToldStatus.objects.get().status == "stale"


def test_two_workers_that_see_the_same_change_tell_of_it_once(objective: Objective) -> None:
    tell_changes(today=TODAY, at=NOON)
    _say(objective, 19)
    [line] = key_result_lines([objective.pk], objective.cycle, today=TODAY)[objective.pk]

    # Both have read the old status before either has written the new one.
    told = [watching._told(line, "no data", NOON) for _ in range(2)]

    assert told == [1, 0]
    assert Entry.objects.filter(action="changed status").count() == 1
