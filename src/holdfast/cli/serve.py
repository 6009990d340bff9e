"""`holdfast serve`: the web application on this machine."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import click

from holdfast.values import dataclass

DEMO_TODAY = "2026-08-24"


@dataclass(frozen=True, slots=True)
class Served:
    """What the command was asked."""

    workspace: Path
    host: str
    port: int
    demo: bool


@click.command()
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder with holdfast.toml.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--demo", is_flag=True, help="Fill an empty workspace with the demo company's quarter.")
@click.option("--prepare-only", is_flag=True, help="Make the database ready, and end.")
def command(workspace: Path, host: str, port: int, *, demo: bool, prepare_only: bool) -> int:
    """Start the web application: pages, API and jobs, until it is stopped.

    The first start makes the database of records and an administrator, whose password is shown once. Set
    DATABASE_URL for PostgreSQL, HOLDFAST_URL for the public address; `holdfast doctor` says what is missing.
    """
    asked = Served(workspace.resolve(), host, port, demo)
    _state_environment(asked)
    from holdfast.web import serving  # noqa: PLC0415 - the one module of the command line that loads Django

    serving.prepare(asked.workspace)
    for line in _first_people(asked):
        click.echo(line)
    if prepare_only:
        return 0
    click.echo(f"Holdfast is at {os.environ['HOLDFAST_URL']}  (Ctrl+C stops it)")
    sys.stdout.flush()
    return serving.run(serving.Listening(host, port), os.environ)


def _state_environment(asked: Served) -> None:
    """What the settings of the web application read; what the user has set wins."""
    os.environ["HOLDFAST_WORKSPACE"] = str(asked.workspace)
    os.environ.setdefault("HOLDFAST_URL", f"http://{asked.host}:{asked.port}")
    if asked.demo:
        os.environ.setdefault("HOLDFAST_TODAY", DEMO_TODAY)


def _first_people(asked: Served) -> list[str]:
    """Make whoever must be able to log in first, and say so; nothing where people are there already."""
    from holdfast.web import clock  # noqa: PLC0415 - as above
    from holdfast.web.demo import seeding  # noqa: PLC0415
    from holdfast.web.people.actions import first_administrator  # noqa: PLC0415

    if not seeding.is_empty():
        return []
    password = secrets.token_urlsafe(9)
    if asked.demo:
        seeding.seed(password, clock.now())
        return [
            "The demo company is made. Log in as",
            f"  ada@demo.example   {password}   (an editor)",
            f"  gil@demo.example   {password}   (an administrator)",
        ]
    email = os.environ.get("HOLDFAST_ADMINISTRATOR", "admin@localhost.localdomain")
    first_administrator(email, password, clock.now())
    return [
        f"Made the first administrator: {email}   {password}",
        "Change the password after the first log-in.",
    ]
