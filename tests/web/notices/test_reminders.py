"""Reminders: to who checks in, skipped after a check-in, then to the deputy, once each."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.notices.actions import subscribe
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.notices.planning import plan
from holdfast.web.objectives.access import visible_key_results
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.access import can
from holdfast.web.people.models import Person

from .conftest import PostOffice, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)  # a Monday, the day of check-ins
WEDNESDAY = NOON + timedelta(days=2)

pytestmark = pytest.mark.django_db(transaction=True)


def _said(row: KeyResult, on: date) -> None:
    CheckIn.objects.create(key_result=row, by=row.owner, on=on, at=NOON)


def _result(objective: Objective) -> KeyResult:
    return objective.key_results.select_related("objective").get()


def test_who_checks_in_is_reminded_once_a_week_with_a_link_that_works_after_the_log_in(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    objective: Objective,
    post: PostOffice,
) -> None:
    for minutes in (0, 5, 600, 60 * 24):
        post.work(NOON + timedelta(minutes=minutes))
    [mail] = post.mails
    link = f"/key-results/{_result(objective).pk}/check-in"
    browser = as_(None)
    asked = browser.get(link)
    given = {"login": "carol@x.example", "password": "correct horse"}
    inside = browser.post(asked["Location"], given)

    post.work(NOON + timedelta(days=7))

    assert mail["To"] == "carol@x.example"
    assert mail["Subject"] == "A check-in is due: Success"
    assert f"Check in: http://127.0.0.1:8000{link}\n" in text_of(mail)
    assert "Calls held from 10 to 20" in text_of(mail, "html")
    assert inside["Location"] == link
    assert browser.get(link).status_code == HTTPStatus.OK
    assert len(post.mails) == 2


@pytest.mark.parametrize(("days_ago", "mails"), [(0, 0), (1, 0), (3, 0), (6, 1), (7, 1), (30, 1)])
def test_a_check_in_of_this_time_spares_the_reminder(
    objective: Objective, post: PostOffice, days_ago: int, mails: int
) -> None:
    _said(_result(objective), (NOON - timedelta(days=days_ago)).date())

    post.work(NOON)

    assert len(post.mails) == mails


def test_a_check_in_between_the_making_and_the_sending_spares_it_too(
    objective: Objective, post: PostOffice
) -> None:
    plan(NOON)
    _said(_result(objective), NOON.date())

    post.work(NOON)

    assert post.mails == []
    assert Notice.objects.get().said == "nothing is due any more"


def test_several_check_ins_of_one_team_are_one_mail_and_each_team_has_its_own(
    staff: Staff, objective: Objective, cycle: Cycle, post: PostOffice
) -> None:
    KeyResult.objects.create(objective=objective, position=2, text="KR 2", owner=staff.carol, baseline=1)
    other = Objective.objects.create(
        cycle=cycle, team=staff.product, text="Fast", state="published", created_at=NOON
    )
    KeyResult.objects.create(objective=other, position=1, text="KR 3", owner=staff.bob, checker=staff.carol)

    post.work(NOON)

    assert sorted(post.subjects) == [
        "carol@x.example: 2 check-ins are due: Success",
        "carol@x.example: A check-in is due: Product",
    ]


@pytest.mark.parametrize(
    "how",
    ["draft objective", "closed cycle", "dropped", "left", "no owner", "draft cycle", "does not want it"],
)
def test_nobody_is_reminded_of_what_cannot_be_checked_in_on_or_does_not_want_it(
    staff: Staff, objective: Objective, post: PostOffice, how: str
) -> None:
    match how:
        case "draft objective":
            Objective.objects.update(state="draft")
        case "closed cycle":
            Cycle.objects.update(state="closed")
        case "draft cycle":
            Cycle.objects.update(state="draft")
        case "dropped":
            KeyResult.objects.update(dropped_at=NOON)
        case "left":
            Person.objects.filter(pk=staff.carol.pk).update(is_active=False)
        case "no owner":
            KeyResult.objects.update(owner=None)
        case _:
            Preference.objects.create(person=staff.carol, off=["check-in"])

    post.work(NOON)

    assert post.mails == []
    assert not Notice.objects.exists()


@pytest.mark.parametrize("how", ["closed cycle", "left", "does not want it"])
def test_what_changed_since_a_notice_was_made_is_seen_before_it_is_sent(
    staff: Staff, objective: Objective, post: PostOffice, how: str
) -> None:
    plan(NOON)
    match how:
        case "closed cycle":
            Cycle.objects.update(state="closed")
        case "left":
            Person.objects.filter(pk=staff.carol.pk).update(is_active=False)
        case _:
            Preference.objects.create(person=staff.carol, off=["check-in"])

    post.work(NOON)

    assert post.mails == []
    assert Notice.objects.get().state == "dropped"


@pytest.mark.parametrize(
    ("zone", "quiet", "sent_at"),
    [
        ("UTC", (None, None), "09:00"),
        ("Europe/Berlin", (None, None), "07:00"),  # two hours ahead in summer
        ("America/New_York", (None, None), "13:00"),  # four behind
        ("UTC", (22, 11), "11:00"),
    ],
)
def test_it_comes_at_the_hour_of_the_one_who_is_reminded_and_after_their_quiet_hours(
    objective: Objective,
    post: PostOffice,
    zone: str,
    quiet: tuple[int | None, int | None],
    sent_at: str,
) -> None:
    carol = Person.objects.get(email="carol@x.example")
    Person.objects.filter(pk=carol.pk).update(time_zone=zone)
    Preference.objects.create(person=carol, quiet_from=quiet[0], quiet_until=quiet[1])

    at = NOON.replace(hour=0)
    while not post.mails and at < NOON + timedelta(hours=12):
        at += timedelta(minutes=30)
        post.work(at)

    assert f"{at:%H:%M}" == sent_at


def test_a_team_has_its_own_day_hour_and_grace(staff: Staff, objective: Objective, post: PostOffice) -> None:
    TeamRhythm.objects.create(team=staff.success, weekday=2, hour=15, grace_days=0)
    _said(_result(objective), date(2026, 8, 19))

    counts = []
    for at in (NOON, WEDNESDAY, WEDNESDAY.replace(hour=15)):
        post.work(at)
        counts.append(len(post.mails))

    assert counts == [0, 0, 1]


def test_a_clock_that_jumps_ahead_and_back_reminds_once_of_each_week(
    objective: Objective, post: PostOffice
) -> None:
    for days in (0, 21, 0, 1, 21, 22, 7, 0):
        post.work(NOON + timedelta(days=days))

    assert sorted(one.period for one in Notice.objects.all()) == ["2026-08-24", "2026-08-31", "2026-09-14"]
    assert len(post.mails) == 3


def test_a_reminder_that_nobody_sent_in_two_days_is_not_sent_late(
    objective: Objective, post: PostOffice
) -> None:
    plan(NOON)

    post.work(NOON + timedelta(days=3))

    assert post.mails == []
    assert Notice.objects.get().said == "it came too late"


def test_the_deputy_is_asked_when_the_grace_is_over_and_may_check_in_from_then_until_somebody_did(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    deputy: Person,
    objective: Objective,
    post: PostOffice,
) -> None:
    Objective.objects.update(is_private=True)
    _said(_result(objective), date(2026, 8, 17))
    result, link = _result(objective), f"/key-results/{_result(objective).pk}/check-in"

    def rights() -> tuple[bool, bool, int]:
        row = KeyResult.objects.select_related("objective").get()
        listed = visible_key_results(deputy).filter(pk=row.pk).exists()
        return can(deputy, "check in", row), listed, as_(deputy).get(link).status_code

    post.work(NOON)
    before = rights()
    post.work(WEDNESDAY)
    during = rights()
    answer = as_(deputy).post(link, {"value": "12", "confidence": "7"})
    after = rights()

    assert before == after == (False, False, HTTPStatus.NOT_FOUND)
    assert during == (True, True, HTTPStatus.OK)
    assert post.subjects == [
        "carol@x.example: A check-in is due: Success",
        "erin@x.example: You stand in for Carol: a check-in, Success",
    ]
    assert link in text_of(post.mails[1])
    assert answer.status_code == HTTPStatus.FOUND
    assert CheckIn.objects.latest("pk").by == deputy
    assert result.pk in Entry.objects.filter(action="asked the deputy").values_list("subject_id", flat=True)


def test_a_deputy_sees_what_they_stand_in_for_among_their_own_check_ins(
    as_: Callable[[Person | None], Client],
    deputy: Person,
    objective: Objective,
    post: PostOffice,
) -> None:
    before = as_(deputy).get("/check-ins").content.decode()
    post.work(WEDNESDAY)
    after = as_(deputy).get("/check-ins").content.decode()

    assert "Calls held from 10 to 20" not in before
    assert "Calls held from 10 to 20" in after
    assert "You stand in for Carol" in after


@pytest.mark.parametrize("how", ["checked in", "closed cycle", "another deputy", "deputy left"])
def test_the_right_of_a_deputy_ends_with_what_gave_it(
    staff: Staff,
    deputy: Person,
    objective: Objective,
    post: PostOffice,
    how: str,
) -> None:
    post.work(WEDNESDAY)
    assert _result(objective).stand_in == deputy
    match how:
        case "checked in":
            _said(_result(objective), WEDNESDAY.date())
        case "closed cycle":
            Cycle.objects.update(state="closed")
        case "another deputy":
            Person.objects.filter(pk=staff.carol.pk).update(deputy=staff.dave)
        case _:
            Person.objects.filter(pk=deputy.pk).update(is_active=False)

    post.work(WEDNESDAY + timedelta(hours=1))

    stand_in = _result(objective).stand_in
    assert stand_in == (staff.dave if how == "another deputy" else None)


def test_a_change_of_deputy_in_the_profile_ends_the_right_at_once(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    deputy: Person,
    objective: Objective,
    post: PostOffice,
) -> None:
    post.work(WEDNESDAY)

    as_(staff.carol).post("/profile", {"name": "Carol", "time_zone": "", "deputy": ""})

    assert _result(objective).stand_in is None


def test_words_of_people_stay_words_in_subject_text_and_html(
    staff: Staff, objective: Objective, post: PostOffice
) -> None:
    KeyResult.objects.update(text="<script>alert(1)</script> & \u202eevil\r\nBcc: mallory@x.example")
    staff.success.name = "A\nBcc: mallory@x.example"
    staff.success.save()

    post.work(NOON)

    [mail] = post.mails
    assert mail["Subject"] == "A check-in is due: A Bcc: mallory@x.example"
    assert mail["Bcc"] is None
    assert "<script>alert(1)</script> & evil Bcc:" in text_of(mail)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; evil Bcc:" in text_of(mail, "html")
    assert not re.search("[\u202a-\u202e]", text_of(mail) + text_of(mail, "html"))


def test_subscribing_twice_is_recorded_once(staff: Staff) -> None:
    from holdfast.web.audit.actions import Actor  # noqa: PLC0415

    for _ in range(2):
        subscribe(Actor(staff.carol, "page", NOON), staff.carol, "digest", is_on=False)

    assert Preference.objects.get().off == ["digest"]
    assert Entry.objects.filter(action="changed notifications").count() == 1
