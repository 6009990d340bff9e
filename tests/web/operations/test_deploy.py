"""What `deploy/` and the page on production say is what the program understands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml
from django.conf import settings as django_settings

from holdfast.cli.main import cli
from holdfast.web import clock
from holdfast.web.operations.answers import count, counted
from holdfast.web.operations.metrics import state
from holdfast.web.supervising import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PAGE = (ROOT / "docs" / "how-to" / "run-in-production.md").read_text(encoding="utf-8")
_OURS = re.compile(r"(?:HOLDFAST|DATABASE|PROMETHEUS)_[A-Z_]+")


class _Unit(RawConfigParser):
    """A unit's settings; of those that stand twice the last."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None)
        self.read(path)

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def _commands() -> Iterator[tuple[str, list[str]]]:
    """Every call of the program in units, the Containerfile and the page, with its arguments."""
    for path in UNITS:
        line = _Unit(path).get("Service", "ExecStart", fallback="")
        words = shlex.split(line)
        words = shlex.split(words[-1]) if words[:1] == ["/bin/sh"] else words
        at = next((n for n, word in enumerate(words) if word.endswith("/holdfast")), None)
        if at is not None:
            yield path.name, words[at + 1 :]
    container = (DEPLOY / "container" / "Containerfile").read_text()
    (told,) = re.findall(r"^CMD (\[.*\])$", container, re.MULTILINE)
    yield "Containerfile", yaml.safe_load(told)
    for line in re.findall(r"^\$ (?:/opt/holdfast/bin/)?holdfast (.*?)(?: +#.*)?$", PAGE, re.MULTILINE):
        yield "the page", shlex.split(line)


@pytest.mark.parametrize(("where", "arguments"), list(_commands()), ids=lambda value: str(value)[:40])
def test_every_call_of_the_program_is_one_that_it_understands(where: str, arguments: list[str]) -> None:
    name, *rest = arguments
    # Below the program's own context, as always: a command keeps what its first context said of help.
    program = click.Context(cli, info_name="holdfast", **cli.context_settings)
    command = cli.get_command(program, name)
    assert command is not None

    rest = [word if word.startswith("-") or not word.endswith(".tar.gz") else __file__ for word in rest]
    command.make_context(name, rest, parent=program)


def test_units_are_such_as_systemd_reads(tmp_path: Path) -> None:
    for path in UNITS:
        unit = _Unit(path)
        assert {"Unit"} < set(unit.sections()) <= {"Unit", "Service", "Install", "Timer"}
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/holdfast/bin/holdfast", "/bin/true"))

    systemd = shutil.which("systemd-analyze") or "/bin/true"  # where there is one, it is asked
    done = subprocess.run(
        [systemd, "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []


def test_systemd_waits_longer_than_the_program_before_it_kills() -> None:
    unit = _Unit(DEPLOY / "systemd" / "holdfast.service")
    words = shlex.split(unit["Service"]["ExecStart"])
    patience = float(words[words.index("--stop-within") + 1])

    assert patience == Plan().patience
    assert int(unit["Service"]["TimeoutStopSec"]) > patience + 5


def test_every_variable_that_is_read_stands_on_the_page_and_every_one_on_it_is_read() -> None:
    files = (ROOT / "src" / "holdfast").rglob("*.py")
    code = "".join(path.read_text() for path in files if "migrations" not in path.parts)
    read = set(re.findall(r'"((?:HOLDFAST|DATABASE|PROMETHEUS)_[A-Z_]+)"', code)) - {"HOLDFAST_PARENT"}
    of_deployment = (ROOT / "src" / "holdfast" / "web" / "environment.py").read_text()
    table = PAGE.partition("## All variables")[2]

    assert set(_OURS.findall(of_deployment)) <= set(_OURS.findall(table)) <= read
    assert set(_OURS.findall((DEPLOY / "holdfast.env.example").read_text())) <= read


@pytest.mark.django_db
def test_every_figure_that_an_alert_asks_for_is_told() -> None:
    count("GET", "quarter", 200, seconds=0.1)
    now = clock.real()
    told = (counted("") + state(django_settings.DEPLOYMENT.state, now, now)).decode()
    families = {re.sub(r"_total$", "", name) for name in re.findall(r"^# TYPE (\S+)", told, re.MULTILINE)}
    never_yet = {"holdfast_last_backup_timestamp_seconds", "holdfast_oldest_measurement_timestamp_seconds"}
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "holdfast-alerts.yml").read_text())

    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    asked = {name for rule in rules for name in re.findall(r"holdfast_\w+", rule["expr"])}
    assert len(rules) >= 10
    assert {re.sub(r"_(total|bucket)$", "", name) for name in asked} - never_yet <= families


@pytest.mark.parametrize("proxy", ["caddy/Caddyfile", "nginx/holdfast.conf"])
def test_proxies_hide_what_is_for_inside_and_leave_compression_to_the_application(proxy: str) -> None:
    lines = [line.strip() for line in (DEPLOY / proxy).read_text().splitlines()]
    stated = "\n".join(line for line in lines if not line.startswith("#"))

    assert "/prometheus" in stated
    assert "/ready" in stated
    assert "gzip on" not in stated
    assert "encode" not in stated
    assert "127.0.0.1:8000" in stated


def test_what_the_container_copies_is_there_and_not_ignored() -> None:
    container = (DEPLOY / "container" / "Containerfile").read_text()
    ignored = (ROOT / ".containerignore").read_text().split()
    lines = re.findall(r"^COPY (?!--)(.*)$", container, re.MULTILINE)
    copied = [word for line in lines for word in line.split()[:-1]]

    assert len(copied) >= 6
    assert all((ROOT / word).exists() for word in copied)
    assert all(f"!{word}" in ignored for word in copied)
