"""The weekly digest tells of a status that moved by new values, to whom may see the key result."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.objectives.watching import tell_changes

from .conftest import PostOffice, text_of

if TYPE_CHECKING:
    from tests.web.conftest import Staff

FRIDAY = datetime(2026, 8, 28, 14, tzinfo=UTC)  # the usual day and hour of digests

pytestmark = pytest.mark.django_db(transaction=True)


def _measured(objective: Objective, at: datetime) -> None:
    """A key result that had no data, and whose first value comes at an instant."""
    series = Series.objects.create(
        key="k", metric="nps", grain="week", title="Calls", unit="count", better="up", measured_at=at
    )
    KeyResult.objects.create(
        objective=objective, position=2, text="Calls from 10 to 20", series=series, baseline=10, target=20
    )
    tell_changes(today=at.date(), at=at)
    Value.objects.create(
        series=series,
        period_start=date(2026, 8, 17),
        period_end=date(2026, 8, 24),
        value=19.0,
        is_mature=True,
        as_of=date(2026, 8, 24),
        version="outside",
        recorded_at=at,
    )
    tell_changes(today=at.date(), at=at)


def _digests(post: PostOffice) -> dict[str, str]:
    return {str(mail["To"]): text_of(mail) for mail in post.mails if "Your week" in mail["Subject"]}


@pytest.mark.parametrize(("days", "is_told"), [(1, True), (8, False)])
def test_a_digest_says_which_status_moved_within_the_week_though_nobody_checked_in(
    staff: Staff, objective: Objective, post: PostOffice, days: int, is_told: bool
) -> None:
    _measured(objective, FRIDAY - timedelta(days=days))

    post.work(FRIDAY)

    text = _digests(post)["bob@x.example"]
    assert ("* Calls from 10 to 20: on track, was no data: " in text) == is_told


def test_a_status_that_moved_and_came_back_is_no_change(
    staff: Staff, objective: Objective, post: PostOffice
) -> None:
    _measured(objective, FRIDAY - timedelta(days=2))
    Value.objects.all().delete()
    tell_changes(today=FRIDAY.date(), at=FRIDAY - timedelta(days=1))

    post.work(FRIDAY)

    assert "was no data" not in "".join(_digests(post).values())


def test_a_status_that_the_check_in_says_already_is_not_said_twice(
    staff: Staff, objective: Objective, post: PostOffice
) -> None:
    at = FRIDAY - timedelta(days=1)
    _measured(objective, at)
    result = objective.key_results.get(position=2)
    CheckIn.objects.create(key_result=result, by=staff.bob, on=at.date(), at=at, suggested_status="on track")

    post.work(FRIDAY)

    text = _digests(post)["bob@x.example"]
    assert "* Calls from 10 to 20: Bob checked in, on track" in text
    assert "was no data" not in text


def test_a_digest_says_no_status_of_what_one_may_not_see(
    staff: Staff, objective: Objective, secret: Objective, post: PostOffice
) -> None:
    Objective.objects.filter(pk=objective.pk).update(team=staff.product)
    _measured(secret, FRIDAY - timedelta(days=1))

    post.work(FRIDAY)

    told = _digests(post)
    assert "Calls from 10 to 20: on track, was no data" in told["dave@x.example"]
    assert "Calls from 10 to 20" not in told["erin@x.example"]
