"""The end of a review: frozen minutes, settled objectives, what goes on as drafts, a closed cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.actions import move_cycle
from holdfast.web.cycles.models import Cycle
from holdfast.web.measurements.models import Series, Value
from holdfast.web.meetings.actions import StatedDecision, decide, join, note, reveal, score
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.carrying import carry_over
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.minutes import markdown, seen
from holdfast.web.meetings.models import Item, Meeting, SelfScore, Settlement
from holdfast.web.objectives.actions import archive_objective
from holdfast.web.objectives.amending import Grounds, amend_key_result, drop_key_result
from holdfast.web.objectives.freezing import digest, freeze
from holdfast.web.objectives.models import Initiative, KeyResult, Objective, Step
from holdfast.web.objectives.stated import stated_key_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


@pytest.fixture
def after(cycle: Cycle) -> Cycle:
    return Cycle.objects.create(name="2026-Q4", starts_on=date(2026, 10, 1), ends_on=date(2027, 1, 1))


def _bob(staff: Staff) -> Actor:
    return Actor(staff.bob, "page", NOON)


def _record(meeting: Meeting) -> dict[str, Any]:
    """Its minutes as they are kept."""
    kept: dict[str, Any] = Meeting.objects.values_list("record", flat=True).get(pk=meeting.pk) or {}
    return kept


def _result(**filters: object) -> KeyResult:
    return KeyResult.objects.select_related("objective__cycle", "owner", "series").get(**filters)


def test_a_review_closes_the_objective_with_its_final_value_score_and_grade(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    concluded(review, _result(), override_tenths=9, override_reason="Half of August was lost to the outage")

    end_review(_bob(staff), review.pk)

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
    concluded(review, _result())
    end_review(_bob(staff), review.pk)
    moved = move_cycle(alice, cycle.pk, to="closed", seen="closing", today=over)

    assert moved.state == "closed"


def test_what_is_not_concluded_stays_open_for_another_review(
    staff: Staff, review: Meeting, objective: Objective, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    KeyResult.objects.create(objective=objective, position=2, text="Two", baseline=1, target=2)
    concluded(review, _result(position=1))

    end_review(_bob(staff), review.pk)
    again = begin_meeting(_bob(staff), StatedMeeting("review", cycle.pk, staff.success.pk, 30))

    objective.refresh_from_db()
    assert (objective.state, Settlement.objects.count()) == ("published", 0)
    assert _record(review)["objectives"][0]["is_closed"] is False
    assert again.pk != review.pk


def test_what_is_kept_or_changed_is_drafted_in_the_next_cycle_and_what_is_dropped_is_not(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle, concluded: Callable[..., Item]
) -> None:
    for position, text in ((2, "Two from 1 to 2"), (3, "Three from 1 to 2")):
        KeyResult.objects.create(
            objective=objective, position=position, text=text, baseline=1, target=2, checkpoints=[[0.5, 1.5]]
        )
    Initiative.objects.create(objective=objective, text="Open still", due_on=date(2026, 8, 1))
    Initiative.objects.create(objective=objective, text="Done", done_at=NOON)
    concluded(review, _result(position=1))
    concluded(review, _result(position=2), "change", next_text="Two from 1 to 5")
    concluded(review, _result(position=3), "drop")

    end_review(_bob(staff), review.pk)

    draft = Objective.objects.get(cycle=after)
    kept, changed = draft.key_results.order_by("position")
    told = Settlement.objects.get().content["key_results"]
    assert (draft.state, draft.text, draft.carried_from) == ("draft", "Customers stay", objective)
    assert (kept.text, kept.baseline, kept.target) == ("Calls held from 10 to 20", 17, 20)
    assert kept.carried_from_id == _result(objective=objective, position=1).pk
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
    concluded(review, _result())

    end_review(_bob(staff), review.pk)

    carried = KeyResult.objects.get(objective__cycle=after)
    assert (carried.baseline, carried.target) == (value, None)
    assert "Its target was reached" in carried.target_note


def test_steps_that_are_done_stay_behind_and_a_person_who_left_owns_nothing_new(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle, concluded: Callable[..., Item]
) -> None:
    KeyResult.objects.update(kind="milestone", baseline=None, target=None)
    for position, is_done in ((1, True), (2, False)):
        Step.objects.create(key_result=_result(), position=position, text=f"Step {position}", is_done=is_done)
    staff.carol.is_active = False
    staff.carol.save()
    concluded(review, _result())

    end_review(_bob(staff), review.pk)

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
    concluded(review, _result())
    end_review(_bob(staff), review.pk)
    with pytest.raises(InputError, match="no open cycle follows"):
        carry_over(_bob(staff), review.pk)
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

    end_review(_bob(staff), review.pk)

    lower = Objective.objects.get(carried_from=objective)
    assert [one.carried_from for one in lower.supports.all()] == [above]


def test_the_bet_as_frozen_is_settled_and_the_amended_one_beside_it(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    row = _result()
    freeze(row, NOON)
    stated = stated_key_result(row)
    amend_key_result(
        _bob(staff), row.pk, replace(stated, target=17), Grounds(NOON.date(), "Half the team left", 1)
    )
    concluded(review, _result())

    end_review(_bob(staff), review.pk)

    told = Settlement.objects.get().content["key_results"][0]
    assert (told["score"], told["amended_score"], told["grade"]) == (0.7, 1.0, 0.7)


def test_a_key_result_given_up_in_mid_cycle_is_settled_as_it_was_frozen(
    staff: Staff, review: Meeting, objective: Objective, after: Cycle
) -> None:
    row = _result()
    freeze(row, NOON)
    drop_key_result(_bob(staff), row.pk, Grounds(NOON.date(), "Nobody calls any more", 1))

    end_review(_bob(staff), review.pk)

    told = Settlement.objects.get().content
    assert (told["key_results"][0]["score"], told["mean"]) == (0.7, None)
    assert not Objective.objects.filter(cycle=after).exists()


def test_a_key_result_without_data_has_no_grade_which_is_not_zero(
    staff: Staff, review: Meeting, concluded: Callable[..., Item]
) -> None:
    CheckIn.objects.all().delete()
    concluded(review, _result())

    end_review(_bob(staff), review.pk)

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
    concluded(review, _result())

    end_review(_bob(staff), review.pk)

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


def test_a_meeting_that_has_ended_changes_no_more(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    concluded: Callable[..., Item],
) -> None:
    row = _result()
    concluded(review, row)
    end_review(_bob(staff), review.pk)
    before = _record(review)

    actor = _bob(staff)
    for act in (
        lambda: join(actor, review.pk),
        lambda: score(actor, review.pk, row, 1),
        lambda: reveal(actor, review.pk, row),
        lambda: concluded(review, row, "drop"),
        lambda: decide(actor, review.pk, None, StatedDecision("Late")),
        lambda: note(actor, review.pk, "Late", revision=1),
        lambda: end_review(actor, review.pk),
    ):
        with pytest.raises(InputError, match="ended"):
            act()
    Objective.objects.update(text="Rewritten later")
    staff.bob.name = "Robert"
    staff.bob.save()
    page = as_(staff.bob).get(f"/meetings/{review.pk}/minutes").content.decode()
    step = f"/meetings/{review.pk}/key-results/{row.pk}"
    live = as_(staff.dave).get(f"{step}/live")
    sent = [
        as_(staff.bob).post(f"{step}/conclude", {"course": "drop", "revision": "2"}).status_code,
        as_(staff.bob).post(f"{step}/score", {"score": "1"}).status_code,
        as_(staff.bob).post(f"/meetings/{review.pk}/decisions", {"text": "Late"}).status_code,
        as_(staff.bob).post(f"/meetings/{review.pk}/notes", {"notes": "Late", "revision": "1"}).status_code,
    ]

    assert sent == [422] * 4
    assert live["HX-Redirect"] == f"/meetings/{review.pk}/minutes"
    held = Meeting.objects.get()
    assert held.record == before
    assert held.digest == digest(before)
    assert "Customers stay" in page
    assert "Rewritten later" not in page


def test_scores_that_nobody_showed_stay_hidden_in_the_minutes(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    other = KeyResult.objects.create(objective=objective, position=2, text="Two", baseline=1, target=2)
    for row in (_result(position=1), other):
        SelfScore.objects.create(meeting=review, key_result=row, by=staff.carol, tenths=3, at=NOON)
    concluded(review, _result(position=1))

    end_review(_bob(staff), review.pk)

    told = _record(review)["objectives"][0]["scores"]
    assert told == {str(_result(position=1).pk): [{"by": "Carol", "score": 0.3}], str(other.pk): []}


def test_minutes_leave_out_what_their_reader_may_not_see_and_count_it(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    secret: Objective,
    concluded: Callable[..., Item],
) -> None:
    row = _result(objective=secret)
    decide(_bob(staff), review.pk, row, StatedDecision("Tell nobody"))
    concluded(review, row)
    end_review(_bob(staff), review.pk)

    addresses = (f"/meetings/{review.pk}/minutes", f"/meetings/{review.pk}/minutes.md")
    strangers = [as_(staff.erin).get(one).content.decode() for one in addresses]
    members = [as_(staff.dave).get(one).content.decode() for one in addresses]

    for page in strangers:
        assert "Nobody else may read this" not in page
        assert "Tell nobody" not in page
        assert "1 " in page
    for page in members:
        assert "Nobody else may read this" in page
        assert "Tell nobody" in page


def test_minutes_as_markdown_say_what_was_typed_and_nothing_of_it_is_markup(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting, concluded: Callable[..., Item]
) -> None:
    decide(
        _bob(staff),
        review.pk,
        None,
        StatedDecision("# No heading\n- [x](javascript:1) <script>", staff.bob.pk),
    )
    concluded(review, _result(), learned="**Calls** work")

    end_review(_bob(staff), review.pk)
    answer = as_(staff.dave).get(f"/meetings/{review.pk}/minutes.md")

    text = answer.content.decode()
    assert answer["Content-Disposition"] == f'attachment; filename="review-2026-08-24-{review.pk}.md"'
    assert "# Quarterly review: Success, 2026\\-Q3" in text
    assert "- Final value: 17" in text
    assert "- Learned: \\*\\*Calls\\*\\* work" in text
    assert "- \\# No heading \\- \\[x\\]\\(javascript:1\\) \\<script\\> (Bob)" in text


def test_minutes_of_a_meeting_that_goes_on_are_not_there_yet(
    as_: Callable[[Person | None], Client], staff: Staff, review: Meeting
) -> None:
    answers = [as_(staff.bob).get(f"/meetings/{review.pk}/{name}") for name in ("minutes", "minutes.md")]

    assert {one["Location"] for one in answers} == {f"/meetings/{review.pk}"}


def test_a_cycle_that_went_back_to_active_is_not_settled(
    staff: Staff, review: Meeting, cycle: Cycle, concluded: Callable[..., Item]
) -> None:
    concluded(review, _result())
    Cycle.objects.filter(pk=cycle.pk).update(state="active")

    with pytest.raises(InputError, match="active again"):
        end_review(_bob(staff), review.pk)

    assert (Settlement.objects.count(), Meeting.objects.get().ended_at) == (0, None)


def test_a_review_of_the_company_holds_every_team_and_nothing_private(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    closing: Cycle,
    objective: Objective,
    secret: Objective,
) -> None:
    held = begin_meeting(Actor(staff.alice, "page", NOON), StatedMeeting("review", closing.pk, None, 60))

    page = as_(staff.alice).get(f"/meetings/{held.pk}").content.decode()
    end_review(Actor(staff.alice, "page", NOON), held.pk)

    assert "Customers stay" in page
    assert "Nobody else may read this" not in page
    record = _record(held)
    assert [one["text"] for one in record["objectives"]] == ["Customers stay"]
    assert seen(record, staff.erin)["hidden"] == 0
    assert "the company" in markdown(seen(record, staff.erin), "Europe/Berlin")


def test_the_objective_shows_how_it_ended_and_where_it_goes_on(  # noqa: PLR0913, PLR0917 - fixtures
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    after: Cycle,
    concluded: Callable[..., Item],
) -> None:
    concluded(review, _result())
    end_review(_bob(staff), review.pk)
    draft = Objective.objects.get(cycle=after)

    ended = as_(staff.dave).get(f"/objectives/{objective.pk}").content.decode()
    drafted = as_(staff.dave).get(f"/objectives/{draft.pk}").content.decode()
    quarter = as_(staff.dave).get("/quarter?cycle=2026-Q3").content.decode()

    assert "How it ended" in ended
    assert "0.70" in ended
    assert f'goes on in <a href="/objectives/{draft.pk}">2026-Q4</a>' in ended
    assert f'goes on from <a href="/objectives/{objective.pk}">2026-Q3</a>' in drafted
    assert "status-closed" in quarter


def test_what_is_settled_is_not_put_away_and_cannot_come_back_as_pursued(
    staff: Staff, review: Meeting, objective: Objective, concluded: Callable[..., Item]
) -> None:
    concluded(review, _result())
    end_review(_bob(staff), review.pk)

    with pytest.raises(InputError, match="closed and settled"):
        archive_objective(_bob(staff), objective.pk)

    objective.refresh_from_db()
    assert objective.state == "closed"
