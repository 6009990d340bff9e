"""A workspace of a company with accounts, that the application serves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from tests.service.persons.conftest import TABLES, write_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


@pytest.fixture
def firm(tmp_path: Path, settings: Settings) -> Path:
    """The workspace of a company with accounts, that the application serves."""
    (tmp_path / ".holdfast").mkdir()
    settings.DEPLOYMENT = replace(django_settings.DEPLOYMENT, workspace=tmp_path, variables={})
    return write_workspace(tmp_path, TABLES)
