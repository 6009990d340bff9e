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
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--demo", is_flag=True, help="Fill an empty workspace with the demo company's quarter.")
@click.option("--prepare-only", is_flag=True, help="Make the database ready, and end.")
@click.option(
    "--only", type=click.Choice(["web", "worker"]), help="Start one of the two; the other runs elsewhere."
)
@click.option(
    "--web-processes",
    type=click.IntRange(1, 64),
    help="Default: one for each core, at most 4 with PostgreSQL and 2 with SQLite.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Requests that each web process answers at once.",
)
@click.option(
    "--stop-within",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds for answers and jobs to end, once it is told to stop.",
)
def command(  # noqa: PLR0913 - one for each option
    workspace: Path,
    host: str,
    port: int,
    *,
    demo: bool,
    prepare_only: bool,
    only: str | None,
    web_processes: int | None,
    threads: int,
    stop_within: float,
) -> int:
    """Start the web application: pages, API and jobs, until it is stopped.

    The first start makes the database of records and an administrator, whose password is shown once and has
    to be changed at the first log-in. Set DATABASE_URL for PostgreSQL, HOLDFAST_URL for the public address;
    `holdfast doctor` says what is missing.
    """
    from holdfast.web import serving, supervising  # noqa: PLC0415 - only the commands of the application load it

    listener = None if prepare_only or only == "worker" else serving.listen(host, port)
    asked = Served(workspace.resolve(), host, listener.getsockname()[1] if listener else port, demo)
    _state_environment(asked, serving.public_url(asked.host, asked.port))
    serving.prepare(asked.workspace)
    with serving.alone(asked.workspace):
        lines = _first_people(asked)
    click.echo("\n".join(lines), nl=bool(lines))
    if prepare_only:
        return 0
    if listener:
        click.echo(f"Holdfast is at {os.environ['HOLDFAST_URL']}  (Ctrl+C stops it)")
    sys.stdout.flush()
    processes = web_processes or serving.suited_processes(os.environ.get("DATABASE_URL", ""))
    plan = supervising.Plan(processes, threads, only != "web", stop_within)
    return supervising.run(plan, listener, os.environ)


def _state_environment(asked: Served, here: str) -> None:
    """What the settings of the web application read; what the user has set wins."""
    os.environ["HOLDFAST_WORKSPACE"] = str(asked.workspace)
    if "HOLDFAST_URL" not in os.environ and asked.host in {"0.0.0.0", "::"}:  # noqa: S104 - asked, not listened at
        click.echo(f"Set HOLDFAST_URL to the address that people type: until then only {here} is answered.")
    os.environ.setdefault("HOLDFAST_URL", here)
    if asked.demo:
        os.environ.setdefault("HOLDFAST_TODAY", DEMO_TODAY)


def _first_people(asked: Served) -> list[str]:
    """Make whoever must be able to log in first, and say so; nothing where people are there already."""
    from holdfast.web import clock  # noqa: PLC0415 - as above
    from holdfast.web.demo import seeding  # noqa: PLC0415

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
    return _first_administrator(password)


def _first_administrator(password: str) -> list[str]:
    """The password is shown to a terminal alone: what goes elsewhere is kept, by a journal for years."""
    from holdfast.web import clock  # noqa: PLC0415 - as above
    from holdfast.web.people.actions import first_administrator  # noqa: PLC0415
    from holdfast.web.people.first_password import keep_first_password  # noqa: PLC0415

    email = os.environ.get("HOLDFAST_ADMINISTRATOR", "admin@localhost.localdomain")
    first_administrator(email, password, clock.now())
    shown = password if sys.stdout.isatty() else f"with the password in {keep_first_password(password)}"
    return [
        f"Made the first administrator: {email}   {shown}",
        "It has to be changed at the first log-in, and is not shown again.",
    ]
