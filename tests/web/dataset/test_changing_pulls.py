"""Changing a pull: what it says, what stays hidden, and two who change it at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.dataset.models import Pull
from holdfast.web.dataset.pulling import Asked, change_pull, make_pull
from holdfast.web.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
SIGNED = "https://x.example/orders.csv?key=s3cr3t"


@pytest.fixture
def row(shop: Path, administrator: Actor) -> Pull:
    """Orders, fetched daily from an address that holds a key."""
    return make_pull(administrator, Asked("url", SIGNED, "orders.csv", 1440))


def test_a_key_in_an_address_is_shown_on_no_page_no_answer_and_in_no_log(
    as_: Callable[[Person | None], Client], staff: Staff, row: Pull
) -> None:
    client = as_(staff.alice)
    sent = {"place": "https://x.example/b.csv?key=0ther", "name": "orders.csv", "every": "60"}

    form = client.get(f"/data/pulls/{row.pk}").content.decode()
    client.post(f"/data/pulls/{row.pk}", {**sent, "seen": row.stated})
    pages = [form, *(client.get(path).content.decode() for path in ("/data", f"/data/pulls/{row.pk}"))]

    row.refresh_from_db()
    said = " ".join([*pages, *(str(one.changes) for one in Entry.objects.all())])
    assert row.place == "https://x.example/b.csv?key=0ther"
    assert "https://x.example/b.csv?…" in said
    assert "s3cr3t" not in said
    assert "0ther" not in said


def test_an_address_that_is_left_empty_stays_and_the_rest_is_changed_and_fetched_at_once(
    as_: Callable[[Person | None], Client], staff: Staff, row: Pull
) -> None:
    sent = {"place": "", "name": "sales.csv", "every": "60", "seen": row.stated}
    before = DBTaskResult.objects.filter(task_path__endswith="pull_one").count()

    answer = as_(staff.alice).post(f"/data/pulls/{row.pk}", sent)

    row.refresh_from_db()
    assert answer.status_code == HTTPStatus.FOUND
    assert (row.place, row.name, row.every) == (SIGNED, "sales.csv", 60)
    assert DBTaskResult.objects.filter(task_path__endswith="pull_one").count() == before + 1
    changes = Entry.objects.get(action="changed pull").changes
    assert changes == {"name": ["orders.csv", "sales.csv"], "every": [1440, 60]}


def test_who_saves_second_is_told_and_writes_over_nothing(
    as_: Callable[[Person | None], Client], staff: Staff, administrator: Actor, row: Pull
) -> None:
    seen = row.stated
    change_pull(administrator, row.pk, Asked("url", "", "orders.csv", 60), seen=seen)

    answer = as_(staff.alice).post(
        f"/data/pulls/{row.pk}", {"place": "", "name": "orders.csv", "every": "360", "seen": seen}
    )

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "somebody changed it" in answer.content.decode()
    assert Pull.objects.get().every == 60


@pytest.mark.parametrize(
    ("place", "name", "every", "found"),
    [
        ("http://x.example/a.csv", "orders.csv", 60, "https"),
        ("https://ann:pw@x.example/a.csv", "orders.csv", 60, "name or password"),
        ("", "visits.csv", 60, "another pull gives it already"),
        ("", "orders.csv", 7, "7 minutes"),
    ],
)
def test_what_may_not_be_made_may_not_be_changed_to_either(  # noqa: PLR0913, PLR0917 - fixtures
    administrator: Actor, row: Pull, place: str, name: str, every: int, found: str
) -> None:
    make_pull(administrator, Asked("url", "https://x.example/visits.csv", "visits.csv", 60))

    with pytest.raises(InputError, match=found):
        change_pull(administrator, row.pk, Asked("url", place, name, every), seen=row.stated)

    row.refresh_from_db()
    assert (row.place, row.name, row.every) == (SIGNED, "orders.csv", 1440)


def test_a_change_lets_a_pull_that_waits_be_due_now_and_saving_the_same_is_no_change(
    administrator: Actor, row: Pull
) -> None:
    later = Actor(administrator.person, "page", NOON + timedelta(hours=3))

    change_pull(later, row.pk, Asked("url", "", "orders.csv", 1440), seen=row.stated)

    assert not Entry.objects.filter(action="changed pull").exists()
    assert Pull.objects.get().due_at == later.at


def test_only_administrators_change_a_pull_and_none_that_is_gone(
    administrator: Actor, staff: Staff, row: Pull
) -> None:
    asked, seen, pk = Asked("url", "", "orders.csv", 60), row.stated, row.pk

    with pytest.raises(PermissionDenied):
        change_pull(Actor(staff.bob, "page", NOON), row.pk, asked, seen=seen)
    with pytest.raises(ConflictError):
        change_pull(administrator, row.pk, asked, seen="another")
    row.delete()
    with pytest.raises(InputError, match="there no more"):
        change_pull(administrator, pk, asked, seen=seen)
