"""The chat of a team: which addresses are let through, and what is said there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.web.chat_room import DISCORD

from holdfast.errors import InputError
from holdfast.web.notices import chat
from holdfast.web.notices.mailing import NotTakenError
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings
    from tests.web.chat_room import Room
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

    from .conftest import PostOffice

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture
def chatting(staff: Staff, objective: Objective) -> Callable[[str], None]:
    """Success has a chat; calling the fixture says where Carol wants her reminders."""
    TeamRhythm.objects.create(team=staff.success, chat=chat.sealed(chat.address_of(DISCORD)))

    def wishes(channel: str) -> None:
        Preference.objects.create(person=staff.carol, channel=channel)

    return wishes


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (
            "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        ),
        (f" {DISCORD}\n", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"),
        (
            "https://chat.googleapis.com/v1/spaces/AAAA1/messages?key=AIzaSy-abc_d&token=tok_en-x%3D",
            "gchat://AAAA1/AIzaSy-abc_d/tok_en-x=",
        ),
        ("tgram://123456789:abcdefg_hijklmnop/-100123", "tgram://123456789:abcdefg_hijklmnop/-100123"),
        (f"https://webexapis.com/v1/webhooks/incoming/{'a' * 80}", f"wxteams://{'a' * 80}"),
    ],
)
def test_the_address_that_a_service_shows_is_taken_as_it_is(typed: str, address: str) -> None:
    assert chat.address_of(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "json://127.0.0.1:8000/x",
        "jsons://internal.example/x",
        "xml://10.0.0.1/x",
        "form://10.0.0.1/x",
        "workflows://10.0.0.1:443/aaaaaaaa/bbbbbbbb",
        "mailto://a:b@gmail.com",
        "file:///etc/passwd",
        "https://10.0.0.1/hook",
        "https://hooks.slack.com.evil.example/services/T1/B1/x",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?verify=no",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?template=/etc/passwd",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ json://127.0.0.1/",
        "slack://x",
        "",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        chat.address_of(typed)


@pytest.mark.parametrize("service", chat.SERVICES)
def test_each_service_has_a_host_of_its_own_that_no_address_can_change(service: str) -> None:
    long = "a" * 80
    named = {
        "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "discord": "discord://127.0.0.1/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        "gchat": "gchat://localhost/abcdefgh/abcdefgh",
        "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544",
        "wxteams": f"wxteams://{long}",
    }[service]

    made = chat._plugin(named)

    hosts = (
        "https://hooks.slack.com/", "https://slack.com/", "https://discord.com/", "https://chat.googleapis.com/",
        "https://api.telegram.org/", "https://webexapis.com/", "https://api.ciscospark.com/",
    )  # fmt: skip
    urls = [
        str(value)
        for name, value in vars(type(made)).items()
        if name.endswith("notify_url") or name == "webhook_url"
    ]
    assert urls
    assert all(url.startswith(hosts) for url in urls)
    assert made is not None
    assert (made.verify_certificate, made.redirects, made.request_timeout) == (True, False, (5.0, 5.0))


def test_an_address_of_another_secret_key_is_empty_and_asked_for_anew(settings: Settings) -> None:
    kept = chat.sealed("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    settings.SECRET_KEY = "another"  # noqa: S105 - of the test

    shown = chat.shown(kept)

    assert chat.opened(kept) == ""
    assert shown is not None
    assert not shown.is_readable
    with pytest.raises(NotTakenError, match="cannot be read"):
        chat.say(kept, "x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("wish", "counts"), [("chat", (0, 1)), ("both", (1, 1)), ("mail", (1, 0))])
def test_a_reminder_comes_where_somebody_wishes_once_with_name_number_and_link(
    chatting: Callable[[str], None], post: PostOffice, room: Room, wish: str, counts: tuple[int, int]
) -> None:
    chatting(wish)

    post.work(NOON)
    post.work(NOON)

    link = f"http://127.0.0.1:8000/key-results/{KeyResult.objects.get().pk}/check-in"
    assert (len(post.mails), len(room.said)) == counts
    assert {text for _, text in room.said} <= {f"Carol: a check-in is due. {link}"}


@pytest.mark.django_db(transaction=True)
def test_a_name_calls_nobody_in_the_chat(
    chatting: Callable[[str], None], staff: Staff, post: PostOffice, room: Room
) -> None:
    chatting("chat")
    staff.carol.name = "@everyone <!channel> *Carol*"
    staff.carol.save()

    post.work(NOON)

    [(_, text)] = room.said
    assert text.startswith("everyone !channel Carol: a check-in is due.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_chat_that_refuses_is_tried_again_and_no_redirect_is_followed(
    chatting: Callable[[str], None], post: PostOffice, room: Room, status: int
) -> None:
    chatting("chat")
    room.status = status

    post.work(NOON)

    row = Notice.objects.get()
    assert (row.channel, row.state) == ("chat", "queued")
    assert "did not take it" in row.said
    assert {path for path, _ in room.said} == {"/hooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"}


@pytest.mark.django_db(transaction=True)
def test_a_team_without_a_chat_reminds_by_mail_whatever_somebody_wishes(
    staff: Staff, objective: Objective, post: PostOffice
) -> None:
    Preference.objects.create(person=staff.carol, channel="chat")

    post.work(NOON)

    assert len(post.mails) == 1
