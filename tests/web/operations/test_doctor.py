"""What an installation lacks, and that nothing is said where nothing is wrong."""

from __future__ import annotations

import io
import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Debugging
from django_tasks_db.models import DBTaskResult

from holdfast.web.environment import deployment
from holdfast.web.jobs.models import Worker
from holdfast.web.measurements.actions import outside_series, record_failure
from holdfast.web.measurements.models import Series
from holdfast.web.notices.models import Notice
from holdfast.web.operations.doctor import examine
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from holdfast.web.environment import Deployment

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
AT_ONCE = datetime(9999, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(tmp_path: Path) -> Deployment:
    """An installation that lacks nothing."""
    (tmp_path / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'
    )
    key = tmp_path / ".holdfast" / "secret_key"
    key.parent.mkdir()
    key.write_text("0123456789abcdef" * 4)
    key.chmod(0o600)
    made = {"made_at": (NOW - timedelta(hours=20)).isoformat()}
    (key.parent / "last_backup.json").write_text(json.dumps(made))
    Worker.objects.create(name="w", started_at=NOW, seen_at=NOW - timedelta(seconds=5))
    Person.objects.create_user("a@x.example", "x", name="A", joined_at=NOW, is_administrator=True)
    stated = {
        "HOLDFAST_WORKSPACE": str(tmp_path),
        "HOLDFAST_URL": "https://okr.x.example",
        "HOLDFAST_MAIL_URL": "smtp://127.0.0.1",
    }
    return deployment(stated)


def _unwell(place: Deployment, now: datetime = NOW) -> dict[str, str]:
    return {
        one.about: one.state for one in examine(place, now, shown=now, reach=False) if one.state != "well"
    }


def _states(place: Deployment, about: str, *, reach: bool = False) -> tuple[str, str]:
    (found,) = [one for one in examine(place, NOW, shown=NOW, reach=reach) if one.about == about]
    assert bool(found.remedy) == (found.state != "well")
    return found.state, found.says


def test_a_sound_installation_is_well_in_everything(sound: Deployment) -> None:
    assert _unwell(sound) == {}
    assert len(examine(sound, NOW, shown=NOW, reach=False)) >= 17


def test_a_trial_on_one_s_own_machine_is_told_what_to_mind_and_not_to_mend(sound: Deployment) -> None:
    (sound.state / "last_backup.json").unlink()
    trial = replace(sound, url="http://127.0.0.1:8000", mail_url="", proxies=0)

    assert _unwell(trial) == {"address": "mind", "mail": "mind", "backup": "mind"}


def test_each_thing_that_fails_is_named_with_what_to_do(sound: Deployment) -> None:
    (sound.state / "secret_key").chmod(0o644)
    (sound.workspace / "holdfast.toml").write_text("[company\n")
    _measured("")
    record_failure(Series.objects.get(), "gone", at=NOW)
    Person.objects.update(is_active=False)

    found = examine(sound, NOW + timedelta(hours=1), shown=NOW, reach=False)

    unwell = {one.about for one in found if one.state == "mend"}
    assert unwell == {"secret key", "workspace", "worker", "measurements", "administrator"}
    assert all(one.remedy for one in found if one.state == "mend")


def _measured(error: str, *, hours_ago: float = 1) -> Series:
    at = NOW - timedelta(hours=hours_ago)
    return Series.objects.create(
        key="k", metric="nps", title="NPS", unit="count", better="up", error=error, measured_at=at
    )


def test_a_workspace_without_its_file_is_told_how_to_begin_and_one_with_faults_to_correct_it(
    sound: Deployment,
) -> None:
    file = sound.workspace / "holdfast.toml"
    said = []
    for act in (file.unlink, lambda: file.write_text("[company\n")):
        act()
        said.append(
            next(one for one in examine(sound, NOW, shown=NOW, reach=False) if one.about == "workspace")
        )

    assert [one.state for one in said] == ["mend", "mend"]
    assert said[0].remedy.startswith("Send a first file of data under Data")
    assert said[1].remedy == "Correct the file"


@pytest.mark.parametrize(
    ("change", "about", "state", "says"),
    [
        ({"secret_key": "short"}, "secret key", "mend", "can be guessed"),
        ({"secret_key": "ab" * 40}, "secret key", "mend", "can be guessed"),
        ({"metrics_token": "short"}, "figures", "mend", "can be guessed"),
        ({"today": NOW.date()}, "mode", "mind", "demo"),
        ({"url": "http://okr.x.example"}, "address", "mend", "in clear"),
        ({"proxies": 0}, "proxies", "mend", "one address"),
        ({"url": "http://127.0.0.1:8000"}, "proxies", "mind", "made up"),
        ({"mail_url": "http://mail.x.example"}, "mail", "mend", "begins with none of"),
        ({"mail_url": "smtp://u:p@:99999"}, "mail", "mend", "cannot be read"),
        ({"mail_url": "smtp://mail.x.example"}, "mail", "mind", "in clear"),
        ({"mail_from": "Holdfast <holdfast@localhost>"}, "mail", "mend", "refuse"),
    ],
)
def test_a_setting_that_does_not_do_for_production_is_named(
    sound: Deployment, change: dict[str, object], about: str, state: str, says: str
) -> None:
    found = _states(replace(sound, **change), about)  # type: ignore[arg-type]  # one field of several types

    assert found[0] == state
    assert says in found[1]


@pytest.mark.parametrize(("days", "state"), [(1, "well"), (3, "mind"), (8, "mend")])
def test_backups_that_have_stopped_are_noticed_by_their_age(sound: Deployment, days: int, state: str) -> None:
    made = {"made_at": (NOW - timedelta(days=days)).isoformat()}
    (sound.state / "last_backup.json").write_text(json.dumps(made))

    assert _states(sound, "backup")[0] == state


def test_a_mail_server_that_answers_is_well_and_one_that_does_not_is_to_mend(sound: Deployment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sink = Controller(Debugging(io.StringIO()), hostname="127.0.0.1", port=port)
    sink.start()
    try:
        answers = _states(replace(sound, mail_url=f"smtp://127.0.0.1:{port}"), "mail", reach=True)
    finally:
        sink.stop()
    refuses = _states(replace(sound, mail_url=f"smtp://127.0.0.1:{port}"), "mail", reach=True)

    assert answers[0] == "well"
    assert refuses[0] == "mend"
    assert "refused" in refuses[1]


def test_debug_is_to_mend(sound: Deployment, settings: Settings) -> None:
    settings.DEBUG = True

    assert _states(sound, "mode")[0] == "mend"


def _job(**fields: object) -> DBTaskResult[..., object]:
    given = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x.tidy_up", "backend_name": "default"}
    return DBTaskResult.objects.create(**{"run_after": AT_ONCE, **given, **fields})


def test_a_job_that_failed_and_one_that_waits_too_long_are_to_mend(sound: Deployment) -> None:
    waiting = _job()
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=NOW - timedelta(minutes=30))
    waits = _states(sound, "jobs")
    _job(status="FAILED", finished_at=NOW - timedelta(hours=2))
    failed = _states(sound, "jobs")

    assert waits == ("mend", "1 wait, the first for 30 minutes")
    assert failed[0] == "mend"
    assert "1 failed" in failed[1]


def test_measurements_that_nobody_renews_are_to_mend(sound: Deployment) -> None:
    series = _measured("", hours_ago=12)
    fresh = _states(sound, "measurements")
    Series.objects.filter(pk=series.pk).update(measured_at=NOW - timedelta(days=3))

    assert fresh[0] == "well"
    assert _states(sound, "measurements") == ("mend", "one is 3 days old")


def test_figures_from_outside_come_when_they_come(sound: Deployment) -> None:
    outside_series("x", title="X", unit="count", better="up")

    assert _states(sound, "measurements")[0] == "well"


def test_notices_that_are_late_or_failed_are_to_mend(sound: Deployment) -> None:
    notice = Notice.objects.create(
        key="k", kind="reminder", person=Person.objects.get(), made_at=NOW, touched_at=NOW,
        due_at=NOW - timedelta(hours=3),
    )  # fmt: skip
    late = _states(sound, "outbox")
    Notice.objects.filter(pk=notice.pk).update(state="failed")

    assert late == ("mend", "1 are late, the first by 3 hours")
    assert _states(sound, "outbox")[0] == "mend"


def test_a_worker_that_died_is_told_with_its_last_sign(sound: Deployment) -> None:
    Worker.objects.update(seen_at=NOW - timedelta(hours=5))

    state, says = _states(sound, "worker")

    assert state == "mend"
    assert "seen 5 hours ago" in says
