"""The weekly meeting: its agenda is made of what was said and measured, its minutes keep it."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.web.audit.actions import Actor
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Series, Value
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.ending import end_weekly
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.meetings.weekly import weekly
from holdfast.web.objectives.models import Amendment, Initiative, KeyResult, Objective
from holdfast.web.objectives.talking import comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.meetings.weekly import Weekly
    from holdfast.web.people.models import Person

DAY = timedelta(days=1)


@pytest.fixture
def monday(staff: Staff, cycle: Cycle, objective: Objective) -> Meeting:
    """Success's weekly meeting, led by Bob."""
    return _begin(staff, cycle)


def _begin(staff: Staff, cycle: Cycle) -> Meeting:
    return begin_meeting(
        Actor(staff.bob, "page", NOON), StatedMeeting("weekly", cycle.pk, staff.success.pk, 15)
    )


def _agenda(meeting: Meeting) -> Weekly:
    return weekly(meeting, list(Objective.objects.filter(state="published")), today=NOON.date())


def _said(row: KeyResult, staff: Staff, days_ago: int, **more: object) -> CheckIn:
    at = NOON - days_ago * DAY
    return CheckIn.objects.create(key_result=row, by=staff.carol, on=at.date(), at=at, **more)


def test_check_ins_since_a_week_ago_are_told_with_how_the_confidence_moved(
    staff: Staff, monday: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    _said(row, staff, 9, confidence=7, changed="Old news")
    _said(row, staff, 2, confidence=5, changed="Two callers are ill")

    points = _agenda(monday).changed

    assert [(one.mark, one.said, one.by) for one in points] == [
        ("check-in", "Two callers are ill Confidence 7 to 5.", "Carol")
    ]


def test_changes_count_from_the_begin_of_the_meeting_before(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    Meeting.objects.create(
        kind="weekly",
        cycle=cycle,
        team=staff.success,
        planned_minutes=15,
        began_at=NOON - 14 * DAY,
        ended_at=NOON - 14 * DAY,
    )
    _said(objective.key_results.get(), staff, 10, changed="Ten days ago")

    assert len(_agenda(_begin(staff, cycle)).changed) == 1


def test_final_figures_amendments_and_what_was_done_are_told(
    staff: Staff, monday: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    series = Series.objects.create(key="k", metric="csat", title="CSAT", unit="share", better="up")
    for month, is_mature in ((7, True), (8, False)):
        Value.objects.create(
            series=series,
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            value=0.625,
            is_mature=is_mature,
            as_of=NOON.date(),
            version="v",
            recorded_at=NOON - DAY,
        )
    KeyResult.objects.update(series=series)
    Amendment.objects.create(
        key_result=row, on=NOON.date(), reason="Fewer callers", changes={}, at=NOON - DAY
    )
    Initiative.objects.create(objective=objective, text="Train callers", done_at=NOON - DAY, owner=staff.bob)

    points = _agenda(monday).changed

    assert [(one.mark, one.said) for one in points] == [
        ("new figure", "62.5% in Jul 2026, the first final value."),
        ("amended", "Fewer callers"),
        ("done", "Train callers"),
    ]


@pytest.mark.parametrize(("july", "is_spoken_of"), [((0.64, 0.58, 0.70), False), ((0.85, 0.79, 0.9), True)])
def test_a_figure_within_the_noise_of_the_one_before_is_counted_and_not_spoken_of(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    monday: Meeting,
    july: tuple[float, float, float],
    *,
    is_spoken_of: bool,
) -> None:
    series = Series.objects.create(key="k", metric="csat", title="CSAT", unit="share", better="up")
    for month, (value, low, high) in ((6, (0.6, 0.54, 0.66)), (7, july)):
        Value.objects.create(
            series=series,
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            value=value,
            low=low,
            high=high,
            numerator=round(250 * value),
            denominator=250,
            is_mature=True,
            as_of=NOON.date(),
            version="v",
            recorded_at=NOON - DAY if month == 7 else NOON - 40 * DAY,
        )
    KeyResult.objects.update(series=series)

    agenda = _agenda(monday)
    shown = as_(staff.bob).get(f"/meetings/{monday.pk}/agenda/changed").content.decode()

    assert (len(agenda.changed), agenda.within_noise) == (int(is_spoken_of), int(not is_spoken_of))
    assert ("no change beyond its noise" in shown) != is_spoken_of
    assert ("85.0% in Jul 2026, after 60.0% in Jun 2026: more than its noise." in shown) == is_spoken_of


def test_what_is_stuck_is_what_is_stale_off_track_overdue_or_decided_and_not_done(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    row = objective.key_results.get()
    _said(row, staff, 30, value=12)
    Initiative.objects.create(objective=objective, text="Call list", due_on=date(2026, 8, 20))
    Initiative.objects.create(objective=objective, text="Not due yet", due_on=date(2026, 8, 24))
    before = _begin(staff, cycle)
    Decision.objects.create(
        meeting=before, key_result=row, text="Ask sales", due_on=date(2026, 8, 21), at=NOON, owner=staff.bob
    )
    end_weekly(Actor(staff.bob, "page", NOON), before.pk, today=NOON.date())

    points = _agenda(_begin(staff, cycle)).stuck

    assert [(one.mark, one.said) for one in points] == [
        ("stale", "Nothing was measured or said for more than 7 days."),
        ("overdue", "Call list, due 20 Aug 2026"),
        ("decided, not done", "Ask sales, due 21 Aug 2026"),
    ]


def test_who_is_named_in_check_ins_and_comments_is_needed(
    staff: Staff, monday: Meeting, objective: Objective
) -> None:
    _said(objective.key_results.get(), staff, 1, changed="All well", next_step="@Bob, lend us a caller")
    comment(objective, None, "Who writes to them, @Dave?", Actor(staff.bob, "page", NOON))
    comment(objective, None, "Nobody is named", Actor(staff.bob, "page", NOON))

    points = _agenda(monday).needs

    assert [(one.by, one.needs, one.said) for one in points] == [
        ("Carol", "Bob", "@Bob, lend us a caller"),
        ("Bob", "Dave", "Who writes to them, @Dave?"),
    ]


def test_a_weekly_meeting_goes_part_by_part_and_its_minutes_keep_all_of_it(
    as_: Callable[[Person | None], Client], staff: Staff, monday: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()
    _said(row, staff, 1, changed="Calls <b>work</b>", next_step="@Bob, more callers")
    browser, address = as_(staff.bob), f"/meetings/{monday.pk}"

    parts = [
        browser.get(f"{address}/agenda/{part}").content.decode() for part in ("changed", "stuck", "needs")
    ]
    sent = {"text": "Two more callers", "key_result": row.pk, "part": "needs", "owner": staff.bob.pk}
    decided = browser.post(f"{address}/decisions", sent)
    ended = browser.post(f"{address}/end")
    _said(row, staff, 0, changed="After the meeting")
    text = browser.get(f"{address}/minutes.md").content.decode()
    page = browser.get(f"{address}/minutes").content.decode()

    assert "Calls &lt;b&gt;work&lt;/b&gt;" in parts[0]
    assert "@Bob, more callers" in parts[2]
    assert decided["Location"] == f"{address}/agenda/needs"
    assert (ended.status_code, ended["Location"]) == (HTTPStatus.FOUND, f"{address}/minutes")
    assert "check-in (Carol)".replace("(", "\\(").replace(")", "\\)") in text
    assert "Two more callers (Bob)" in text
    assert "Calls &lt;b&gt;work&lt;/b&gt;" in page
    assert "After the meeting" not in page + text


def test_a_private_objective_is_in_no_part_for_whoever_may_not_see_it(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    monday: Meeting,
    secret: Objective,
    objective: Objective,
) -> None:
    _said(secret.key_results.get(), staff, 1, changed="Nobody hears this", next_step="@Bob, help")
    address = f"/meetings/{monday.pk}"

    def read(person: Person, pages: tuple[str, ...]) -> str:
        return "".join(as_(person).get(f"{address}/{page}").content.decode() for page in pages)

    going_on = ("agenda/changed", "agenda/stuck", "agenda/needs")
    before = [read(staff.erin, going_on), read(staff.dave, going_on)]
    end_weekly(Actor(staff.bob, "page", NOON), monday.pk, today=NOON.date())
    after = [read(one, ("minutes", "minutes.md")) for one in (staff.erin, staff.dave)]

    for stranger, member in (before, after):
        assert "Nobody hears this" not in stranger
        assert "Hidden from 1 to 2" not in stranger
        assert "Nobody hears this" in member


@pytest.mark.parametrize(("name", "status"), [("bob", 302), ("carol", 403), ("dave", 403), ("erin", 403)])
def test_who_may_grade_ends_it(
    as_: Callable[[Person | None], Client], staff: Staff, monday: Meeting, name: str, status: int
) -> None:
    assert as_(getattr(staff, name)).post(f"/meetings/{monday.pk}/end").status_code == status


def test_a_weekly_meeting_has_no_key_result_pages_and_a_review_no_parts(
    as_: Callable[[Person | None], Client], staff: Staff, monday: Meeting, objective: Objective
) -> None:
    row = objective.key_results.get()

    answers = [
        as_(staff.bob).get(f"/meetings/{monday.pk}/key-results/{row.pk}"),
        as_(staff.bob).get(f"/meetings/{monday.pk}/agenda/nothing"),
    ]

    assert {one.status_code for one in answers} == {HTTPStatus.NOT_FOUND}


def test_the_agenda_costs_the_same_however_much_was_said(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    monday: Meeting,
    objective: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        row = KeyResult.objects.create(
            objective=objective, position=number + 2, text=f"Result {number}", baseline=0, target=1
        )
        _said(row, staff, 1, changed="@Bob, help", confidence=5)
        Initiative.objects.create(objective=objective, key_result=row, text="x", due_on=date(2026, 8, 1))
        comment(objective, row, "@Dave?", Actor(staff.bob, "page", NOON))

    browser = as_(staff.bob)

    with django_assert_max_num_queries(36):
        browser.get(f"/meetings/{monday.pk}/agenda/needs")
