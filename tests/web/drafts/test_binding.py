"""Binding a metric: what a sentence proposes, the series asked for, its history beside the key result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.service.demo import make_demo_company
from holdfast.web.audit.actions import Actor
from holdfast.web.drafts.binding import ask_for_series, offer
from holdfast.web.drafts.content import content_from
from holdfast.web.drafts.models import Draft
from holdfast.web.measurements.measuring import measure_series
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.actions import create_objective
from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective, stated_objective

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

SENTENCE = "95% of new customers have a date for their onboarding call within 7 days of signing"


@pytest.fixture(scope="module")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "demo"
    make_demo_company(folder, company="Seed", customers=80, seed=7)
    return folder


@pytest.fixture
def _company(company_folder: Path, settings: Settings) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=company_folder, today=NOON.date())


@pytest.fixture
def draft(staff: Staff, cycle: Cycle) -> Objective:
    stated = StatedObjective(
        "New customers start well", team=staff.success.pk, key_results=(StatedKeyResult(SENTENCE),)
    )
    return create_objective(Actor(staff.bob, "page", NOON), cycle, stated)


@pytest.mark.usefixtures("_company")
def test_a_plain_sentence_proposes_its_metric_with_the_window_that_it_states() -> None:
    found = offer(SENTENCE, objective="New customers start well")

    assert (found.proposed, found.within_days) == ("onboarding_scheduled", 7)
    assert found.chosen is not None
    assert len(found.metrics) > 20


@pytest.mark.usefixtures("_company")
def test_the_same_question_is_one_series_and_is_measured_by_one_job(staff: Staff) -> None:
    actor = Actor(staff.bob, "page", NOON)

    first = ask_for_series(actor, "onboarding_scheduled", within_days=7)
    second = ask_for_series(actor, "onboarding_scheduled", within_days=8)

    assert ask_for_series(actor, "onboarding_scheduled", within_days=7) == first
    assert first != second
    assert "within 7 days" in first.title
    assert DBTaskResult.objects.count() >= 2


@pytest.mark.usefixtures("_company")
@pytest.mark.parametrize(("metric", "days"), [("no_such_metric", None), ("", None), ("nps", 0)])
def test_a_metric_that_is_not_there_is_not_bound(staff: Staff, metric: str, days: int | None) -> None:
    with pytest.raises(InputError):
        ask_for_series(Actor(staff.bob, "page", NOON), metric, within_days=days)

    assert not Series.objects.exists()


@pytest.mark.usefixtures("_company")
def test_a_bound_metric_shows_its_history_and_its_latest_final_value_becomes_the_baseline(
    as_: Callable[[Person | None], Client], staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    page = bob.get(f"/objectives/{draft.pk}/edit?measure=0").content.decode()
    assert '<option value="onboarding_scheduled" selected>' in page
    content = {"revision": "1", "text": draft.text, "team": str(staff.success.pk), "kr": "0"}
    result = {"pk": str(draft.key_results.get().pk), "text": SENTENCE, "kind": "change", "unit": "share"}
    content |= {f"kr-0-{name}": value for name, value in result.items()}

    bob.post(
        f"/objectives/{draft.pk}/edit",
        {**content, "act": "bind:0", "metric": "onboarding_scheduled", "metric-days": "7"},
    )
    waiting = bob.get(f"/objectives/{draft.pk}/edit").content.decode()
    measure_series(list(Series.objects.all()), at=NOON)
    part = bob.get(f"/series/{Series.objects.get().pk}/history").content.decode()
    bob.post(f"/objectives/{draft.pk}/edit", {**Draft.objects.get().content, "act": "use-baseline:0"})
    bob.post(f"/objectives/{draft.pk}/edit", {**Draft.objects.get().content, "act": "save"})

    assert "Being measured" in waiting
    assert "The last 12 periods" in part
    row = draft.key_results.get()
    assert (row.series, row.unit) == (Series.objects.get(), "share")
    final = Value.objects.filter(segment="", is_mature=True).exclude(value=None).latest("period_start")
    assert row.baseline == pytest.approx(final.value)


def test_without_a_workspace_the_page_says_so_and_nothing_breaks(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    draft: Objective,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)

    page = as_(staff.bob).get(f"/objectives/{draft.pk}/edit?measure=0")

    assert page.status_code == 200
    assert "holdfast.toml" in page.content.decode()


def test_figures_from_outside_are_no_page_for_whoever_guesses_their_number(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    outside = Series.objects.create(key="x", title="Secret", unit="count", better="up")

    assert as_(staff.erin).get(f"/series/{outside.pk}/history").status_code == 404


@pytest.mark.usefixtures("_company")
def test_a_metric_is_bound_for_a_segment_that_the_workspace_knows(staff: Staff) -> None:
    actor = Actor(staff.bob, "page", NOON)

    large = ask_for_series(actor, "logo_churn", segment=("size", "large"))

    assert large.filters == {"size": ["large"]}
    assert large != ask_for_series(actor, "logo_churn")
    with pytest.raises(InputError, match="shoe_size"):
        ask_for_series(actor, "logo_churn", segment=("shoe_size", "44"))


@pytest.mark.usefixtures("_company")
def test_the_objective_has_a_metric_of_its_own(
    as_: Callable[[Person | None], Client], staff: Staff, draft: Objective
) -> None:
    bob = as_(staff.bob)
    content = content_from(stated_objective(draft), revision=1)

    bound = {**content, "act": "bind:objective", "metric": "logo_churn"}
    bob.post(f"/objectives/{draft.pk}/edit", bound)
    bob.post(f"/objectives/{draft.pk}/edit", {**Draft.objects.get().content, "act": "save"})

    draft.refresh_from_db()
    assert draft.series is not None
    assert draft.series.metric == "logo_churn"
