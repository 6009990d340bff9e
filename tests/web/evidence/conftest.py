"""A key result that the onboarding of a simulated company measures, beside one that is typed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.service.demo import make_demo_company
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from holdfast.web.objectives.models import Objective


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=400, seed=7)
    return made


@pytest.fixture
def bound(objective: Objective, folder: Path, settings: Settings) -> KeyResult:
    """The objective's key result, measured by the onboarding of new customers; a second one is typed in."""
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=folder, today=date(2026, 8, 24))
    series = Series.objects.create(
        key="onboarding",
        metric="onboarding_completed",
        title="Onboarded",
        unit="share",
        better="up",
        grain="month",
    )
    row = objective.key_results.get()
    row.text, row.baseline, row.target, row.series, row.unit = (
        "Onboarded from 55% to 60%",
        0.55,
        0.6,
        series,
        "share",
    )
    row.save()
    KeyResult.objects.create(objective=objective, position=2, text="Calls held", baseline=1, target=2)
    return row
