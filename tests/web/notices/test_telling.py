"""What is told beside reminders: mentions, hand-overs and the weekly digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from holdfast.web.audit.actions import Actor
from holdfast.web.checkins.actions import Stated, Suggested, check_in
from holdfast.web.checkins.models import CheckIn
from holdfast.web.notices.models import Notice, Preference
from holdfast.web.objectives.actions import edit_objective
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective
from holdfast.web.objectives.stated import stated_objective
from holdfast.web.objectives.talking import comment
from holdfast.web.people.leaving import leave, owned_by
from holdfast.web.people.models import Person

from .conftest import PostOffice, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 8, 28, 14, tzinfo=UTC)  # the usual day and hour of digests

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quiet_week(objective: Objective) -> Objective:
    """Nothing is due: Carol has checked in today."""
    result = objective.key_results.select_related("objective__cycle").get()
    actor = Actor(Person.objects.get(email="carol@x.example"), "page", NOON)
    stated = Stated(value=12.0, confidence=7, changed="Ten more calls")
    check_in(result, stated, Suggested(None, "on track", ""), on=NOON.date(), actor=actor)
    return objective


def _to(post: PostOffice, name: str) -> list[str]:
    return [one for one in post.subjects if one.startswith(name)]


def test_who_is_mentioned_is_told_with_the_words_and_a_link_to_them(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    comment(quiet_week, None, "@Carol, @Bob: why?\n<b>Soon</b> \u202eevil", Actor(staff.bob, "page", NOON))

    post.work(NOON)
    post.work(NOON + timedelta(hours=1))

    [mail] = post.mails
    made = Comment.objects.get()
    assert mail["To"] == "carol@x.example"
    assert mail["Subject"] == "Bob mentions you: Customers stay"
    assert "> @Carol, @Bob: why? <b>Soon</b> evil\n" in text_of(mail)
    assert "&lt;b&gt;Soon&lt;/b&gt;" in text_of(mail, "html")
    assert f"http://127.0.0.1:8000/objectives/{quiet_week.pk}#comment-{made.pk}" in text_of(mail)


def test_a_mention_goes_out_although_a_comment_is_written_at_night_but_in_the_morning(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    comment(quiet_week, None, "@Carol?", Actor(staff.bob, "page", NOON.replace(hour=22)))

    post.work(NOON.replace(hour=23))
    at_night = len(post.mails)
    post.work(NOON + timedelta(hours=20))

    assert (at_night, len(post.mails)) == (0, 1)


@pytest.mark.parametrize("how", ["made private", "removed", "does not want it", "a week later"])
def test_a_mention_that_nobody_may_or_wants_to_read_is_not_sent(
    staff: Staff, quiet_week: Objective, post: PostOffice, how: str
) -> None:
    comment(quiet_week, None, "@Erin?", Actor(staff.bob, "page", NOON))
    at = NOON
    match how:
        case "made private":
            Objective.objects.update(is_private=True)
        case "removed":
            Comment.objects.all().delete()
        case "does not want it":
            Preference.objects.create(person=staff.erin, off=["mention"])
        case _:
            at = NOON + timedelta(days=7, hours=1)

    post.work(at)

    assert _to(post, "erin") == []


def test_a_comment_that_is_not_saved_tells_nobody(staff: Staff, quiet_week: Objective) -> None:
    with transaction.atomic():
        comment(quiet_week, None, "@Carol?", Actor(staff.bob, "page", NOON))
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_who_inherits_from_somebody_who_left_gets_one_mail_with_all_of_it(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    Initiative.objects.create(objective=quiet_week, text="Call them", owner=staff.carol)
    heirs = {one.name: staff.dave.pk for one in owned_by(staff.carol)}

    leave(Actor(staff.alice, "page", NOON), staff.carol.pk, heirs)
    post.work(NOON)

    [mail] = post.mails
    assert mail["To"] == "dave@x.example"
    assert mail["Subject"] == "2 things are yours now"
    assert "Alice has made you the owner of:" in text_of(mail)
    assert "* Key result: Calls held from 10 to 20\n" in text_of(mail)
    assert "* Initiative: Call them\n" in text_of(mail)


def test_a_new_owner_by_an_edit_is_told_and_who_takes_it_oneself_is_not(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    stated = stated_objective(quiet_week)
    given = replace(
        stated, owner=staff.alice.pk, key_results=(replace(stated.key_results[0], owner=staff.dave.pk),)
    )

    edit_objective(Actor(staff.alice, "page", NOON), quiet_week.pk, given, revision=quiet_week.revision)
    post.work(NOON)

    assert _to(post, "dave") == ["dave@x.example: A key result is yours now"]
    assert _to(post, "alice") == []


def test_of_a_draft_nobody_is_told_who_owns_it(staff: Staff, quiet_week: Objective) -> None:
    Objective.objects.update(state="draft")
    stated = replace(stated_objective(quiet_week), owner=staff.dave.pk)

    edit_objective(Actor(staff.alice, "page", NOON), quiet_week.pk, stated, revision=quiet_week.revision)

    assert not Notice.objects.exists()


def test_what_went_on_to_somebody_else_meanwhile_is_not_told(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    stated = replace(stated_objective(quiet_week), owner=staff.dave.pk)
    edit_objective(Actor(staff.alice, "page", NOON), quiet_week.pk, stated, revision=quiet_week.revision)
    Objective.objects.update(owner=staff.erin)

    post.work(NOON)

    assert post.mails == []


def test_a_digest_says_what_changed_what_is_stale_and_what_one_owes_once_a_week(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    result = KeyResult.objects.create(
        objective=quiet_week, position=2, text="NPS from 10 to 20", owner=staff.dave, baseline=10, target=20
    )
    CheckIn.objects.create(
        key_result=result, by=staff.dave, on=date(2026, 8, 1), at=NOON - timedelta(days=23), value=11.0
    )
    Person.objects.exclude(pk=staff.dave.pk).update(is_active=False)
    Preference.objects.create(person=staff.dave, off=["check-in"])

    for hours in (-1, 0, 1, 24):
        post.work(FRIDAY + timedelta(hours=hours))

    [mail] = post.mails
    text = text_of(mail)
    assert mail["Subject"] == "Your week: 2 changed, 1 stale, 1 to do"
    assert "What changed (2)\n* Customers stay: published\n" in text
    assert (
        "Calls held from 10 to 20: Carol checked in, on track, confidence 7 of 10: Ten more calls\n" in text
    )
    assert "What is stale (1)\n* NPS from 10 to 20: Dave checks in\n" in text
    assert "What you owe (1)\n* NPS from 10 to 20: Check-in\n" in text
    assert "<h2>What is stale (1)</h2>" in text_of(mail, "html")


def test_a_digest_with_nothing_to_tell_is_not_sent(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    Objective.objects.update(state="archived")

    post.work(FRIDAY)

    assert post.mails == []
    assert set(Notice.objects.values_list("kind", "state")) == {("digest", "dropped")}


def test_a_digest_says_nothing_of_what_one_may_not_see(
    staff: Staff, secret: Objective, quiet_week: Objective, post: PostOffice
) -> None:
    Objective.objects.filter(pk=quiet_week.pk).update(team=staff.product)
    Preference.objects.create(person=staff.bob, off=["digest"])

    post.work(FRIDAY)

    told = {str(mail["To"]): text_of(mail) for mail in post.mails if "Your week" in mail["Subject"]}
    assert "Customers stay" in told["erin@x.example"]
    assert "Nobody else may read this" not in told["erin@x.example"]
    assert "Nobody else may read this" in told["dave@x.example"]
    assert "bob@x.example" not in told


def test_without_an_open_cycle_there_is_no_digest(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    quiet_week.cycle.state = "closed"
    quiet_week.cycle.save()

    post.work(FRIDAY)

    assert not Notice.objects.exists()


def test_the_day_and_hour_of_a_digest_are_ones_own(
    staff: Staff, quiet_week: Objective, post: PostOffice
) -> None:
    Person.objects.exclude(pk=staff.carol.pk).update(is_active=False)
    Person.objects.filter(pk=staff.carol.pk).update(
        time_zone="America/New_York", joined_at=NOON - timedelta(99)
    )
    Preference.objects.create(person=staff.carol, digest_weekday=1, digest_hour=9)

    sent = []
    for hour in range(10, 16):
        post.work(datetime(2026, 8, 25, hour, tzinfo=UTC))
        sent.append(len(post.mails))

    assert sent == [0, 0, 0, 1, 1, 1]  # 9:00 in New York is 13:00 in UTC in summer
    assert Notice.objects.get(kind="digest").period == date(2026, 8, 25).isoformat()


def test_a_week_of_many_objectives_costs_as_many_queries_as_one_of_few(
    staff: Staff, quiet_week: Objective, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    from holdfast.web.notices.composing import composed  # noqa: PLC0415

    for number in range(30):
        made = Objective.objects.create(
            cycle=quiet_week.cycle, team=staff.success, text=f"O {number}", state="published",
            created_at=NOON, published_at=NOON,
        )  # fmt: skip
        for position in range(1, 5):
            KeyResult.objects.create(
                objective=made, position=position, text="KR", owner=staff.carol, baseline=1
            )
    row = Notice(key="k", kind="digest", person=staff.carol)

    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        letter = composed(row, FRIDAY)

    assert "… and 22 more" in letter.text
