"""People and teams: who may change what, and what a list of many costs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
OK, MOVED, REFUSED = HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.FORBIDDEN
# Address, then the status for an administrator, editor, contributor and viewer of the team, and a stranger.
PAGES = [
    ("/people", (OK, OK, OK, OK, OK)),
    ("/people/invite", (OK, OK, REFUSED, REFUSED, OK)),
    ("/people/{bob}", (OK, OK, OK, OK, OK)),
    ("/people/{bob}/leave", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/teams/{success}", (OK, OK, OK, OK, OK)),
    ("/teams/new", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/profile", (OK, OK, OK, OK, OK)),
    ("/profile/security", (OK, OK, OK, OK, OK)),
    ("/profile/sessions", (OK, OK, OK, OK, OK)),
    ("/password/change", (OK, OK, OK, OK, OK)),
    ("/settings", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/settings/cycles/new", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/settings/events", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/audit-log", (OK, REFUSED, REFUSED, REFUSED, REFUSED)),
]
FORMS: list[tuple[str, dict[str, str], tuple[HTTPStatus, ...]]] = [
    (
        "/teams/{success}/members",
        {"person": "{erin}", "role": "editor"},
        (MOVED, MOVED, REFUSED, REFUSED, REFUSED),
    ),
    ("/teams/{success}/members/{dave}/remove", {}, (MOVED, MOVED, REFUSED, REFUSED, REFUSED)),
    ("/teams/{success}/change", {"name": "Care", "parent": ""}, (MOVED, MOVED, REFUSED, REFUSED, REFUSED)),
    ("/people/{dave}/administrator", {"is_administrator": "1"}, (MOVED, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/people/{dave}/leave", {}, (MOVED, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/people/{dave}/return", {}, (MOVED, REFUSED, REFUSED, REFUSED, REFUSED)),
    ("/teams/new", {"name": "Sales", "parent": ""}, (MOVED, REFUSED, REFUSED, REFUSED, REFUSED)),
]
WHO = ("alice", "bob", "carol", "dave", "erin")


def _named(staff: Staff, text: str) -> str:
    keys = {name: getattr(staff, name).pk for name in (*WHO, "success", "product")}
    return text.format(**keys)


@pytest.mark.parametrize(("address", "expected"), PAGES)
def test_a_page_opens_for_the_roles_of_the_table(
    as_: Callable[[Person | None], Client], staff: Staff, address: str, expected: tuple[HTTPStatus, ...]
) -> None:
    statuses = tuple(as_(getattr(staff, name)).get(_named(staff, address)).status_code for name in WHO)

    assert statuses == expected


@pytest.mark.parametrize("number", range(len(WHO)))
@pytest.mark.parametrize(("address", "given", "expected"), FORMS)
def test_a_form_is_taken_from_the_roles_of_the_table(  # noqa: PLR0913, PLR0917 - one row of the table each
    as_: Callable[[Person | None], Client],
    staff: Staff,
    address: str,
    given: dict[str, str],
    expected: tuple[HTTPStatus, ...],
    number: int,
) -> None:
    filled = {name: _named(staff, value) for name, value in given.items()}

    answer = as_(getattr(staff, WHO[number])).post(_named(staff, address), filled)

    assert answer.status_code == expected[number]
    assert Entry.objects.exists() == (answer.status_code == MOVED and not address.endswith("return"))


def test_the_editor_of_one_team_changes_nothing_of_another(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client, pk = as_(staff.bob), staff.product.pk

    statuses = [
        client.post(f"/teams/{pk}/members", {"person": staff.bob.pk, "role": "editor"}).status_code,
        client.post(f"/teams/{pk}/members/{staff.erin.pk}/remove").status_code,
        client.post(f"/teams/{pk}/change", {"name": "Mine"}).status_code,
    ]

    assert set(statuses) == {REFUSED}
    assert list(staff.product.memberships.values_list("person__name", "role")) == [("Erin", "editor")]


def test_an_editor_does_not_move_a_team_under_another(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    given = {"name": "Success", "parent": str(staff.product.pk)}

    as_(staff.bob).post(f"/teams/{staff.success.pk}/change", given)

    staff.success.refresh_from_db()
    assert staff.success.parent is None


def test_a_team_cannot_stand_under_itself_by_any_way_round(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.alice)
    client.post(f"/teams/{staff.success.pk}/change", {"name": "Success", "parent": str(staff.product.pk)})

    answer = client.post(
        f"/teams/{staff.product.pk}/change", {"name": "Product", "parent": str(staff.success.pk)}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "stand under itself" in answer.content.decode()


def test_the_last_administrator_stays_one(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    client = as_(staff.alice)

    statuses = [
        client.post(f"/people/{staff.alice.pk}/administrator", {"is_administrator": "0"}).status_code,
        client.post(f"/people/{staff.alice.pk}/leave").status_code,
    ]

    staff.alice.refresh_from_db()
    assert statuses == [HTTPStatus.UNPROCESSABLE_ENTITY] * 2
    assert staff.alice.is_administrator
    assert staff.alice.is_active


@pytest.mark.parametrize(
    "given",
    [
        {"person": "x", "role": "editor"},
        {"person": "999999", "role": "editor"},
        {"person": "9" * 40, "role": "editor"},
        {"person": "{erin}", "role": "administrator"},
        {},
    ],
)
def test_somebody_who_is_not_there_and_a_role_that_is_none_are_refused(
    as_: Callable[[Person | None], Client], staff: Staff, given: dict[str, str]
) -> None:
    filled = {name: _named(staff, value) for name, value in given.items()}

    answer = as_(staff.bob).post(f"/teams/{staff.success.pk}/members", filled)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert staff.success.memberships.count() == 3


def test_a_name_is_shown_as_it_was_typed_and_runs_nowhere(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.dave)
    client.post("/profile", {"name": "<script>alert(1)</script>", "time_zone": "", "deputy": ""})

    pages = [
        client.get(where).content.decode() for where in ("/people", "/profile", f"/teams/{staff.success.pk}")
    ]

    assert all("&lt;script&gt;alert(1)" in page and "<script>alert" not in page for page in pages)


def test_a_profile_takes_a_time_zone_and_a_deputy_and_nothing_else(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.dave)
    good = {"name": "Dave", "time_zone": "Asia/Tokyo", "deputy": str(staff.bob.pk), "is_administrator": "1"}

    taken = client.post("/profile", good).status_code
    refused = [
        client.post("/profile", good | bad).status_code
        for bad in ({"time_zone": "Mars/Base"}, {"deputy": str(staff.dave.pk)}, {"deputy": "77777"})
    ]

    staff.dave.refresh_from_db()
    assert taken == MOVED
    assert refused == [HTTPStatus.UNPROCESSABLE_ENTITY] * 3
    assert (staff.dave.time_zone, staff.dave.deputy, staff.dave.is_administrator) == (
        "Asia/Tokyo",
        staff.bob,
        False,
    )


def test_people_are_found_by_part_of_a_name_and_by_team(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.dave)

    by_word = client.get("/people?words=ERI").content.decode()
    by_team = client.get(f"/people?team={staff.product.pk}").content.decode()
    strange = client.get("/people?team=x&page=-1&words=%00&gone=1")

    assert "erin@x.example" in by_word
    assert "bob@x.example" not in by_word
    assert "erin@x.example" in by_team
    assert "carol@x.example" not in by_team
    assert strange.status_code == OK


def test_members_of_a_large_team_are_found_by_part_of_a_name(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = Person.objects.bulk_create(
        Person(email=f"p{n}@x.example", name=f"Pia {n:03}", joined_at=NOON) for n in range(200)
    )
    Membership.objects.bulk_create(Membership(person=one, team=staff.success, role="viewer") for one in made)
    client, address = as_(staff.bob), f"/teams/{staff.success.pk}"

    with django_assert_max_num_queries(14):
        found = client.get(f"{address}?words=pia 11").content.decode()
    none = client.get(f"{address}?words=%00zzz").content.decode()
    small = client.get(f"/teams/{staff.product.pk}").content.decode()

    assert len(re.findall(r"<li><span>.*Pia \d", found)) == 10  # 110 to 119
    assert "All 203" in found
    assert f'<option value="{made[0].pk}">Pia' not in found  # who is in is not offered to be added
    assert "Nobody here fits" in none
    assert 'type="search"' not in small


def test_two_thousand_people_cost_as_many_queries_as_five(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = Person.objects.bulk_create(
        Person(email=f"p{n}@x.example", name=f"P{n:04}", joined_at=NOON) for n in range(2000)
    )
    Membership.objects.bulk_create(Membership(person=one, team=staff.success, role="viewer") for one in made)
    Team.objects.bulk_create(Team(name=f"T{n}") for n in range(50))
    client = as_(staff.alice)

    with django_assert_max_num_queries(13):
        page = client.get("/people?page=2").content.decode()

    assert "2,005 people" in page
    assert page.count('scope="row"') == 50


def test_logging_out_everywhere_else_leaves_this_browser_in(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    here, there = as_(None), as_(None)
    for client in (here, there):
        client.post("/log-in", {"login": "bob@x.example", "password": "correct horse"})

    here.post("/profile/sessions")

    assert here.get("/profile").status_code == OK
    assert there.get("/profile").status_code == MOVED
