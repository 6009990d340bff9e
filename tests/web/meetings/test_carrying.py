"""What goes on after a review: drafts of the next cycle, and where they come from."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.meetings.conftest import by_bob, key_result

from holdfast.errors import InputError
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.carrying import carry_over
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.models import Item, Meeting, Settlement
from holdfast.web.objectives.models import Initiative, KeyResult, Objective, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


def test_what_is_kept_or_changed_is_drafted_in_the_next_cycle_and_what_is_dropped_is_not(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle, concluded: Callable[..., Item]
) -> None:
    for position, text in ((2, "Two from 1 to 2"), (3, "Three from 1 to 2")):
        KeyResult.objects.create(
            objective=objective, position=position, text=text, baseline=1, target=2, checkpoints=[[0.5, 1.5]]
        )
    Initiative.objects.create(objective=objective, text="Open still", due_on=date(2026, 8, 1))
    Initiative.objects.create(objective=objective, text="Done", done_at=NOON)
    concluded(review, key_result(position=1))
    concluded(review, key_result(position=2), "change", next_text="Two from 1 to 5")
    concluded(review, key_result(position=3), "drop")

    end_review(by_bob(staff), review.pk)

    draft = Objective.objects.get(cycle=after)
    kept, changed = draft.key_results.order_by("position")
    told = Settlement.objects.get().content["key_results"]
    assert (draft.state, draft.text, draft.carried_from) == ("draft", "Customers stay", objective)
    assert (kept.text, kept.baseline, kept.target) == ("Calls held from 10 to 20", 17, 20)
    assert kept.carried_from_id == key_result(objective=objective, position=1).pk
    assert (changed.text, changed.baseline, changed.target) == ("Two from 1 to 5", 1, 5)
    assert changed.checkpoints == []
    assert "graded 0.70" in kept.target_note
    assert [(one.text, one.due_on) for one in draft.initiatives.all()] == [("Open still", None)]
    assert (told[2]["course"], told[2]["why"]) == ("drop", "The market turned")


@pytest.mark.parametrize("value", [20, 23])
def test_a_target_that_was_reached_is_left_to_choose_anew(
    staff: Staff, review: Meeting, after: Cycle, concluded: Callable[..., Item], value: int
) -> None:
    CheckIn.objects.update(value=value)
    concluded(review, key_result())

    end_review(by_bob(staff), review.pk)

    carried = KeyResult.objects.get(objective__cycle=after)
    assert (carried.baseline, carried.target) == (value, None)
    assert "Its target was reached" in carried.target_note


def test_steps_that_are_done_stay_behind_and_a_person_who_left_owns_nothing_new(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle, concluded: Callable[..., Item]
) -> None:
    KeyResult.objects.update(kind="milestone", baseline=None, target=None)
    for position, is_done in ((1, True), (2, False)):
        Step.objects.create(
            key_result=key_result(), position=position, text=f"Step {position}", is_done=is_done
        )
    staff.carol.is_active = False
    staff.carol.save()
    concluded(review, key_result())

    end_review(by_bob(staff), review.pk)

    carried = KeyResult.objects.get(objective__cycle=after)
    assert [(one.text, one.is_done) for one in carried.steps.all()] == [("Step 2", False)]
    assert carried.owner is None
    assert Settlement.objects.get().content["key_results"][0]["score"] == 0.5


def test_without_a_next_cycle_it_is_carried_over_later_and_only_once(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    cycle: Cycle,
    concluded: Callable[..., Item],
) -> None:
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)
    with pytest.raises(InputError, match="no open cycle follows"):
        carry_over(by_bob(staff), review.pk)
    after = Cycle.objects.create(
        name="2026-Q4", starts_on=cycle.ends_on, ends_on=cycle.ends_on + timedelta(days=90)
    )

    refused = as_(staff.carol).post(f"/meetings/{review.pk}/carry-over")
    as_(staff.bob).post(f"/meetings/{review.pk}/carry-over")
    as_(staff.bob).post(f"/meetings/{review.pk}/carry-over")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert Objective.objects.filter(cycle=after).count() == 1


def test_drafts_support_the_drafts_of_what_was_above_them(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle, concluded: Callable[..., Item]
) -> None:
    above = Objective.objects.create(
        cycle=review.cycle, team=staff.success, text="All stay", state="published", created_at=NOON
    )
    KeyResult.objects.create(objective=above, position=1, text="All from 1 to 2", baseline=1, target=2)
    objective.supports.add(above)
    for row in KeyResult.objects.select_related("objective__cycle", "owner", "series"):
        concluded(review, row)

    end_review(by_bob(staff), review.pk)

    lower = Objective.objects.get(carried_from=objective)
    assert [one.carried_from for one in lower.supports.all()] == [above]


def test_the_objective_shows_how_it_ended_and_where_it_goes_on(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    after: Cycle,
    concluded: Callable[..., Item],
) -> None:
    concluded(review, key_result())
    end_review(by_bob(staff), review.pk)
    draft = Objective.objects.get(cycle=after)

    ended = as_(staff.dave).get(f"/objectives/{objective.pk}").content.decode()
    drafted = as_(staff.dave).get(f"/objectives/{draft.pk}").content.decode()
    quarter = as_(staff.dave).get("/quarter?cycle=2026-Q3").content.decode()

    assert "How it ended" in ended
    assert "0.70" in ended
    assert f'goes on in <a href="/objectives/{draft.pk}">2026-Q4</a>' in ended
    assert f'goes on from <a href="/objectives/{objective.pk}">2026-Q3</a>' in drafted
    assert "status-closed" in quarter
