"""The page "Why customers leave": what a job found, how old it is, and what it would need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


def test_without_a_workspace_nothing_is_computed(
    staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.dave)

    statuses = client.get("/reasons").status_code, client.post("/reasons/again").status_code

    assert statuses == (200, 302)
    assert not DBTaskResult.objects.exists()
