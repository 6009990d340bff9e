"""The settings page: what is decided holds everywhere, is recorded, and keeps what it does not know."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.configuration.models import Decided
from holdfast.web.configuration.queries import Configuration, configuration

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

GIVEN: dict[str, object] = {
    "widest_gap": "20",
    "out_of_reach": "3",
    "aspirational_way": "70",
    "reminder_weekday": "4",
    "reminder_hour": "10",
    "grace_days": "2",
    "quiet_from": "18",
    "quiet_until": "8",
    "gates": ["K201", "O101"],
}


def test_what_an_administrator_decides_holds_and_is_recorded(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    answer = as_(staff.alice).post("/settings", GIVEN)

    decided = configuration()
    assert answer.status_code == HTTPStatus.FOUND
    assert (decided.widest_gap, decided.reminder_weekday, decided.paste_is_open) == (0.2, 4, False)
    assert set(decided.gates) == {"K201", "O101"}
    assert Entry.objects.get().changes["widest_gap"] == [0.25, 0.2]
    assert as_(None).get("/").status_code != HTTPStatus.OK


def test_the_page_shows_what_was_decided(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    client = as_(staff.alice)
    client.post("/settings", GIVEN)

    page = client.get("/settings").content.decode()

    assert 'value="20"' in page
    assert "2 gates of" in page


def test_saving_what_stands_there_records_nothing(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    as_(staff.alice).post("/settings", GIVEN)

    as_(staff.alice).post("/settings", GIVEN)

    assert Entry.objects.count() == 1


def test_settings_of_a_newer_version_survive_a_change_by_an_older_one(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    Decided.objects.create(values={"of_tomorrow": 7})

    as_(staff.alice).post("/settings", GIVEN)

    assert Decided.objects.get().values["of_tomorrow"] == 7


@pytest.mark.parametrize(
    "bad",
    [
        {"widest_gap": "0"},
        {"widest_gap": "nan"},
        {"aspirational_way": "101"},
        {"grace_days": "-1"},
        {"reminder_weekday": "7"},
        {"quiet_from": "24"},
        {"gates": ["K999"]},
        {"out_of_reach": ""},
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_nothing_is_written(
    as_: Callable[[Person | None], Client], staff: Staff, bad: dict[str, object]
) -> None:
    answer = as_(staff.alice).post("/settings", GIVEN | bad)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert configuration() == Configuration()
