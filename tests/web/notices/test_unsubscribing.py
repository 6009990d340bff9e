"""Ending a kind of mails from the mail itself: by its link, and by one click of the mail program."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from holdfast.web.audit.models import Entry
from holdfast.web.notices.models import Preference
from holdfast.web.notices.unsubscribing import token_of
from holdfast.web.people.models import Person

from .conftest import PostOffice, text_of

if TYPE_CHECKING:
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def _browser() -> Client:
    """Nobody's, and one that insists on the tokens of forms."""
    return Client(enforce_csrf_checks=True)


def _off() -> list[str]:
    row = Preference.objects.first()
    return row.off if row else []


def test_the_link_in_the_mail_shows_a_page_and_its_button_ends_this_kind_without_a_log_in(
    objective: Objective, post: PostOffice
) -> None:
    post.work(NOON)
    [link] = re.findall(r"https?://[^/\s]+(/notifications/unsubscribe/\S+)", text_of(post.mails[0]))

    page = _browser().get(link)
    read = _off()
    answer = _browser().post(link, follow=True)
    post.work(NOON.replace(day=31))

    assert page.status_code == HTTPStatus.OK
    assert "Reminders to check in" in page.content.decode()
    assert "carol" not in page.content.decode().lower()
    assert read == []
    assert "You get no more mails of this kind" in answer.content.decode()
    assert _off() == ["check-in"]
    assert len(post.mails) == 1


def test_one_click_of_a_mail_program_ends_it_without_cookie_or_redirect(
    staff: Staff, objective: Objective, post: PostOffice
) -> None:
    post.work(NOON)
    mail = post.mails[0]
    link = str(mail["List-Unsubscribe"]).strip(" <>").removeprefix("http://127.0.0.1:8000")

    answers = [_browser().post(link, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [one.status_code for one in answers] == [HTTPStatus.OK, HTTPStatus.OK]
    assert _off() == ["check-in"]
    entry = Entry.objects.get(action="changed notifications")
    assert (entry.by, entry.changes) == (staff.carol, {"check-in": [True, False]})


def test_who_stopped_them_by_mistake_gets_them_again_by_the_same_link(staff: Staff) -> None:
    link = f"/notifications/unsubscribe/{token_of(staff.carol.pk, 'digest')}"
    _browser().post(link)

    page = _browser().post(link, {"again": "1"}, follow=True).content.decode()

    assert _off() == []
    assert "Stop them" in page


@pytest.mark.parametrize(
    "how", ["nothing", "another person", "another kind", "cut", "of no kind", "nobody's"]
)
def test_a_token_that_we_did_not_make_changes_nothing(staff: Staff, how: str) -> None:
    good, other = token_of(staff.carol.pk, "check-in"), token_of(staff.bob.pk, "digest")
    token = {
        "nothing": "x",
        "another person": f"{other.partition(':')[0]}:{good.partition(':')[2]}",
        "another kind": f"{good.partition(':')[0]}:{other.partition(':')[2]}",
        "cut": good[:-1],
        "of no kind": token_of(staff.carol.pk, "everything"),
        "nobody's": token_of(10**9, "check-in"),
    }[how]
    link = f"/notifications/unsubscribe/{token}"

    statuses = {_browser().get(link).status_code, _browser().post(link).status_code}

    assert statuses == {HTTPStatus.NOT_FOUND}
    assert not Preference.objects.exists()


def test_the_link_of_somebody_who_left_still_works(staff: Staff) -> None:
    Person.objects.filter(pk=staff.carol.pk).update(is_active=False)

    answer = _browser().post(f"/notifications/unsubscribe/{token_of(staff.carol.pk, 'check-in')}")

    assert answer.status_code == HTTPStatus.FOUND
    assert _off() == ["check-in"]
