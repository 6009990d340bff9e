"""Mails of the package of log-in: a real server gets them with the same words as HTML, which runs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

    from .conftest import PostOffice

PASSWORD = "correct horse"  # noqa: S105 - of the people of the tests
FORGED = 'Mozilla <script>alert(1)</script> "https://evil.example/"'


def _words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.django_db(transaction=True)  # the package tells of what was changed after the commit
def test_the_mail_that_sets_a_new_password_has_a_button_and_says_the_same_without(
    as_: Callable[[Person | None], Client], staff: Staff, post: PostOffice
) -> None:
    as_(None).post("/password/reset", {"email": "bob@x.example"})

    [mail] = post.mails
    plain, html = text_of(mail), text_of(mail, "html")
    [link] = re.findall(r"https?://\S+/password/reset/\S+", plain)
    assert html.count(f'href="{link}"') == 2
    assert f'<a class="go" href="{link}">Set a new password for Holdfast</a>' in html
    for sentence in ("somebody asked to set a new password", "The link works once, for three days."):
        assert sentence in plain
        assert sentence in _words(html)


@pytest.mark.django_db(transaction=True)
def test_what_a_browser_calls_itself_is_a_text_in_the_mail_that_tells_of_a_change(
    as_: Callable[[Person | None], Client], staff: Staff, post: PostOffice
) -> None:
    new = {"password1": "three green ladders", "password2": "three green ladders"}

    as_(staff.bob).post("/password/change", {"oldpassword": PASSWORD, **new}, headers={"user-agent": FORGED})

    [mail] = post.mails
    html = text_of(mail, "html")
    assert FORGED in text_of(mail)
    assert "<script>" not in html
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', html))
    assert "tell an administrator" in _words(html)
