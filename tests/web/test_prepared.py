"""Queries that are put together once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db.models import DateField, Exists, OuterRef

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Objective
from holdfast.web.people.models import Person
from holdfast.web.prepared import Among, Given, Prepared, PreparedRows

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
ENDING = Prepared(
    lambda: (
        Cycle.objects.filter(ends_on__lte=Given("by", DateField()))
        .order_by("ends_on")
        .values_list("name", "ends_on", Exists(Objective.objects.filter(cycle=OuterRef("pk"))))
    )
)

OBJECTIVES = PreparedRows(
    lambda: Objective.objects.filter(Among("pk", "objectives")).order_by("pk"),
    left_out=("scope",),
    joined=("cycle", "owner", "owner__deputy"),
)


def _cycle(name: str, ends_on: date) -> Cycle:
    return Cycle.objects.create(name=name, starts_on=date(2025, 1, 1), ends_on=ends_on)


def test_a_prepared_query_gives_the_values_that_django_gives() -> None:
    cycle = _cycle("first", date(2026, 1, 1))
    Objective.objects.create(cycle=cycle, text="Customers stay", created_at="2025-01-01T00:00:00Z")
    _cycle("second", date(2026, 4, 1))

    rows = ENDING(by=date(2026, 4, 1))

    assert rows == [("first", date(2026, 1, 1), True), ("second", date(2026, 4, 1), False)]


def test_a_prepared_query_is_asked_anew_with_other_values(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _cycle("first", date(2026, 1, 1))
    _cycle("second", date(2026, 4, 1))

    with django_assert_num_queries(2):
        rows = [[name for name, *_ in ENDING(by=day)] for day in (date(2026, 1, 1), date(2026, 4, 1))]

    assert rows == [["first"], ["first", "second"]]


def test_a_prepared_query_refuses_a_value_that_was_not_given() -> None:
    with pytest.raises(KeyError, match="by"):
        ENDING(until=date(2026, 1, 1))


def _two_objectives() -> list[int]:
    """One whose owner has no deputy, and one without an owner."""
    cycle, at = _cycle("first", date(2026, 1, 1)), "2025-01-01T00:00:00Z"
    owner = Person.objects.create_user("o@x.example", name="Olu", joined_at=at)
    made = [
        Objective.objects.create(
            cycle=cycle, text=text, scope="All", owner=one, is_private=True, created_at=at
        )
        for text, one in (("Customers stay", owner), ("They come back", None))
    ]
    return [one.pk for one in made]


def test_a_prepared_row_is_the_object_that_django_reads_with_what_it_refers_to(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = _two_objectives()

    with django_assert_num_queries(1):
        rows = OBJECTIVES(objectives=keys)
        referred = [(one.cycle, one.owner, one.owner and one.owner.deputy) for one in rows]

    expected = list(Objective.objects.order_by("pk").defer("scope"))
    names = [one.attname for one in Objective._meta.concrete_fields]
    assert rows == expected
    assert [[getattr(one, name) for name in names] for one in rows] == [
        [getattr(one, name) for name in names] for one in expected
    ]
    assert referred == [(one.cycle, one.owner, None) for one in expected]


def test_a_field_that_was_left_out_is_read_when_somebody_asks(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    row = OBJECTIVES(objectives=_two_objectives())[0]

    with django_assert_num_queries(1):
        scope = row.scope

    assert scope == "All"


def test_a_prepared_row_that_is_saved_is_changed_and_not_doubled() -> None:
    keys = _two_objectives()
    row = OBJECTIVES(objectives=keys)[0]

    row.text = "Customers stay longer"
    row.save()

    assert list(Objective.objects.order_by("pk").values_list("text", flat=True)) == [
        "Customers stay longer",
        "They come back",
    ]


def test_no_keys_find_no_rows() -> None:
    _two_objectives()

    assert OBJECTIVES(objectives=[]) == []


def test_what_is_no_whole_number_is_refused_as_a_key() -> None:
    with pytest.raises(TypeError):
        OBJECTIVES(objectives=["1) OR (1=1"])
