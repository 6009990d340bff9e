"""What an installation lacks, and that nothing is said where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.web.doctor import examine
from holdfast.web.environment import deployment
from holdfast.web.jobs.models import Worker
from holdfast.web.measurements.actions import outside_series, record_failure
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.web.environment import Deployment

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(tmp_path: Path) -> Deployment:
    """An installation that lacks nothing."""
    (tmp_path / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'
    )
    key = tmp_path / ".holdfast" / "secret_key"
    key.parent.mkdir()
    key.write_text("hush")
    key.chmod(0o600)
    Worker.objects.create(name="w", started_at=NOW, seen_at=NOW - timedelta(seconds=5))
    Person.objects.create_user("a@x.example", "x", name="A", joined_at=NOW, is_administrator=True)
    stated = {
        "HOLDFAST_WORKSPACE": str(tmp_path),
        "HOLDFAST_URL": "https://okr.x.example",
        "HOLDFAST_MAIL_URL": "smtp://127.0.0.1",
    }
    return deployment(stated)


def _unwell(place: Deployment, now: datetime = NOW) -> dict[str, str]:
    return {one.about: one.state for one in examine(place, now) if one.state != "well"}


def test_a_sound_installation_is_well_in_everything(sound: Deployment) -> None:
    assert _unwell(sound) == {}
    assert len(examine(sound, NOW)) >= 10


def test_a_trial_on_one_s_own_machine_is_told_what_to_mind_and_not_to_mend(sound: Deployment) -> None:
    trial = replace(sound, url="http://127.0.0.1:8000", mail_url="")

    assert _unwell(trial) == {"address": "mind", "mail": "mind"}


def test_each_thing_that_fails_is_named_with_what_to_do(sound: Deployment) -> None:
    (sound.state / "secret_key").chmod(0o644)
    (sound.workspace / "holdfast.toml").write_text("[company\n")
    record_failure(outside_series("x", title="X", unit="count", better="up"), "gone", at=NOW)
    Person.objects.update(is_active=False)

    found = examine(sound, NOW + timedelta(hours=1))

    unwell = {one.about for one in found if one.state == "mend"}
    assert unwell == {"secret key", "workspace", "worker", "measurements", "administrator"}
    assert all(one.remedy for one in found if one.state == "mend")
