"""Queries that are put together once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db.models import DateField, Exists, OuterRef

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Objective
from holdfast.web.prepared import Given, Prepared

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
