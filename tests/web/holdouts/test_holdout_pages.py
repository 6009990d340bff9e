"""Holdouts in the browser and by the API: everybody reads, administrators assign, jobs do the work."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.web.holdouts.conftest import PLAN

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.holdouts.models import Holdout
from holdfast.web.holdouts.tasks import assign_customers, plan, settle
from holdfast.web.tokens.actions import SCOPES, make_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


@pytest.fixture
def call(staff: Staff) -> Callable[..., tuple[int, Any]]:
    """Calls of a person's program."""
    from tests.web.conftest import NOON  # noqa: PLC0415 - the instant at which tokens are made

    def called(person: Person, method: str, path: str = "", **sent: object) -> tuple[int, Any]:
        able = [one for one in SCOPES if one != "administer" or person.is_administrator]
        token = make_token(Actor(person, "page", NOON), "a program", able, days=30)[1]
        client = Client(headers={"Authorization": f"Bearer {token}"})
        body = json.dumps(sent).encode()
        answer = client.generic(method, f"/api/holdouts{path}", body, content_type="application/json")
        return answer.status_code, answer.json()

    return called


def queued() -> list[str]:
    return [one.task_path.rpartition(".")[2] for one in DBTaskResult.objects.order_by("enqueued_at")]


def test_customers_are_assigned_by_a_job_and_keep_their_arms(
    company: Path, staff: Staff, call: Callable[..., tuple[int, Any]]
) -> None:
    asked = call(staff.alice, "POST", "/check-in/assignments")
    assert (asked[0], asked[1]["treated"], queued()) == (202, 0, ["assign_customers"])

    for _ in range(2):
        assign_customers.call("check-in", None)

    log = FileHoldouts(company).log("check-in")
    read = call(staff.dave, "GET", "/check-in")[1]
    first = call(staff.carol, "GET", "/check-in/assignments?limit=10")[1]
    one = call(staff.carol, "GET", f"/check-in/assignments?customer={log[0].customer_id}")[1]
    assert read["treated"] + read["held_out"] == len(log) > 40
    assert (read["state"], read["error"], read["settles_on"]) == ("assigning", "", "2026-11-30")
    assert (len(first["assignments"]), first["next"]) == (10, 10)
    assert [row["arm"] for row in one["assignments"]] == [log[0].arm]


def test_before_its_day_a_settlement_says_until_when_it_is_too_early(
    company: Path, staff: Staff, call: Callable[..., tuple[int, Any]]
) -> None:
    assign_customers.call("check-in", None)

    asked = call(staff.dave, "POST", "/check-in/settlement")
    settle.call("check-in")

    read = call(staff.dave, "GET", "/check-in")[1]
    assert (asked[0], asked[1]["record"]) == (202, None)
    assert read["record"]["verdict"] == "too early until 30 Nov 2026"
    assert read["record"]["estimate"] is None
    told = Entry.objects.filter(action__contains="settle").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "asked to settle holdout",
        "settled holdout",
    ]


def test_only_administrators_assign_and_nobody_finds_what_is_not_there(
    company: Path, staff: Staff, call: Callable[..., tuple[int, Any]]
) -> None:
    statuses = [call(one, "POST", "/check-in/assignments")[0] for one in (staff.bob, staff.dave, staff.erin)]
    missing = [call(staff.alice, *one)[0] for one in (("GET", "/other"), ("POST", "/other/settlement"))]

    assert statuses == [403, 403, 403]
    assert missing == [404, 404]
    assert queued() == []


def test_a_customer_that_is_none_is_told_and_nobody_is_assigned(
    company: Path, staff: Staff, call: Callable[..., tuple[int, Any]]
) -> None:
    assign_customers.call("check-in", ["nobody"])

    read = call(staff.dave, "GET", "/check-in")[1]
    assert "customer nobody: it is not among the customers" in read["error"]
    assert FileHoldouts(company).log("check-in") == ()


def test_the_page_shows_each_holdout_and_what_one_may_do(
    company: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    assign_customers.call("check-in", None)
    settle.call("check-in")

    seen, own = (as_(one).get("/holdouts").content.decode() for one in (staff.dave, staff.alice))

    assert "A check-in call" in seen
    assert "Too early until 30 Nov 2026" in seen
    assert "Assign customers" not in seen
    assert "Assign customers" in own
    assert "Ask what became of it" in seen


def test_buttons_ask_for_jobs_and_only_for_those_who_may(
    company: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    answers = [
        as_(staff.dave).post("/holdouts/check-in/assign").status_code,
        as_(staff.alice).post("/holdouts/check-in/assign").status_code,
        as_(staff.dave).post("/holdouts/check-in/settle").status_code,
        as_(staff.dave).post("/holdouts/check-in/settle").status_code,
        as_(staff.alice).post("/holdouts/other/assign").status_code,
    ]

    assert answers == [403, 302, 302, 302, 404]
    assert queued() == ["assign_customers", "settle"]


def test_a_plan_that_cannot_be_read_is_told_and_the_page_stands(
    company: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    (company / ".holdfast" / "holdouts" / "check-in" / "plan.json").write_text("{}")

    answer = as_(staff.dave).get("/holdouts")

    assert answer.status_code == 200
    assert "it is no plan" in answer.content.decode()
    assert str(company) not in answer.content.decode()


def test_however_many_holdouts_the_page_asks_as_often(
    company: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    from dataclasses import replace  # noqa: PLC0415 - this test alone makes more of them

    for number in range(12):
        FileHoldouts(company).add(replace(PLAN, id=f"more-{number}", title="<script>alert(1)</script>"))
        Holdout.objects.create(name=f"more-{number}")
    client = as_(staff.dave)
    client.get("/holdouts")

    with django_assert_max_num_queries(12):
        answer = client.get("/holdouts").content.decode()

    assert answer.count("&lt;script&gt;") >= 12
    assert "<script>alert" not in answer


def test_another_day_settles_it_anew(
    company: Path, staff: Staff, now: Callable[[timedelta], None], call: Callable[..., tuple[int, Any]]
) -> None:
    call(staff.dave, "POST", "/check-in/settlement")
    now(timedelta(minutes=1))
    call(staff.dave, "POST", "/check-in/settlement")

    assert queued() == ["settle", "settle"]


def test_an_administrator_plans_one_on_the_page_and_it_says_how_many_customers_it_takes(
    company: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.alice)
    asked = {"title": "A  letter", "left_alone": "40", "days": "90", "matters": "5"}

    refused = [client.post("/holdouts/plan", {**asked, **one}) for one in ({"title": " "}, {"matters": "x"})]
    for title in ("A  letter", "A letter", "电话"):
        client.post("/holdouts/plan", {**asked, "title": title})
    waits = client.get("/holdouts").content.decode()
    for _ in range(2):
        plan.call("a-letter", "A letter", 90, 5.0, 40.0)
    plan.call("a-letter-2", "A letter", 90, 5.0, 100.0)

    made = FileHoldouts(company).plan("a-letter")
    page = client.get("/holdouts").content.decode()
    assert [one.status_code for one in refused] == [422, 422]
    assert "What is tried: nothing was given" in refused[0].content.decode()
    assert queued() == ["plan"] * 3
    assert "A job plans <code>holdout</code>" in waits
    assert "A job plans <code>a-letter</code>" in waits
    assert (made.title, made.share, made.matters, made.outcome.days) == ("A letter", 0.4, 0.05, 90)
    assert "To see a change of 5.0 points from" in page
    assert "<code>a-letter-2</code> could not be planned." in page
    assert "Leave some alone by lot" not in as_(staff.bob).get("/holdouts").content.decode()
