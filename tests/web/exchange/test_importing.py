"""What comes in: each form of a file becomes the same objectives, and never twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.exchange.conftest import LOOSE, becomes, words, workbook

from holdfast.okr import parse_okr
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.people.models import Person


VIVA = (Path(__file__).parent / "viva-goals.csv").read_text("utf-8")


def test_a_viva_goals_export_becomes_objectives_key_results_and_initiatives(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    sender(staff.bob).bring_in(VIVA, "VivaGoals_1.csv")

    stay, onboard = Objective.objects.order_by("pk")
    nps, churn = stay.key_results.order_by("position")
    assert (stay.text, stay.team, stay.owner, stay.state) == (
        "Customers stay",
        staff.success,
        staff.bob,
        "draft",
    )
    assert (stay.commitment, stay.assumption) == ("aspirational", "Why")
    assert list(onboard.supports.all()) == [stay]
    assert (nps.owner, nps.unit, nps.baseline, nps.target) == (staff.carol, "points", 20, 50)
    assert (churn.owner, churn.unit, churn.baseline, churn.target) == (None, "share", 0.08, 0.05)
    assert [(one.on, one.value, one.changed) for one in nps.check_ins.all()] == [
        (date(2026, 8, 3), 22, ""),
        (date(2026, 8, 10), 27, "better; and more"),
    ]
    [call] = nps.initiatives.all()
    assert (call.text, call.owner, call.due_on) == ("Call everybody", staff.carol, date(2026, 9, 15))


def test_the_same_file_twice_makes_no_doubles(sender: Callable[[Person], Sender], staff: Staff) -> None:
    sender(staff.bob).bring_in(VIVA, "VivaGoals_1.csv")

    plan = sender(staff.bob).plan(VIVA, "another name.csv")

    assert (plan.number("new"), plan.number("refused"), plan.number("here already")) == (0, 0, 5)
    assert Objective.objects.count() == 2


def test_a_plain_spreadsheet_with_loosely_named_columns_is_read(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    sender(staff.bob).bring_in(LOOSE)

    stay, start = Objective.objects.order_by("pk")
    assert (stay.text, start.text) == ("Customers stay", "New customers; all of them")
    assert [(one.text, one.owner, one.unit, one.baseline, one.target) for one in stay.key_results.all()] == [
        ("Churn falls", staff.bob, "share", 0.08, 0.05),
        ("NPS rises", staff.carol, "count", 20, 50),
    ]
    assert [(one.baseline, one.target) for one in start.key_results.all()] == [(50, 70)]


def test_a_workbook_is_read_as_it_is_shown(sender: Callable[[Person], Sender], staff: Staff) -> None:
    rows: list[list[str | float | bool | None]] = [
        ["Objective", "Key result", "Baseline", "Target"],
        ["Customers stay", "Fewer leave", 0.08, 0.05],
    ]
    file = workbook(rows, styles='<xf numFmtId="10"/>', dressed="D2")

    sender(staff.bob).bring_in(file, "okrs.xlsx")

    result = KeyResult.objects.get()
    assert (result.text, result.unit, result.baseline, result.target) == ("Fewer leave", "share", 0.08, 0.05)


def test_an_okr_file_that_was_exported_comes_in_as_the_same_objectives(
    sender: Callable[[Person], Sender], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    objective.initiatives.create(text="Hire", owner=staff.bob, due_on=date(2026, 9, 1))
    result.initiatives.create(objective=objective, text="Call them", owner=staff.carol, expected_lift="+2")
    result.check_ins.create(on=date(2026, 8, 17), at=NOON, value=12, confidence=7, changed="Began: slowly")
    KeyResult.objects.create(
        objective=objective,
        position=2,
        kind="maintain",
        text="Churn stays below 5 %",
        at_most=0.05,
        unit="share",
    )
    steps = KeyResult.objects.create(
        objective=objective, position=3, kind="milestone", text="The playbook is in use"
    )
    steps.steps.create(position=1, text="Written", weight=2, is_done=True)
    browser = sender(staff.bob).browser
    before = browser.get("/exchange/export", {"form": "okr-yaml"}).content.decode()

    objective.origins.all().delete()
    Objective.objects.filter(pk=objective.pk).update(state="archived", text="Put away")
    sender(staff.bob).bring_in(before, "okrs.yaml")
    after = browser.get("/exchange/export", {"form": "okr-yaml"}).content.decode()

    assert parse_okr(after, name="x.yaml") == parse_okr(before, name="x.yaml")


@pytest.mark.parametrize("form", ["okr-yaml", "okr-markdown", "objectives"])
def test_what_was_written_here_and_comes_back_without_an_id_makes_no_doubles(
    sender: Callable[[Person], Sender], staff: Staff, objective: Objective, form: str
) -> None:
    answer = sender(staff.bob).browser.get("/exchange/export", {"form": form})
    name = {"okr-yaml": "a.yaml", "okr-markdown": "a.md"}.get(form, "a.csv")
    text = b"".join(answer).decode()

    here = sender(staff.bob).plan(text, name)
    other_team = sender(staff.alice).plan(text.replace("Success", "Product"), name)

    assert (here.number("new"), here.number("refused")) == (0, 0)
    assert here.number("here already") >= 1
    assert other_team.number("new") == (0 if form == "objectives" else 2)  # its rows hold ids
    assert Objective.objects.count() == 1


def test_json_of_this_holdfast_makes_no_doubles(
    sender: Callable[[Person], Sender], staff: Staff, objective: Objective
) -> None:
    KeyResult.objects.filter(objective=objective).update(
        unit="share", weight=2, is_guardrail=True, target=0.5
    )
    objective.key_results.get().check_ins.create(on=date(2026, 8, 17), at=NOON, value=0.2, confidence=7)
    whole = b"".join(sender(staff.bob).browser.get("/exchange/export", {"form": "json"})).decode()

    here = sender(staff.bob).plan(whole, "all.json")

    assert becomes(here.outcomes) == [(1, "objective", "here already"), (1, "key result", "here already")]


def test_json_of_another_holdfast_becomes_drafts_with_all_that_a_bet_has(
    sender: Callable[[Person], Sender], staff: Staff, objective: Objective
) -> None:
    KeyResult.objects.filter(objective=objective).update(
        unit="share", weight=2, is_guardrail=True, target=0.5
    )
    objective.key_results.get().check_ins.create(on=date(2026, 8, 17), at=NOON, value=0.2, confidence=7)
    whole = b"".join(sender(staff.bob).browser.get("/exchange/export", {"form": "json"})).decode()
    Objective.objects.all().delete()

    sender(staff.bob).bring_in(whole, "all.json")

    made = Objective.objects.get()
    result = made.key_results.get()
    assert (made.text, made.owner, made.state) == ("Customers stay", staff.bob, "draft")
    assert (result.unit, result.weight, result.is_guardrail) == ("share", 2, True)
    assert (result.baseline, result.target, result.owner) == (10, 0.5, staff.carol)
    assert [(one.on, one.value, one.confidence) for one in result.check_ins.all()] == [
        (date(2026, 8, 17), 0.2, 7)
    ]


def test_the_tables_of_key_results_come_in_again_with_their_formulas_undone(
    sender: Callable[[Person], Sender], staff: Staff, objective: Objective
) -> None:
    Objective.objects.filter(pk=objective.pk).update(text="=1+1 customers")
    KeyResult.objects.filter(objective=objective).update(
        text="'@-calls", unit="share", baseline=0.1, target=0.2
    )
    whole = b"".join(sender(staff.bob).browser.get("/exchange/export", {"form": "key-results"}))
    Objective.objects.all().delete()

    sender(staff.bob).bring_in(whole, "key-results.csv")

    result = KeyResult.objects.get()
    assert result.objective.text == "=1+1 customers"
    assert (result.text, result.unit, result.baseline, result.target) == ("'@-calls", "share", 0.1, 0.2)
    assert (result.owner, result.objective.owner) == (staff.carol, staff.bob)


def test_a_metric_that_the_workspace_does_not_have_is_left_out_and_said(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    file = (
        "objectives:\n- objective: Customers stay\n  key_results:\n"
        "  - {key_result: Fewer leave, metric: logo_churn, baseline: 8 %, target: 5 %}\n"
    )

    row = sender(staff.bob).bring_in(file, "okrs.yaml")

    result = KeyResult.objects.get()
    assert (row.state, result.series, result.baseline, result.target) == ("done", None, 0.08, 0.05)
    assert "logo_churn was not bound" in row.said
    assert "logo_churn was not bound" in words(sender(staff.bob).browser.get(f"/imports/{row.pk}").content)
