"""A small company in the database of records, and browsers of its people."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web.chat_room import open_room

from holdfast.service.demo import make_demo_company
from holdfast.web.cycles.models import Cycle
from holdfast.web.logs import JsonLines
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings
    from tests.web.chat_room import Room

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(settings: Settings) -> Callable[[timedelta], None]:
    """The clock stands at noon of 24 August 2026; calling the fixture moves it on."""
    moment = NOON
    settings.CLOCK = lambda: moment

    def move(by: timedelta) -> None:
        nonlocal moment
        moment += by

    return move


@dataclass(frozen=True, slots=True)
class Staff:
    """Two teams and their people.

    Attributes:
        alice: Administrator, in no team.
        bob: Editor of Success.
        carol: Contributor of Success.
        dave: Viewer of Success.
        erin: Editor of Product: a stranger to Success.
    """

    alice: Person
    bob: Person
    carol: Person
    dave: Person
    erin: Person
    success: Team
    product: Team


@pytest.fixture
def staff(db: None) -> Staff:
    success, product = Team.objects.create(name="Success"), Team.objects.create(name="Product")
    alice, bob, carol, dave, erin = (
        Person.objects.create_user(f"{name}@x.example", "correct horse", name=name.title(), joined_at=NOON)
        for name in ("alice", "bob", "carol", "dave", "erin")
    )
    alice.is_administrator = True
    alice.save()
    for person, team, role in (
        (bob, success, "editor"),
        (carol, success, "contributor"),
        (dave, success, "viewer"),
        (erin, product, "editor"),
    ):
        Membership.objects.create(person=person, team=team, role=role)
    return Staff(alice, bob, carol, dave, erin, success, product)


@pytest.fixture
def cycle(db: None) -> Cycle:
    return Cycle.objects.create(
        name="2026-Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1), state="active"
    )


@pytest.fixture
def objective(staff: Staff, cycle: Cycle) -> Objective:
    """Success's published objective, owned by Bob, with one typed key result of Carol's from 10 to 20."""
    made = Objective.objects.create(
        cycle=cycle,
        team=staff.success,
        owner=staff.bob,
        text="Customers stay",
        state="published",
        created_at=NOON,
        published_at=NOON,
    )
    KeyResult.objects.create(
        objective=made, position=1, text="Calls held from 10 to 20", owner=staff.carol, baseline=10, target=20
    )
    return made


@pytest.fixture
def secret(staff: Staff, cycle: Cycle) -> Objective:
    """Success's private objective, with one key result."""
    made = Objective.objects.create(
        cycle=cycle,
        team=staff.success,
        owner=staff.bob,
        text="Nobody else may read this",
        is_private=True,
        state="published",
        created_at=NOON,
        published_at=NOON,
    )
    KeyResult.objects.create(objective=made, position=1, text="Hidden from 1 to 2", baseline=1, target=2)
    return made


@pytest.fixture
def as_(db: None) -> Callable[[Person | None], Client]:
    """A browser in which somebody, or nobody, is logged in."""

    def browser(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return browser


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged at all, as the process would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A real server in the place of Discord's own."""
    with open_room(monkeypatch) as server:
        yield server


@pytest.fixture(scope="session")
def leaving_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of which more than thirty customers left, so that risk can be told. Nobody writes into it."""
    folder = tmp_path_factory.mktemp("leaving") / "demo"
    make_demo_company(folder, company="Seed", customers=300, seed=7)
    return folder


@pytest.fixture
def leaving_company(leaving_folder: Path, settings: Settings) -> Path:
    """The workspace of this application: a company whose customers leave."""
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=leaving_folder, today=NOON.date())
    return leaving_folder
