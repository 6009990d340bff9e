"""Celebrations: found from final values alone, by name, thanked for once, taken back with a word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from holdfast.records import Measurement
from holdfast.units import Interval, Period
from holdfast.web.audit.models import Entry
from holdfast.web.celebrations.actions import celebrate
from holdfast.web.celebrations.models import Celebration, Thanks
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.actions import outside_series, record_values
from holdfast.web.notices.models import Notice
from holdfast.web.notices.outbox import deliver
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Initiative, KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)
JULY = Period(date(2026, 7, 1), date(2026, 8, 1))
MOST_QUERIES = 30


def _july(result: KeyResult, value: float, **changes: Any) -> None:  # noqa: ANN401 - fields of a measurement
    """A final value of July with a range of 1 on each side, recorded for a key result."""
    given = {
        "metric": "",
        "variant": "",
        "version": "outside",
        "period": JULY,
        "segment": (),
        "unit": "count",
        "value": value,
        "numerator": 0,
        "denominator": 0,
        "interval": Interval(value - 1, value + 1),
        "pending": 0,
        "is_mature": True,
        "as_of": TODAY,
    }
    series = outside_series(f"of {result.pk}", title="Calls", unit="count", better="up")
    record_values(series, [Measurement(**{**given, **changes})], sql="", at=NOON)
    KeyResult.objects.filter(pk=result.pk).update(series=series)


def _celebrate(cycle: Cycle) -> int:
    return celebrate(cycle, today=TODAY, at=NOON)


def test_a_crossed_target_is_celebrated_once_by_the_names_of_owner_and_helpers(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    result = objective.key_results.get()
    Initiative.objects.create(
        objective=objective, key_result=result, text="Call", owner=staff.dave, done_at=NOON
    )
    _july(result, 22)

    changes = [_celebrate(cycle) for _ in range(2)]
    page = as_(staff.erin).get("/celebrations").content.decode()

    row = Celebration.objects.get(kind="target")
    assert changes == [1, 0]
    assert set(row.people.all()) == {staff.carol, staff.dave}
    assert "22 in Jul 2026, beyond the target of 20 with its whole range (21 to 23)." in page
    assert "Carol" in page
    assert Entry.objects.filter(action="celebrated").count() == 1


def test_a_value_beyond_where_it_began_is_the_first_real_movement(cycle: Cycle, objective: Objective) -> None:
    _july(objective.key_results.get(), 12)

    _celebrate(cycle)

    assert [row.kind for row in Celebration.objects.all()] == ["first"]


def test_a_value_that_its_own_past_foretold_is_no_movement(cycle: Cycle, objective: Objective) -> None:
    result = objective.key_results.get()
    _july(result, 14)  # beyond where it began, 10, by more than its range
    series = KeyResult.objects.get(pk=result.pk).series
    assert series is not None
    calls = (9, 14, 8, 15, 10, 13)
    past = [_of_month(month, value) for month, value in enumerate(calls, start=1)]
    record_values(series, past, sql="", at=NOON)
    KeyResult.objects.filter(pk=result.pk).update(baseline=10)

    _celebrate(cycle)

    assert not Celebration.objects.filter(kind="first").exists()


def test_a_value_beyond_what_its_past_foretold_is_celebrated_with_that(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    result = objective.key_results.get()
    _july(result, 60)
    series = KeyResult.objects.get(pk=result.pk).series
    assert series is not None
    record_values(series, [_of_month(month, 10) for month in range(1, 7)], sql="", at=NOON)

    _celebrate(cycle)

    page = as_(staff.dave).get("/celebrations").content.decode()
    assert "better than 95 of 100 outcomes to be expected anyway (up to " in page


def _of_month(month: int, value: float) -> Measurement:
    """A final count of a month of 2026 with a narrow range."""
    end = date(2026, month + 1, 1)
    return Measurement(
        metric="",
        variant="",
        version="outside",
        period=Period(date(2026, month, 1), end),
        segment=(),
        unit="count",
        value=value,
        numerator=0,
        denominator=0,
        interval=Interval(value - 1, value + 1),
        pending=0,
        is_mature=True,
        as_of=end,
    )


@pytest.mark.parametrize("changes", [{"is_mature": False}, {"interval": None}])
def test_a_value_that_is_not_final_or_has_no_range_is_not_celebrated(
    cycle: Cycle, objective: Objective, changes: dict[str, Any]
) -> None:
    _july(objective.key_results.get(), 25, **changes)

    assert _celebrate(cycle) == 0


def test_what_is_typed_in_or_made_is_never_celebrated(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    result = objective.key_results.get()
    CheckIn.objects.create(key_result=result, by=staff.carol, on=TODAY, at=NOON, value=99)
    steps = KeyResult.objects.create(objective=objective, position=2, text="Ship it", kind="milestone")
    steps.steps.create(position=1, text="Shipped", is_done=True)

    assert _celebrate(cycle) == 0


def test_a_target_that_was_amended_to_an_easier_one_is_held_against_the_frozen_one(
    cycle: Cycle, objective: Objective
) -> None:
    result = objective.key_results.select_related("objective__cycle", "series").get()
    freeze(result, NOON)
    KeyResult.objects.filter(pk=result.pk).update(target=15)
    _july(result, 18)

    _celebrate(cycle)

    assert not Celebration.objects.filter(kind="target").exists()


def test_revised_data_take_a_celebration_back_with_a_word_even_before_the_job_runs(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    result = objective.key_results.get()
    _july(result, 22)
    _celebrate(cycle)
    before = as_(staff.erin).get("/quarter").content.decode()

    _july(result, 20.5)
    quarter = as_(staff.erin).get("/quarter").content.decode()
    at_once = as_(staff.erin).get("/celebrations").content.decode()
    _celebrate(cycle)
    later = as_(staff.erin).get("/celebrations").content.decode()

    word = "The data were revised: the value of that period is 20.5 (19.5 to 21.5), and noise may explain it."
    assert 'class="celebrated"' in before
    assert 'class="celebrated"' not in quarter
    assert word in at_once
    assert word in later
    assert "beyond the target" not in later
    assert Celebration.objects.get(kind="target").taken_back_at == NOON
    assert Entry.objects.filter(action="took back celebration").count() == 1


def test_what_holds_again_is_celebrated_again(cycle: Cycle, objective: Objective) -> None:
    result = objective.key_results.get()
    for value in (22, 20.5, 23):
        _july(result, value)
        _celebrate(cycle)

    row = Celebration.objects.get(kind="target")
    assert row.taken_back_at is None
    assert row.facts["value"] == 23


def test_a_private_objective_is_celebrated_only_where_it_may_be_seen(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, secret: Objective
) -> None:
    _july(secret.key_results.get(), 40)
    _celebrate(cycle)
    row = Celebration.objects.get(kind="target")

    seen = as_(staff.carol).get("/celebrations").content.decode()
    hidden = as_(staff.erin).get("/celebrations").content.decode()

    assert "Hidden from 1 to 2" in seen
    assert "Hidden from 1 to 2" not in hidden
    assert as_(staff.erin).post(f"/celebrations/{row.pk}/thanks").status_code == HTTPStatus.NOT_FOUND


def test_four_check_ins_on_time_in_a_row_are_celebrated_and_private_ones_are_not_counted(
    staff: Staff, cycle: Cycle, objective: Objective, secret: Objective
) -> None:
    secret.key_results.update(owner=staff.carol)
    result = objective.key_results.get()
    for weeks in reversed(range(4)):
        day = TODAY - timedelta(weeks=weeks)
        CheckIn.objects.create(key_result=result, by=staff.carol, on=day, at=NOON)

    _celebrate(cycle)

    row = Celebration.objects.get()
    assert (row.kind, row.people.get(), row.facts) == ("streak", staff.carol, {"times": 4, "key_results": 1})


def test_somebody_says_thanks_once_and_those_who_are_named_are_told_once(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    _july(objective.key_results.get(), 22)
    _celebrate(cycle)
    row = Celebration.objects.get(kind="target")

    for text in ("Great <b>work</b>", "Again"):
        answer = as_(staff.erin).post(f"/celebrations/{row.pk}/thanks", {"text": text})
    deliver(Notice.objects.get().pk, NOON)
    page = as_(staff.erin).get("/celebrations").content.decode()

    assert answer["Location"] == f"/celebrations?cycle=2026-Q3#celebration-{row.pk}"
    assert Thanks.objects.get().text == "Great <b>work</b>"
    assert "Great &lt;b&gt;work&lt;/b&gt;" in page
    assert f'action="/celebrations/{row.pk}/thanks"' not in page
    assert [one.to for one in mail.outbox] == [["carol@x.example"]]
    assert mail.outbox[0].subject == "Erin says thanks"
    assert "beyond the target of 20" in mail.outbox[0].body


def test_who_is_celebrated_cannot_thank_themselves(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    _july(objective.key_results.get(), 22)
    _celebrate(cycle)
    row = Celebration.objects.get(kind="target")

    refused = as_(staff.carol).post(f"/celebrations/{row.pk}/thanks").status_code
    page = as_(staff.carol).get("/celebrations").content.decode()

    assert refused == HTTPStatus.FORBIDDEN
    assert f'action="/celebrations/{row.pk}/thanks"' not in page


def test_thanks_that_are_too_long_are_refused(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    _july(objective.key_results.get(), 22)
    _celebrate(cycle)
    row = Celebration.objects.get(kind="target")

    answer = as_(staff.erin).post(f"/celebrations/{row.pk}/thanks", {"text": "a" * 281})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Thanks.objects.exists()


def test_the_number_of_queries_does_not_depend_on_how_much_is_celebrated(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    cycle: Cycle,
    objective: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for position in range(2, 22):
        one = KeyResult.objects.create(
            objective=objective,
            position=position,
            text="from 1 to 2",
            owner=staff.carol,
            baseline=1,
            target=2,
        )
        _july(one, 22)
    _celebrate(cycle)
    client = as_(staff.dave)

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/celebrations").content.decode()

    assert page.count("Target crossed") == 20
