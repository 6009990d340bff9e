"""Programs that call the API with a token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.test import Client

from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.tokens.actions import SCOPES, make_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Each test has its own rate limit."""
    LIMITER.clear()


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, settings: Settings) -> Path:
    """Each test has a folder of its own, without data."""
    (tmp_path / ".holdfast").mkdir()
    settings.DEPLOYMENT = replace(django_settings.DEPLOYMENT, workspace=tmp_path)
    return tmp_path


@pytest.fixture
def token_of(db: None) -> Callable[..., str]:
    """The text of a new token of somebody, with all scopes that they can have or with those named."""

    def make(person: Person, *scopes: str) -> str:
        able = [one for one in SCOPES if one != "administer" or person.is_administrator]
        return make_token(Actor(person, "page", NOON), "a program", scopes or able, days=30)[1]

    return make


@pytest.fixture
def program(token_of: Callable[..., str]) -> Callable[..., Client]:
    """A program that sends a token of somebody."""

    def call(person: Person, *scopes: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {token_of(person, *scopes)}"})

    return call
