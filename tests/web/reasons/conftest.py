"""A small company that writes and leaves, looked at once; and one without data."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON

from holdfast.service.teaching import questions_of
from holdfast.service.why import why_and_texts
from holdfast.service.workspace import open_workspace
from holdfast.web.reasons.actions import record_look
from holdfast.web.reasons.models import ReasonsLook

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    from pytest_django import Settings

    from holdfast.records.reason import WhyCustomersLeave
    from holdfast.service.teaching import Question

    Found: TypeAlias = tuple[WhyCustomersLeave, tuple[Question, ...]]


@pytest.fixture
def company(leaving_folder: Path, tmp_path: Path, settings: Settings) -> Path:
    """The workspace of this application, of this test alone: its themes may be changed."""
    folder = shutil.copytree(leaving_folder, tmp_path / "company")
    (folder / ".holdfast").mkdir(exist_ok=True)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=folder, today=NOON.date())
    return folder


@pytest.fixture(scope="session")
def found(leaving_folder: Path) -> Found:
    """Why the customers of that company leave, and which texts to ask about; read once."""
    with open_workspace(leaving_folder, as_of=NOON.date()) as opened:
        why, read = why_and_texts(opened)
        return why, questions_of(read, count=6)


@pytest.fixture
def looked(company: Path, found: Found, db: None) -> Path:
    """That company, as a job left it."""
    from holdfast.service.theme_files import themes_version  # noqa: PLC0415 - of this fixture alone

    why, asked = found
    tables = ["customers", "subscriptions", "tickets", "surveys", "churn_reasons"]
    row = ReasonsLook(content=why.to_dict(), tables=tables, version="abc", taught=themes_version(company))
    record_look(row, asked, at=NOON)
    return company
