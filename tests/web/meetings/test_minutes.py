"""Minutes: frozen with the meeting, and shown to each reader as far as they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.meetings.conftest import by_bob, key_result, record_of

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.meetings.actions import StatedDecision, decide, join, note, reveal, score
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.ending import end_review
from holdfast.web.meetings.minutes import markdown, seen
from holdfast.web.meetings.models import Item, Meeting, SelfScore
from holdfast.web.objectives.freezing import digest
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person


def test_a_meeting_that_has_ended_changes_no_more(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    objective: Objective,
    concluded: Callable[..., Item],
) -> None:
    row = key_result()
    concluded(review, row)
    end_review(by_bob(staff), review.pk)
    before = record_of(review)

    actor = by_bob(staff)
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
    for row in (key_result(position=1), other):
        SelfScore.objects.create(meeting=review, key_result=row, by=staff.carol, tenths=3, at=NOON)
    concluded(review, key_result(position=1))

    end_review(by_bob(staff), review.pk)

    told = record_of(review)["objectives"][0]["scores"]
    assert told == {str(key_result(position=1).pk): [{"by": "Carol", "score": 0.3}], str(other.pk): []}


def test_minutes_leave_out_what_their_reader_may_not_see_and_count_it(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    review: Meeting,
    secret: Objective,
    concluded: Callable[..., Item],
) -> None:
    row = key_result(objective=secret)
    decide(by_bob(staff), review.pk, row, StatedDecision("Tell nobody"))
    concluded(review, row)
    end_review(by_bob(staff), review.pk)

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
        by_bob(staff),
        review.pk,
        None,
        StatedDecision("# No heading\n- [x](javascript:1) <script>", staff.bob.pk),
    )
    concluded(review, key_result(), learned="**Calls** work")

    end_review(by_bob(staff), review.pk)
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
    record = record_of(held)
    assert [one["text"] for one in record["objectives"]] == ["Customers stay"]
    assert seen(record, staff.erin)["hidden"] == 0
    assert "the company" in markdown(seen(record, staff.erin), "Europe/Berlin")
