"""The end of a review: settled objectives, their grades, and a cycle that can be closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.meetings.conftest import by_bob, key_result, record_of

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.actions import move_cycle
from holdfast.web.cycles.models import Cycle
from holdfast.web.measurements.models import Series, Value
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.models import Item, Meeting, Settlement
from holdfast.web.objectives.actions import archive_objective
from holdfast.web.objectives.amending import Grounds, amend_key_result, drop_key_result
from holdfast.web.objectives.freezing import digest, freeze
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.objectives.stated import stated_key_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff


def test_a_review_closes_the_objective_with_its_final_value_score_and_grade(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    concluded(
        review, key_result(), override_tenths=9, override_reason="Half of August was lost to the outage"
    )

    end_review(by_bob(staff), review.pk)

    objective.refresh_from_db()
    kept = Settlement.objects.get(objective=objective)
    told = kept.content["key_results"][0]
    assert objective.state == "closed"
    assert (told["value"], told["score"], told["grade"]) == (17, 0.7, 0.9)
    assert told["override_reason"] == "Half of August was lost to the outage"
    assert dict(told["figures"]) == {"baseline": 10, "target": 20, "value": 17}
    assert kept.digest == digest(kept.content)
    assert Entry.objects.filter(action="closed objective", subject_id=objective.pk).count() == 1


def test_after_it_the_cycle_can_be_closed_and_not_before(
    staff: Staff, review: Meeting, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    alice, over = Actor(staff.alice, "page", NOON), cycle.ends_on

    with pytest.raises(InputError, match="1 of its objectives are not graded"):
        move_cycle(alice, cycle.pk, to="closed", seen="closing", today=over)
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)
    moved = move_cycle(alice, cycle.pk, to="closed", seen="closing", today=over)

    assert moved.state == "closed"


def test_what_is_not_concluded_stays_open_for_another_review(
    staff: Staff, review: Meeting, objective: Objective, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    KeyResult.objects.create(objective=objective, position=2, text="Two", baseline=1, target=2)
    concluded(review, key_result(position=1))

    end_review(by_bob(staff), review.pk)
    again = begin_meeting(by_bob(staff), StatedMeeting("review", cycle.pk, staff.success.pk, 30))

    objective.refresh_from_db()
    assert (objective.state, Settlement.objects.count()) == ("published", 0)
    assert record_of(review)["objectives"][0]["is_closed"] is False
    assert again.pk != review.pk


def test_the_bet_as_frozen_is_settled_and_the_amended_one_beside_it(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    row = key_result()
    freeze(row, NOON)
    stated = stated_key_result(row)
    amend_key_result(
        by_bob(staff), row.pk, replace(stated, target=17), Grounds(NOON.date(), "Half the team left", 1)
    )
    concluded(review, key_result())

    end_review(by_bob(staff), review.pk)

    told = Settlement.objects.get().content["key_results"][0]
    assert (told["score"], told["amended_score"], told["grade"]) == (0.7, 1.0, 0.7)


def test_a_key_result_given_up_in_mid_cycle_is_settled_as_it_was_frozen(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle
) -> None:
    row = key_result()
    freeze(row, NOON)
    drop_key_result(by_bob(staff), row.pk, Grounds(NOON.date(), "Nobody calls any more", 1))

    end_review(by_bob(staff), review.pk)

    told = Settlement.objects.get().content
    assert (told["key_results"][0]["score"], told["mean"]) == (0.7, None)
    assert not Objective.objects.filter(cycle=after).exists()


def test_a_key_result_without_data_has_no_grade_which_is_not_zero(
    staff: Staff, review: Meeting, concluded: Callable[..., Item]
) -> None:
    CheckIn.objects.all().delete()
    concluded(review, key_result())

    end_review(by_bob(staff), review.pk)

    told = Settlement.objects.get().content
    assert (told["key_results"][0]["grade"], told["mean"], told["without_data"]) == (None, None, 1)


def test_a_measured_key_result_keeps_the_counts_and_the_version_behind_its_grade(
    staff: Staff, review: Meeting, concluded: Callable[..., Item]
) -> None:
    series = Series.objects.create(key="k", metric="csat", title="CSAT", unit="share", better="up")
    for month, value, is_mature in ((7, 0.6, True), (8, 0.9, False)):
        Value.objects.create(
            series=series,
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            value=value,
            numerator=60,
            denominator=100,
            is_mature=is_mature,
            as_of=NOON.date(),
            version="abc",
            recorded_at=NOON,
        )
    KeyResult.objects.update(series=series, unit="share", baseline=0.5, target=0.7)
    concluded(review, key_result())

    end_review(by_bob(staff), review.pk)

    told = Settlement.objects.get().content["key_results"][0]
    assert (told["value"], told["period"], told["definition_version"]) == (
        0.6,
        ["2026-07-01", "2026-08-01"],
        "abc",
    )
    assert dict(told["figures"]) == {
        "baseline": 0.5,
        "target": 0.7,
        "value": 0.6,
        "numerator": 60,
        "denominator": 100,
    }


def test_a_cycle_that_went_back_to_active_is_not_settled(
    staff: Staff, review: Meeting, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    concluded(review, key_result())
    Cycle.objects.filter(pk=cycle.pk).update(state="active")

    with pytest.raises(InputError, match="active again"):
        end_review(by_bob(staff), review.pk)

    assert (Settlement.objects.count(), Meeting.objects.get().ended_at) == (0, None)


def test_what_is_settled_is_not_put_away_and_cannot_come_back_as_pursued(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)

    with pytest.raises(InputError, match="closed and settled"):
        archive_objective(by_bob(staff), objective.pk)

    objective.refresh_from_db()
    assert objective.state == "closed"
