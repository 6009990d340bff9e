"""Pages of notifications: one's own wishes, the rhythm and chat of a team, the outbox of administrators."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.notices import chat
from holdfast.web.notices.kinds import NAMES
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

    from .conftest import PostOffice

    Browsers = Callable[[Person | None], Client]

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
WISHES = {
    "kinds": ["check-in", "mention"],
    "channel": "both",
    "quiet_from": "22",
    "quiet_until": "usual",
    "digest_weekday": "0",
    "digest_hour": "8",
}
RHYTHM = {"weekday": "1", "hour": "usual", "grace_days": "0", "every_weeks": "2", "chat": ""}


def test_what_somebody_wishes_is_kept_for_them_alone_and_shown_again(as_: Browsers, staff: Staff) -> None:
    answer = as_(staff.carol).post("/notifications", WISHES)
    page = as_(staff.carol).get("/notifications").content.decode()

    row = Preference.objects.get()
    assert answer.status_code == HTTPStatus.FOUND
    assert row.person == staff.carol
    assert row.off == sorted(set(NAMES) - {"check-in", "mention"})
    assert (row.channel, row.quiet_from, row.quiet_until) == ("both", 22, None)
    assert '<option value="22" selected>22:00</option>' in page
    assert page.count("checked>") == 2


def test_nobody_has_to_say_anything_to_be_told_everything(as_: Browsers, staff: Staff) -> None:
    page = as_(staff.dave).get("/notifications").content.decode()

    assert page.count("checked>") == len(NAMES)
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ["everything"]},
        {"channel": "fax"},
        {"quiet_from": "24"},
        {"digest_weekday": "7"},
        {"digest_hour": "noon"},
    ],
)
def test_what_cannot_be_wished_is_refused_with_the_form(
    as_: Browsers, staff: Staff, wrong: dict[str, object]
) -> None:
    answer = as_(staff.carol).post("/notifications", WISHES | wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("alice", HTTPStatus.OK),
        ("bob", HTTPStatus.OK),
        ("carol", HTTPStatus.FORBIDDEN),
        ("dave", HTTPStatus.FORBIDDEN),
        ("erin", HTTPStatus.FORBIDDEN),
    ],
)
def test_the_rhythm_of_a_team_is_for_its_editors_and_administrators(
    as_: Browsers, staff: Staff, name: str, status: HTTPStatus
) -> None:
    client, address = as_(getattr(staff, name)), f"/notifications/teams/{staff.success.pk}"

    answers = [client.get(address), client.post(address, RHYTHM), client.post(f"{address}/try")]

    assert answers[0].status_code == status
    assert (answers[1].status_code == HTTPStatus.FORBIDDEN) == (status == HTTPStatus.FORBIDDEN)
    assert (answers[2].status_code == HTTPStatus.FORBIDDEN) == (status == HTTPStatus.FORBIDDEN)
    assert TeamRhythm.objects.exists() == (status == HTTPStatus.OK)


def test_the_rhythm_of_no_team_is_not_there(as_: Browsers, staff: Staff) -> None:
    assert as_(staff.alice).get("/notifications/teams/999999").status_code == HTTPStatus.NOT_FOUND


def test_the_address_of_a_chat_is_kept_encrypted_and_stands_on_no_page_and_in_no_log(
    as_: Browsers, staff: Staff
) -> None:
    client, address = as_(staff.bob), f"/notifications/teams/{staff.success.pk}"

    client.post(address, RHYTHM | {"chat": SLACK})
    client.post(address, RHYTHM | {"weekday": "2"})
    page = client.get(address).content.decode()

    row = TeamRhythm.objects.get()
    assert "TIiajkdn" not in row.chat
    assert chat.opened(row.chat) == "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    assert "TIiajkdn" not in page + str(list(Entry.objects.values_list("changes", flat=True)))
    assert "Slack, an address that ends in <code>i7FQ</code>" in page
    assert row.weekday == 2


def test_a_chat_is_forgotten_when_somebody_says_so(as_: Browsers, staff: Staff) -> None:
    client, address = as_(staff.bob), f"/notifications/teams/{staff.success.pk}"
    client.post(address, RHYTHM | {"chat": SLACK})

    client.post(address, RHYTHM | {"forgets_chat": "on"})

    assert TeamRhythm.objects.get().chat == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"chat": "json://127.0.0.1:8000/x"},
        {"chat": "https://hooks.slack.com.evil.example/services/T1/B1/x"},
        {"weekday": "7"},
        {"grace_days": "15"},
        {"every_weeks": "3"},
        {"hour": ""},
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_with_the_form(
    as_: Browsers, staff: Staff, wrong: dict[str, str]
) -> None:
    answer = as_(staff.bob).post(f"/notifications/teams/{staff.success.pk}", RHYTHM | wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not TeamRhythm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_administrator_sees_what_failed_and_sends_it_again(
    as_: Browsers, staff: Staff, objective: Objective, post: PostOffice
) -> None:
    post.answer = "554 No such mailbox"
    post.work(NOON)
    client = as_(staff.alice)
    seen = client.get("/notifications/outbox").content.decode()
    post.answer = "250 Taken"

    client.post(f"/notifications/outbox/{Notice.objects.get().pk}/retry")
    post.work(NOON)

    assert "1 notice has failed" in seen
    assert "answered 554" in seen
    assert "carol@x.example" not in seen
    assert len(post.mails) == 1
    assert "1 failed" not in client.get("/notifications").content.decode()


def test_what_did_not_fail_is_not_sent_again(as_: Browsers, staff: Staff) -> None:
    row = Notice.objects.create(
        key="k", kind="digest", person=staff.carol, state="sent", due_at=NOON, made_at=NOON, touched_at=NOON
    )

    page = as_(staff.alice).post(f"/notifications/outbox/{row.pk}/retry", follow=True).content.decode()

    assert "It has not failed." in page
    assert Notice.objects.get().state == "sent"


def test_hundreds_of_teams_and_notices_cost_as_many_queries_as_few(
    as_: Browsers, staff: Staff, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(300))
    Notice.objects.bulk_create(
        Notice(
            key=f"{n}", kind="digest", person=staff.carol, state="failed", due_at=NOON, made_at=NOON,
            touched_at=NOON,
        )
        for n in range(300)
    )  # fmt: skip
    client = as_(staff.alice)

    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        client.get("/notifications")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get("/notifications/outbox")
