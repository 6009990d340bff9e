"""A small company with a holdout that is being assigned."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.records.holdout import HoldoutOutcome, HoldoutPlan
from holdfast.service.demo import make_demo_company

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

TODAY = date(2026, 8, 24)
PLAN = HoldoutPlan(
    id="check-in",
    title="A check-in call",
    outcome=HoldoutOutcome("stay", "", 90),
    starts=date(2026, 8, 1),
    until=date(2026, 9, 1),
    planned=100,
    seed=7,
    planned_at=datetime(2026, 8, 1, tzinfo=UTC),
)


@pytest.fixture(scope="session")
def holdout_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("holdouts") / "demo"
    make_demo_company(folder, company="Seed", customers=120, seed=7)
    return folder


@pytest.fixture
def company(holdout_company: Path, tmp_path: Path, settings: Settings) -> Path:
    """The workspace of this application, with one plan."""
    folder = shutil.copytree(holdout_company, tmp_path / "company")
    FileHoldouts(folder).add(PLAN)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=folder, today=TODAY)
    return folder
