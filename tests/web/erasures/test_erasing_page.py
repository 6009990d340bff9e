"""The page of erasing: an administrator looks, sees where somebody is, and erases them; jobs do the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.service.persons.conftest import ANNA
from tests.web.erasures.test_erasing import everything_stored

from holdfast.web.erasures.models import Search
from holdfast.web.erasures.tasks import erase, look_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

    Browsers = Callable[[Person | None], Client]


def test_somebody_is_looked_for_then_erased_and_the_page_forgets_who(
    firm: Path, staff: Staff, as_: Browsers
) -> None:
    client = as_(staff.alice)
    assert client.post("/persons", {"asked": ANNA}).status_code == 302
    look_for.call(Search.objects.get().pk)

    page = client.get("/persons").content.decode()
    assert "person p-anna1 of A" in page
    assert "table tickets (tickets.csv)" in page

    client.post("/persons/erase", {"search": Search.objects.get().pk})
    for _ in range(2):
        erase.call(Search.objects.get().pk)

    page = client.get("/persons").content.decode()
    assert "Somebody was erased" in page
    assert "by Alice" in page
    assert "p-anna1" not in page
    assert "anna" not in everything_stored().lower()
    assert [one.task_path.rpartition(".")[2] for one in DBTaskResult.objects.order_by("enqueued_at")] == [
        "look_for",
        "erase",
    ]


def test_nobody_is_erased_whom_no_look_has_found(firm: Path, staff: Staff, as_: Browsers) -> None:
    client = as_(staff.alice)
    client.post("/persons", {"asked": "p-nobody"})
    look_for.call(Search.objects.get().pk)
    assert "no person and no customer has this id" in client.get("/persons").content.decode()

    answer = client.post("/persons/erase", {"search": Search.objects.get().pk}, follow=True)

    assert "nobody is found there any more" in answer.content.decode()
    assert (firm / ".holdfast" / "erased.json").exists() is False


@pytest.mark.parametrize("asked", ["", " "])
def test_a_look_for_nothing_is_refused(firm: Path, staff: Staff, as_: Browsers, asked: str) -> None:
    assert as_(staff.alice).post("/persons", {"asked": asked}).status_code == 422
    assert not Search.objects.exists()
