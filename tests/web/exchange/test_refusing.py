"""What an import refuses, row by row, and what it never tells or gives to a stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.exchange.conftest import LOOSE, becomes, refused

from holdfast.web.exchange.importing import look
from holdfast.web.exchange.models import Import, Origin
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person


def test_each_refused_row_says_where_what_and_how_to_mend(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    file = (
        "Objective,Key result,Baseline,Target,Team,Cycle\n"
        "Customers stay,Churn,eight,5,,\n"
        "Customers stay,NPS,50,50,,\n"
        "Product grows,Use,1,2,Product,\n"
        "Old ones,Use,1,2,,2020-Q1\n"
        "Nowhere,Use,1,2,Sales,\n"
        f"{'x' * 2001},Use,1,2,,\n"
    )

    plan = sender(staff.bob).plan(file)

    assert refused(plan)[:4] == [
        (2, "Baseline", "eight"),
        (3, "Target", "50.0"),
        (4, "Team", "Product"),
        (4, "Objective", "its objective, row 4, is refused"),
    ]
    assert [(row, field) for row, field, _ in refused(plan)[4:]] == [
        (5, "Cycle"),
        (5, "Objective"),
        (6, "Team"),
        (6, "Objective"),
        (7, "Text"),
        (7, "Objective"),
    ]
    assert all(why.mend for one in plan.outcomes for why in one.refusals)


def test_rows_that_are_refused_are_left_out_and_the_others_come_in(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).bring_in(
        "Objective,Key result,Target\nCustomers stay,Churn,?\nCustomers stay,NPS,50\n"
    )

    assert [one.text for one in KeyResult.objects.all()] == ["NPS"]
    assert (row.state, row.made["left out"], bytes(row.content)) == ("done", 1, b"")


def test_objectives_that_support_each_other_in_a_circle_are_refused_with_their_parts(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    file = (
        "Id,Title,Type,Parent\n1,One,Objective,2\n2,Two,Objective,1\n3,Three,Objective,1\n"
        "4,Calls from 1 to 2,Key result,1\n5,Calls from 1 to 2,Key result,3\n"
    )

    plan = sender(staff.bob).plan(file)

    assert becomes(plan.outcomes) == [
        (2, "objective", "refused"),
        (3, "objective", "refused"),
        (4, "objective", "new"),
        (5, "key result", "refused"),
        (6, "key result", "new"),
    ]


def test_an_id_that_stands_twice_is_refused_the_second_time(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    plan = sender(staff.bob).plan("Id,Title,Type\n1,One,Objective\n1,Two,Objective\n")

    assert refused(plan) == [(3, "Id", "1 stands in row 2 too")]


def test_a_closed_cycle_takes_nothing(sender: Callable[[Person], Sender], staff: Staff, cycle: Cycle) -> None:
    row = sender(staff.bob).send("Objective,Key result\nCustomers stay,Churn from 8 % to 5 %\n")
    cycle.state = "closed"
    cycle.save()

    plan = look(Import.objects.get(pk=row.pk)).plan

    assert [field for _, field, _ in refused(plan)] == ["Cycle", "Objective"]


def test_what_came_in_as_private_for_others_is_not_there_for_a_stranger(
    sender: Callable[[Person], Sender], staff: Staff, cycle: Cycle
) -> None:
    file = "Id,Title,Object Type,Period,Aligned To,Private\n7,Customers stay,Objective,,,yes\n"
    sender(staff.bob).bring_in(file)
    stranger = sender(staff.erin)
    stranger.team = staff.product.pk

    stranger.bring_in(file)

    own, other = Objective.objects.order_by("pk")
    assert (own.team, other.team) == (staff.success, staff.product)
    assert Origin.objects.filter(key="viva:7").count() == 2


def test_an_id_of_a_private_objective_of_others_neither_finds_nor_changes_it(
    sender: Callable[[Person], Sender], staff: Staff, secret: Objective
) -> None:
    whole = b"".join(sender(staff.bob).browser.get("/exchange/export", {"form": "objectives"}))
    stranger = sender(staff.erin)
    stranger.team = staff.product.pk
    file = whole.decode().replace("Nobody else may read this", "A guess").replace(",Success,", ",Product,")

    plan = stranger.plan(file, "objectives.csv")
    stranger.bring_in(file, "objectives.csv")

    secret.refresh_from_db()
    assert becomes(plan.outcomes) == [(2, "objective", "new")]
    assert (secret.text, secret.team) == ("Nobody else may read this", staff.success)


def test_a_parent_that_one_may_not_see_is_told_as_one_that_is_not_there(
    sender: Callable[[Person], Sender], staff: Staff, secret: Objective
) -> None:
    from holdfast.web.exchange.instances import external_id  # noqa: PLC0415 - beside its only use

    stranger = sender(staff.erin)
    stranger.team = staff.product.pk
    own, none = external_id("objective", secret.pk), external_id("objective", 999_999)

    plans = [stranger.plan(f"Title,Type,Parent\nOne,Key result,{one}\n") for one in (own, none)]

    assert [[(f, m) for _, f, m in refused(one)] for one in plans] == [
        [("What it belongs to", f"“{one}” is no objective of this file")] for one in (own, none)
    ]


@pytest.mark.parametrize("name", ["dave", "erin"])
def test_whoever_may_not_draft_for_the_team_brings_nothing_in(
    as_: Callable[[Person], Client], staff: Staff, cycle: Cycle, name: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - beside its only use

    file = SimpleUploadedFile("a.csv", b"Objective,Key result\nCustomers stay,Churn\n")
    answer = as_(getattr(staff, name)).post(
        "/imports", {"file": file, "cycle": cycle.pk, "team": staff.success.pk}
    )

    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_an_import_is_its_owners_alone(
    as_: Callable[[Person], Client], sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(LOOSE)

    answers = [
        as_(staff.alice).get(f"/imports/{row.pk}"),
        as_(staff.carol).post(f"/imports/{row.pk}", {"act": "discard"}),
    ]

    assert [one.status_code for one in answers] == [404, 404]
