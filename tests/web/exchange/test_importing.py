"""What comes in: each row becomes what its preview says, all of it or nothing, and never twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.exchange.conftest import becomes, refused, seen_on, words, workbook

from holdfast.okr import parse_okr
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.exchange.importing import bring_in, look
from holdfast.web.exchange.models import Import, Origin
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.cycles.models import Cycle
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


LOOSE = """\
Our OKRs of the quarter;;;;;
Goal;KR;Responsible;From;To;Dept.
Customers stay;Churn falls;bob@x.example;8 %;5 %;x
;NPS rises;Carol;20;50;x
"New customers; all of them";Start well from 50 to 70;;;;
"""


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


def test_nothing_is_made_before_it_is_confirmed(sender: Callable[[Person], Sender], staff: Staff) -> None:
    row = sender(staff.bob).send(LOOSE)

    page = sender(staff.bob).browser.get(f"/imports/{row.pk}")

    assert page.status_code == 200
    assert "Customers stay" in words(page.content)
    assert not Objective.objects.exists()


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


def test_what_comes_in_is_what_was_seen(sender: Callable[[Person], Sender], staff: Staff) -> None:
    row = sender(staff.bob).send(LOOSE)
    browser = sender(staff.bob).browser
    sent = {"act": "bring in", "cycle": row.cycle_id, "team": row.team}
    sent |= {"seen": seen_on(browser.get(f"/imports/{row.pk}").content), "column-0": ""}

    answers = [browser.post(f"/imports/{row.pk}", one) for one in (sent, {**sent, "seen": ""})]

    assert [one.status_code for one in answers] == [409, 409]
    assert "something else than you saw" in words(answers[0].content)
    assert not Objective.objects.exists()


def test_the_preview_shows_what_is_understood_of_each_key_result(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(LOOSE)

    page = words(sender(staff.bob).browser.get(f"/imports/{row.pk}").content)

    assert "Churn falls of: Customers stay from 8.0% to 5.0%" in page
    assert "Start well from 50 to 70 of: New customers; all of them from 50 to 70" in page


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


def test_unknown_owners_are_left_to_choose(sender: Callable[[Person], Sender], staff: Staff) -> None:
    file = (
        "Objective,Owner,Key result,Key result owner\nCustomers stay,Zoe Zett,NPS from 1 to 2,no@x.example\n"
    )
    plan = sender(staff.bob).plan(file)
    chosen = {"owner-name-0": "Zoe Zett", "owner-0": str(staff.dave.pk)}

    sender(staff.bob).bring_in(file, **chosen)

    assert plan.unknown_owners == ("Zoe Zett", "no@x.example")
    assert Objective.objects.get().owner == staff.dave
    assert KeyResult.objects.get().owner is None


def test_columns_can_be_corrected(sender: Callable[[Person], Sender], staff: Staff) -> None:
    file = "Ziel,Messgröße,Soll\nKunden bleiben,Abwanderung,5 %\n"
    row = sender(staff.bob).send(file)
    first = sender(staff.bob).browser.get(f"/imports/{row.pk}")
    chosen = {"column-0": "objective", "column-1": "key result", "column-2": "target"}

    sender(staff.bob).bring_in(file, **chosen)

    assert first.status_code == 422
    assert "no row names them" in words(first.content)
    assert [(one.text, one.target) for one in KeyResult.objects.all()] == [("Abwanderung", 0.05)]


def test_an_import_leaves_audit_entries_and_a_second_confirmation_changes_nothing(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(LOOSE)
    looked = look(row)
    bring_in(Actor(staff.bob, "page", NOON), row, looked)

    again = bring_in(Actor(staff.bob, "page", NOON), row, looked)

    assert again.state == "done"
    assert Objective.objects.count() == 2
    assert Entry.objects.filter(action="imported objective", by=staff.bob).count() == 2
    assert Entry.objects.filter(action="imported objectives").count() == 1


def test_two_imports_of_one_file_that_were_looked_at_before_either_came_in_make_no_doubles(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    first, second = (sender(staff.bob).send(LOOSE) for _ in range(2))
    looked = [look(first), look(second)]
    bring_in(Actor(staff.bob, "page", NOON), first, looked[0])

    with pytest.raises(Exception, match="came in meanwhile"):
        bring_in(Actor(staff.bob, "page", NOON), second, looked[1])

    assert Objective.objects.count() == 2
