"""The audit log: found again by person, subject and day, fast, and never changed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import models, transaction

from holdfast.web.audit.models import EntriesStayError, Entry
from holdfast.web.audit.queries import PER_PAGE, EntriesAsked, entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
MANY = 10_000


def _entry(number: int, by: Person, kind: str = "person", subject: int = 1) -> Entry:
    at = NOON - timedelta(minutes=number)
    return Entry(at=at, by=by, via="page", action=f"did {number}", subject_kind=kind, subject_id=subject)


@pytest.fixture
def many(staff: Staff) -> None:
    """Ten thousand entries of two people, a minute apart."""
    Entry.objects.bulk_create(
        _entry(n, staff.bob if n % 10 else staff.erin, subject=staff.carol.pk) for n in range(MANY)
    )


def test_ten_thousand_entries_are_read_page_by_page_without_gap_or_repeat(many: None) -> None:
    seen: list[int] = []
    asked = EntriesAsked()
    while True:
        page = entries(asked, "UTC")
        seen += [one.row.pk for one in page.lines]
        if page.next is None:
            break
        asked = EntriesAsked(before=page.next)

    assert len(seen) == len(set(seen)) == MANY


def test_a_page_of_ten_thousand_entries_costs_few_queries_and_little_time(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    many: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(staff.alice)
    client.get("/audit-log")

    began = time.process_time()
    with django_assert_max_num_queries(11):
        page = client.get(f"/audit-log?person={staff.erin.pk}").content.decode()
    took = time.process_time() - began

    assert page.count('class="when"') == PER_PAGE
    assert took < 1.0


def test_entries_are_found_by_person_subject_and_local_day(
    as_: Callable[[Person | None], Client], staff: Staff, many: None
) -> None:
    by_person = entries(EntriesAsked(person=staff.erin.pk), "UTC").lines
    by_other = entries(EntriesAsked(kind="person", subject=staff.dave.pk), "UTC").lines
    day = (NOON - timedelta(days=3)).date()
    by_day = [one.row.at for one in entries(EntriesAsked(day=day), "Asia/Tokyo").lines]

    assert {one.row.by for one in by_person} == {staff.erin}
    assert by_other == ()
    assert by_day[0] == datetime(2026, 8, 21, 14, 59, tzinfo=UTC)


def test_an_entry_names_what_it_is_about_with_nothing_in_it_that_could_run(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    objective.text = "<b>Customers</b> stay"
    objective.save()
    Entry.objects.bulk_create(
        [_entry(0, staff.bob, "objective", objective.pk), _entry(1, staff.bob, "gone", 7)]
    )

    page = as_(staff.alice).get("/audit-log").content.decode()

    assert "&lt;b&gt;Customers&lt;/b&gt; stay" in page
    assert "gone 7" in page


@pytest.mark.parametrize(
    "query",
    ["person=x", "before=99999999999999999999", "day=9999-12-31", "day=x", "kind=x&subject=1", "before=7"],
)
def test_an_address_that_makes_no_sense_shows_the_log(
    as_: Callable[[Person | None], Client], staff: Staff, query: str
) -> None:
    assert as_(staff.alice).get(f"/audit-log?{query}").status_code == HTTPStatus.OK


def test_no_code_of_ours_can_change_or_delete_an_entry(staff: Staff) -> None:
    _entry(0, staff.bob).save()
    row = Entry.objects.get()
    row.action = "did something else"

    tried: list[Callable[[], object]] = [
        row.save,
        row.delete,
        lambda: Entry.objects.update(action="x"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.bulk_update([row], ["action"]),
    ]
    for attempt in tried:
        with pytest.raises(EntriesStayError), transaction.atomic():
            attempt()

    assert Entry.objects.get().action == "did 0"


def test_an_entry_outlives_the_person_who_made_it(staff: Staff) -> None:
    _entry(0, staff.erin).save()

    staff.erin.delete()

    assert Entry.objects.get().by is None
    assert isinstance(Entry._meta.get_field("by"), models.ForeignKey)
