"""The notice of a source that fails, is gone or is old, on every page that rests on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.web.measurements.actions import outside_series, record_failure, record_values
from holdfast.web.measurements.models import Series
from holdfast.web.measurements.trouble import trouble_of, troubles_of
from holdfast.web.objectives.models import KeyResult, Objective

from .conftest import NOW, TODAY, month, usual_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

    Browser = Callable[[Person | None], Client]


@pytest.fixture
def bound(objective: Objective) -> KeyResult:
    """The key result on a series of logo churn, the objective on another of it."""
    row = objective.key_results.get()
    series, own = usual_series(), usual_series(filters={"size": ["large"]})
    record_values(series, [month(n, 0.05) for n in range(5, 8)], sql="SELECT 1", at=NOW)
    KeyResult.objects.filter(pk=row.pk).update(series=series, unit="share", baseline=0.08, target=0.04)
    Objective.objects.filter(pk=objective.pk).update(series=own)
    return KeyResult.objects.select_related("series").get(pk=row.pk)


def _pages(client: Client, row: KeyResult) -> list[str]:
    paths = ("/quarter", f"/objectives/{row.objective_id}", f"/key-results/{row.pk}")
    return [client.get(path).content.decode() for path in paths]


def test_pages_without_trouble_have_no_notice(as_: Browser, staff: Staff, bound: KeyResult) -> None:
    pages = _pages(as_(staff.dave), bound)

    assert not any("a look at where" in page or "could not be measured" in page for page in pages)


def test_a_failing_source_is_told_on_quarter_objective_and_key_result(
    as_: Browser, staff: Staff, bound: KeyResult
) -> None:
    assert bound.series is not None
    record_failure(bound.series, "orders.csv: <b>gone</b>", at=NOW)

    pages = _pages(as_(staff.dave), bound)

    assert all("It could not be measured just now" in page for page in pages)
    assert all("orders.csv: &lt;b&gt;gone" in page for page in pages)
    assert "1 figure needs a look at where it comes from" in pages[0]


def test_a_metric_removed_while_bound_says_what_to_do_and_who_may_gets_the_link(
    as_: Browser, staff: Staff, bound: KeyResult
) -> None:
    assert bound.series is not None
    record_failure(bound.series, "'logo_churn' is not known", at=NOW, is_gone=True)

    reader, editor = _pages(as_(staff.dave), bound), _pages(as_(staff.bob), bound)

    assert all("is no longer in the workspace" in page for page in reader)
    assert all("bind what it measures to another metric" in page for page in reader)
    assert "Amend this key result" not in reader[2]
    assert "Amend this key result" in editor[2]
    assert "5.0%" in reader[2]


def test_data_that_end_before_the_cadence_are_told_to_be_old(
    as_: Browser, staff: Staff, bound: KeyResult, now: Callable[[timedelta], None]
) -> None:
    now(timedelta(days=9))

    pages = _pages(as_(staff.dave), bound)

    assert all("The data end on 24 Aug 2026, 9 days ago" in page for page in pages)


def test_a_closed_cycle_is_not_asked_where_its_figures_come_from(
    as_: Browser, staff: Staff, bound: KeyResult
) -> None:
    assert bound.series is not None
    record_failure(bound.series, "gone", at=NOW)
    cycle = bound.objective.cycle
    cycle.state = "closed"
    cycle.save()

    page = as_(staff.dave).get("/quarter", {"cycle": cycle.name}).content.decode()

    assert "a look at where" not in page


def test_forty_failing_figures_are_one_notice_and_cost_no_further_query(
    as_: Browser, staff: Staff, bound: KeyResult, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        series = usual_series("nps", grain=f"{number}")
        record_failure(series, "surveys.csv: gone", at=NOW)
        KeyResult.objects.create(
            objective=bound.objective, position=2 + number, text=f"{number}", unit="share", series=series
        )
    client = as_(staff.dave)
    client.get("/quarter")

    with django_assert_max_num_queries(30):
        page = client.get("/quarter").content.decode()

    assert "40 figures need a look" in page
    assert page.count("surveys.csv: gone") == 5
    assert "35 more are among the" in page


@pytest.mark.django_db
def test_figures_from_outside_are_never_old() -> None:
    outside = outside_series("x", title="X", unit="count", better="up")
    record_values(outside, [month(3, 0.1)], sql="", at=NOW)

    assert trouble_of(Series.objects.get(pk=outside.pk), today=TODAY + timedelta(days=90)) is None


def test_the_worst_trouble_comes_first_and_each_series_once() -> None:
    failed = Series(pk=1, metric="a", title="A", error="gone")
    removed = Series(pk=2, metric="b", title="B", error="gone", removed_at=NOW)
    old = Series(pk=3, metric="c", title="C", data_through=TODAY - timedelta(days=8))
    fresh = Series(pk=4, metric="d", title="D", data_through=TODAY - timedelta(days=7))

    found = troubles_of([failed, old, removed, failed, fresh], today=TODAY, old_after=7)

    assert [(one.kind, one.series.title, one.days) for one in found] == [
        ("removed", "B", 0),
        ("failed", "A", 0),
        ("old", "C", 8),
    ]
