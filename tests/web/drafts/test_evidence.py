"""What the data say of an objective while it is written: computed by a job, shown beside the words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.service.demo import make_demo_company
from holdfast.web.audit.actions import Actor
from holdfast.web.drafts.binding import ask_for_series
from holdfast.web.drafts.content import content_from
from holdfast.web.drafts.models import Draft
from holdfast.web.drafts.targets import with_target
from holdfast.web.evidence.models import Proposal
from holdfast.web.evidence.proposing import weigh_proposal
from holdfast.web.measurements.measuring import measure_series
from holdfast.web.objectives.actions import create_objective
from holdfast.web.objectives.models import Objective
from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective, stated_objective

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

    Browser = Callable[[Person | None], Client]

pytestmark = pytest.mark.once  # of what the data say; the browser plays `test_a_quarter` on both

SENTENCE = "90% of new customers complete their onboarding call within 10 days of signing"
TYPED = "Calls that were a delight from 1 to 2"


@pytest.fixture(scope="module")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "demo"
    make_demo_company(folder, company="Seed", customers=400, seed=7)
    return folder


@pytest.fixture
def _company(company_folder: Path, settings: Settings) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=company_folder, today=NOON.date())


@pytest.fixture
def draft(staff: Staff, cycle: Cycle, _company: None) -> Objective:
    """Success's draft: a key result bound to onboarding, and one that nothing measures."""
    actor = Actor(staff.bob, "page", NOON)
    series = ask_for_series(actor, "onboarding_completed", within_days=10)
    measure_series([series], at=NOON)
    results = (
        StatedKeyResult(SENTENCE, unit="share", target=0.9, series=series.pk),
        StatedKeyResult(TYPED, baseline=1, target=2),
    )
    stated = StatedObjective("Customers stay with us", team=staff.success.pk, key_results=results)
    return create_objective(actor, cycle, stated)


def _part(browser: Client, row: Objective, *, seen: str = "") -> tuple[int, str]:
    answer = browser.get(f"/objectives/{row.pk}/evidence?seen={seen}", headers={"HX-Request": "true"})
    return answer.status_code, answer.content.decode()


def _worked_off() -> None:
    weigh_proposal(Proposal.objects.latest("pk").pk, now=NOON)


def test_the_page_does_not_wait_and_shows_band_targets_noise_and_findings_once_a_job_has_found_them(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)

    before = bob.get(f"/objectives/{draft.pk}/edit").content.decode()
    waiting = _part(bob, draft)
    _worked_off()
    status, after = _part(bob, draft)

    assert "Being held against the data" in before
    assert "use-target" not in before
    assert "Being held against the data" in waiting[1]
    assert status == 200
    assert "heroic" in after
    assert "If things carry on as they have been" in after
    assert "would be visible" in after
    assert 'class="code" title="beyond-its-history">D402' in after
    assert re.findall(r'value="use-target:0:[\d.]+"', after)[2:]
    assert after.count("in 100</span><span") == 3


