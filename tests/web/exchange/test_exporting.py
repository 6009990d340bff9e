"""What leaves the application: everything that its reader may see, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import NOON

from holdfast.okr import parse_okr
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.exchange.exporting import FORMS
from holdfast.web.exchange.instances import external_id
from holdfast.web.exchange.tables import TABLES
from holdfast.web.measurements.actions import outside_series
from holdfast.web.measurements.models import Value
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

SECRETS = ("Nobody else may read this", "Hidden from 1 to 2")


_PARTS = {"check-ins", "measurements", "initiatives", "decisions"}


def file(client: Client, form: str, **asked: str | int) -> str:
    answer = client.get("/exchange/export", {"form": form, **asked})
    assert answer.status_code == 200, answer.content
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def table(client: Client, form: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file(client, form).removeprefix("\ufeff"))))


@pytest.fixture
def full(objective: Objective, secret: Objective, staff: Staff) -> Objective:
    """The objective with something of every kind; it supports the private one, and goes on from it."""
    result = objective.key_results.get()
    objective.supports.add(secret)
    Objective.objects.filter(pk=objective.pk).update(carried_from=secret)
    CheckIn.objects.create(
        key_result=result,
        by=staff.carol,
        on=date(2026, 8, 17),
        at=NOON,
        value=12,
        confidence=7,
        changed="Began",
    )
    Initiative.objects.create(objective=objective, key_result=result, text="Call them", owner=staff.carol)
    Initiative.objects.create(objective=objective, text="Hire")
    Comment.objects.create(objective=objective, author=staff.bob, text="Good", at=NOON)
    return objective


@pytest.mark.parametrize("form", FORMS)
def test_no_form_tells_of_a_private_objective_and_its_members_have_it(
    as_: Callable[[Person], Client], staff: Staff, full: Objective, secret: Objective, form: str
) -> None:
    if form in _PARTS:
        result = secret.key_results.get()
        _fill(result)

    strangers, members = file(as_(staff.erin), form), file(as_(staff.dave), form)

    assert not any(one in strangers for one in SECRETS)
    assert external_id("objective", secret.pk) not in strangers
    assert any(one in members for one in SECRETS)


def _fill(result: KeyResult) -> None:
    series = outside_series("x", title="x", unit="count", better="up")
    days = {"period_start": date(2026, 8, 1), "period_end": date(2026, 8, 2), "as_of": date(2026, 8, 2)}
    Value.objects.create(series=series, value=1, is_mature=True, version="outside", recorded_at=NOON, **days)
    KeyResult.objects.filter(pk=result.pk).update(series=series)
    CheckIn.objects.create(key_result=result, on=date(2026, 8, 17), at=NOON)
    Initiative.objects.create(objective=result.objective, key_result=result, text="x")
    meeting = Meeting.objects.create(
        kind="weekly", cycle=result.objective.cycle, planned_minutes=15, began_at=NOON
    )
    Decision.objects.create(meeting=meeting, key_result=result, text="y", at=NOON)


def test_json_holds_everything_and_refers_to_nothing_that_its_reader_may_not_see(
    as_: Callable[[Person], Client], staff: Staff, full: Objective, secret: Objective
) -> None:
    strangers = json.loads(file(as_(staff.erin), "json"))
    members = json.loads(file(as_(staff.dave), "json"))

    [seen] = strangers["objectives"]
    assert (strangers["format"], strangers["version"], strangers["complete"]) == ("holdfast", 1, True)
    assert (seen["supports"], seen["carried_from"]) == ([], None)
    assert seen["key_results"][0]["check_ins"][0]["changed"] == "Began"
    assert [one["text"] for one in seen["initiatives"]] == ["Hire"]
    assert [one["text"] for one in seen["key_results"][0]["initiatives"]] == ["Call them"]
    assert [one["text"] for one in seen["comments"]] == ["Good"]
    own = next(one for one in members["objectives"] if one["id"] == full.pk)
    assert (own["supports"], own["carried_from"]) == ([secret.pk], secret.pk)


@pytest.mark.parametrize(
    ("form", "ending"), [("okr-yaml", "yaml"), ("okr-markdown", "md"), ("okr-text", "txt")]
)
def test_an_okr_file_is_read_as_the_objectives_that_were_written(
    as_: Callable[[Person], Client], staff: Staff, full: Objective, form: str, ending: str
) -> None:
    text = file(as_(staff.erin), form)

    [read] = parse_okr(text, name=f"x.{ending}").objectives
    assert (read.text, read.owner, read.team, read.cycle) == ("Customers stay", "Bob", "Success", "2026-Q3")
    assert read.supports is None
    [result] = read.key_results
    assert (result.text, result.owner) == ("Calls held from 10 to 20", "Carol")
    assert (result.baseline, result.target) == (10, 20)
    assert [(one.on, one.value, one.confidence) for one in result.check_ins] == [(date(2026, 8, 17), 12, 0.7)]


def test_sentences_of_several_lines_and_other_scripts_survive_an_okr_file(
    as_: Callable[[Person], Client], staff: Staff, objective: Objective
) -> None:
    Objective.objects.filter(pk=objective.pk).update(
        text="Customers\r\nstay: \x07 \u0627\u0644\u0639\u0645\u0644\u0627\u0621 # 'yes'"
    )
    KeyResult.objects.filter(objective=objective).update(text="- [x] Owner: Churn\nfrom 8 % to 5 %")

    text = file(as_(staff.bob), "okr-yaml")

    [read] = parse_okr(text, name="x.yaml").objectives
    assert read.text == "Customers stay: \u0627\u0644\u0639\u0645\u0644\u0627\u0621 # 'yes'"
    assert read.key_results[0].text == "- [x] Owner: Churn from 8 % to 5 %"


def test_an_okr_file_without_a_key_result_is_refused_with_what_to_do(
    as_: Callable[[Person], Client], staff: Staff, cycle: Cycle
) -> None:
    answer = as_(staff.bob).get("/exchange/export", {"form": "okr-yaml"})

    assert answer.status_code == 422
    assert "Choose another cycle or team" in answer.content.decode()


def test_a_spreadsheet_runs_no_cell(
    as_: Callable[[Person], Client], staff: Staff, objective: Objective
) -> None:
    for text in ("=HYPERLINK(1)", "+1", "-2", "@x", "\tx", "\rx"):
        Objective.objects.filter(pk=objective.pk).update(text=text)

        [row] = table(as_(staff.bob), "objectives")

        assert row["Objective"] == f"'{text}"


def test_each_table_has_as_many_cells_in_a_row_as_names(
    as_: Callable[[Person], Client], staff: Staff, full: Objective
) -> None:
    _fill(full.key_results.get())

    rows = {form: table(as_(staff.alice), form) for form in TABLES}

    assert all(rows.values())
    assert all(None not in row and None not in row.values() for some in rows.values() for row in some)


def test_only_the_cycle_and_team_asked_for_are_written(
    as_: Callable[[Person], Client], staff: Staff, objective: Objective
) -> None:
    Objective.objects.create(
        cycle=objective.cycle, team=staff.product, text="Another", state="published", created_at=NOON
    )

    found: dict[str, Any] = json.loads(file(as_(staff.bob), "json", team=staff.product.pk))

    assert [one["text"] for one in found["objectives"]] == ["Another"]


def test_an_export_leaves_an_audit_entry(
    as_: Callable[[Person], Client], staff: Staff, objective: Objective
) -> None:
    file(as_(staff.dave), "json", cycle=objective.cycle_id)

    entry = Entry.objects.get(action="exported objectives")
    assert (entry.by, entry.changes) == (staff.dave, {"form": [None, "json"], "objectives": [None, 1]})


@pytest.mark.parametrize("form", ["json", *TABLES])
def test_more_objectives_cost_no_more_queries_until_a_part_is_full(
    as_: Callable[[Person], Client],
    staff: Staff,
    full: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    form: str,
) -> None:
    for number in range(40):
        made = Objective.objects.create(cycle=full.cycle, text=f"Number {number}", created_at=NOON)
        KeyResult.objects.create(objective=made, position=1, text="Calls held", owner=staff.carol)

    browser = as_(staff.dave)

    with django_assert_max_num_queries(32):
        text = file(browser, form)

    assert "Number 39" in text or form in _PARTS


def test_an_unknown_form_or_cycle_is_refused(as_: Callable[[Person], Client], staff: Staff) -> None:
    asked = ("form=x", "form=json&cycle=99", "form=json&team=no", "")

    answers = [as_(staff.bob).get(f"/exchange/export?{one}") for one in asked]

    assert {one.status_code for one in answers} == {422}
