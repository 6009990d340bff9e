"""What supports what, and what of it a person may know."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from holdfast.web.alignment.layout import layout
from holdfast.web.alignment.queries import alignment
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person, Team

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)


def _objective(
    cycle: Cycle, team: Team, text: str, *supports: Objective, state: str = "published"
) -> Objective:
    made = Objective.objects.create(cycle=cycle, team=team, text=text, state=state, created_at=NOW)
    made.supports.set(supports)
    return made


def test_one_with_two_parents_stands_under_both_and_once_on_the_map(staff: Staff, cycle: Cycle) -> None:
    tops = [_objective(cycle, staff.success, f"Top {n}") for n in (1, 2)]
    shared = _objective(cycle, staff.product, "Shared", *tops)

    found = alignment(staff.dave, cycle, today=TODAY)

    assert found.tops == tuple(one.pk for one in tops)
    assert all(found.nodes[one.pk].below == (shared.pk,) for one in tops)
    assert sorted(box.node.text for box in layout(found).boxes) == ["Shared", "Top 1", "Top 2"]
    assert len(layout(found).paths) == 2


def test_a_team_with_a_long_name_stays_inside_its_box(staff: Staff, cycle: Cycle) -> None:
    staff.product.name = "Customer success for enterprise accounts in Europe"
    staff.product.save()
    _objective(cycle, staff.product, "Below", _objective(cycle, staff.success, "Above"))

    teams = {box.node.text: box.team for box in layout(alignment(staff.dave, cycle, today=TODAY)).boxes}

    assert teams["Below"] == "Customer success for enter…"


def test_a_private_objective_is_a_placeholder_for_strangers_where_theirs_are_joined_to_it(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, secret: Objective
) -> None:
    _objective(cycle, staff.product, "Ours", secret)

    strangers, own = (as_(one).get("/alignment").content.decode() for one in (staff.erin, staff.bob))

    assert "Private objective of Success" in strangers
    assert secret.text not in strangers
    assert secret.text in own


def test_a_private_objective_that_is_joined_to_nothing_is_not_there_for_strangers(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, secret: Objective
) -> None:
    page = as_(staff.erin).get("/alignment").content.decode()

    assert "Private objective" not in page
    assert "Nothing to align yet" in page


def test_a_link_between_two_that_a_person_may_not_see_is_not_told(
    staff: Staff, cycle: Cycle, secret: Objective
) -> None:
    other = _objective(cycle, staff.success, "Hidden too", secret)
    Objective.objects.filter(pk=other.pk).update(is_private=True)

    assert alignment(staff.erin, cycle, today=TODAY).nodes == {}


def test_orphans_are_shown_and_drafts_are_not(staff: Staff, cycle: Cycle, objective: Objective) -> None:
    _objective(cycle, staff.success, "Only a draft", state="draft")

    found = alignment(staff.bob, cycle, today=TODAY)

    assert found.orphans == (objective.pk,)
    assert found.nodes[objective.pk].statuses == (("no data", 1),)


def test_a_circle_that_should_not_be_there_does_not_hang_the_page(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    first = _objective(cycle, staff.success, "First")
    second = _objective(cycle, staff.success, "Second", first)
    third = _objective(cycle, staff.success, "Third", second)
    second.supports.add(third)

    assert as_(staff.dave).get("/alignment").status_code == 200


def test_a_thousand_objectives_cost_the_same_queries(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    cycle: Cycle,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    top = _objective(cycle, staff.success, "Top")
    Objective.objects.bulk_create(
        Objective(cycle=cycle, team=staff.product, text=f"O{n}", state="published", created_at=NOW)
        for n in range(1000)
    )
    below = Objective.objects.exclude(pk=top.pk)
    through = Objective.supports.through
    through.objects.bulk_create(through(from_objective=one, to_objective=top) for one in below)
    client = as_(staff.dave)

    with django_assert_max_num_queries(14):
        page = client.get("/alignment").content.decode()

    assert page.count("<rect x=") == 1001