def test_an_answer_that_the_page_shows_already_is_not_sent_again(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")
    _worked_off()
    _, shown = _part(bob, draft)
    seen = re.search(r"seen=([\w-]+)", shown)

    assert seen is not None
    assert _part(bob, draft, seen=seen[1]) == (204, "")


def test_one_job_answers_a_question_however_often_it_is_asked_and_new_words_ask_anew(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    jobs = DBTaskResult.objects.filter(task_path__endswith="weigh_draft")

    for _ in range(3):
        bob.get(f"/objectives/{draft.pk}/edit")
        _part(bob, draft)
    asked = jobs.count()
    content = {**content_from(stated_objective(draft), revision=1), "kr-0-target": ["60"]}
    answer = bob.post(f"/objectives/{draft.pk}/edit", content, headers={"HX-Request": "true"})
    _part(bob, draft)

    assert asked == 1
    assert answer["HX-Trigger"] == "kept"
    assert jobs.count() == 2
    assert Draft.objects.get().content["kr-0-target"] == ["60"]


def test_words_that_nobody_waits_for_any_more_cost_nothing(
    as_: Browser, staff: Staff, draft: Objective, now: Callable[[timedelta], None]
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")

    weigh_proposal(Proposal.objects.get().pk, now=NOON + timedelta(minutes=2))
    left = Proposal.objects.get()
    now(timedelta(minutes=2))
    _part(bob, draft)

    assert (left.answer, left.queued_at) == ({}, None)
    assert DBTaskResult.objects.filter(task_path__endswith="weigh_draft").count() == 2


def test_a_proposed_target_takes_its_place_in_the_field_and_in_the_sentence(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")
    _worked_off()
    found = re.search(r'value="(use-target:0:([\d.]+))"', _part(bob, draft)[1])
    content = content_from(stated_objective(draft), revision=1)

    assert found is not None
    bob.post(f"/objectives/{draft.pk}/edit", {**content, "act": found[1]})

    kept = Draft.objects.get().content
    assert float(kept["kr-0-target"][0]) == pytest.approx(100 * float(found[2]))
    assert kept["kr-0-text"] == [SENTENCE.replace("90%", f"{100 * float(found[2]):g}%")]


@pytest.mark.parametrize("about", ["0:nan", "0:inf", "0:", "7:0.5", "x:0.5", ""])
def test_what_is_no_target_changes_nothing(as_: Browser, staff: Staff, draft: Objective, about: str) -> None:
    content = content_from(stated_objective(draft), revision=1)

    answer = as_(staff.bob).post(
        f"/objectives/{draft.pk}/edit", {**content, "act": f"use-target:{about}"}, follow=True
    )

    assert answer.status_code == 200
    assert Draft.objects.get().content["kr-0-text"] == [SENTENCE]


def test_data_that_do_not_answer_are_told_and_the_words_can_still_be_saved(
    as_: Browser, staff: Staff, draft: Objective, settings: Settings, tmp_path: Path
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path / "nothing")

    _worked_off()
    _, shown = _part(bob, draft)
    content = content_from(stated_objective(draft), revision=1)
    bob.post(f"/objectives/{draft.pk}/edit", {**content, "text": "Customers stay for years", "act": "save"})

    assert "The data do not answer" in shown
    assert "every 2s" not in shown
    assert Objective.objects.get(pk=draft.pk).text == "Customers stay for years"


def test_a_finding_by_data_can_be_dismissed_and_a_gate_of_one_stands_in_the_way(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")
    _worked_off()
    _, shown = _part(bob, draft)
    name = re.search(r'value="dismiss:([^"]+)">Dismiss D402', shown)
    content = content_from(stated_objective(draft), revision=1)

    assert name is not None
    bob.post(
        f"/objectives/{draft.pk}/edit",
        {**content, "act": f"dismiss:{name[1]}", f"reason:{name[1]}": "We built a new way in"},
    )
    after = bob.get(f"/objectives/{draft.pk}/edit").content.decode()

    assert "We built a new way in" in after
    assert "Dismiss D402" not in after


def test_a_target_without_a_metric_is_told_to_be_bound(as_: Browser, staff: Staff, draft: Objective) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")

    _worked_off()

    assert "Bind it to a metric, and its difficulty is told here." in _part(bob, draft)[1]


def test_a_draft_for_a_cycle_to_come_is_held_against_its_own_quarter(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    draft.cycle.starts_on, draft.cycle.ends_on = date(2026, 10, 1), date(2027, 1, 1)
    draft.cycle.save()
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")

    _worked_off()

    assert "chance of reaching 90.0% in Oct-Dec 2026" in _part(bob, draft)[1]


def test_who_may_not_write_it_may_not_ask_what_the_data_say_of_it(
    as_: Browser, staff: Staff, draft: Objective
) -> None:
    assert _part(as_(staff.dave), draft)[0] == 403
    assert as_(None).get(f"/objectives/{draft.pk}/evidence").status_code == 302


def test_the_part_takes_no_more_queries_for_more_key_results(
    as_: Browser,
    staff: Staff,
    draft: Objective,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bob = as_(staff.bob)
    bob.get(f"/objectives/{draft.pk}/edit")
    _worked_off()

    with django_assert_max_num_queries(40):
        _part(bob, draft)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Onboarded from 55% to 60%", "Onboarded from 55% to 72.1%"),
        ("Complete 80% of calls within 10 days", "Complete 72.1% of calls within 10 days"),
        ("NPS up 50 over the previous quarter", "NPS from 58% to 72.1% over the previous quarter"),
        ("Increase completion of onboarding by 25%", "Increase completion of onboarding from 58% to 72.1%"),
        (
            "Increase the share of customers who return.",
            "Increase the share of customers who return to 72.1%",
        ),
        ("Reduce churn from 8 to 5 per cent", "Reduce churn from 8 to 72.1 per cent"),
        ("Interview the ten largest", "Interview the ten largest"),
    ],
)
def test_a_target_takes_the_place_of_the_one_in_the_sentence(text: str, said: str) -> None:
    assert with_target(text, "72.1%", now="58%", objective="Customers stay") == said
