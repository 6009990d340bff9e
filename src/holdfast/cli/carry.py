"""`holdfast carry`: the records of a workspace from SQLite to PostgreSQL, or back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.web.carrying import Kind


@click.command()
@click.option("--to", type=click.Choice(["postgresql", "sqlite"]), required=True, help="Where they go.")
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder with holdfast.toml.")
def command(to: Kind, workspace: Path) -> None:
    """Carry all records of a workspace from SQLite to the PostgreSQL of DATABASE_URL, or back.

    Stop the application first. What is carried from stays as it is; what is carried to must hold no
    records. All of it arrives, or none.
    """
    if not os.environ.get("DATABASE_URL"):
        expected = "the PostgreSQL to carry to or from"
        raise InputError("DATABASE_URL", "it is not set", expected, "Set it as for `holdfast serve`")
    place = workspace.resolve()
    if not (place / ".holdfast").is_dir():
        expected, remedy = "a workspace that was served", "Start: holdfast serve"
        raise InputError(str(place), "there are no records", expected, remedy)
    os.environ["HOLDFAST_WORKSPACE"] = str(place)
    from holdfast.web.serving import alone, set_up  # noqa: PLC0415 - only this command needs it

    set_up()
    from holdfast.web.carrying import carry  # noqa: PLC0415 - Django is set up by now

    with alone(place):
        rows = carry(place / ".holdfast", to=to, now=datetime.now(UTC))
    how = "with DATABASE_URL" if to == "postgresql" else "without DATABASE_URL"
    click.echo(f"Carried {rows:,} rows to {to}. From now on start it {how}: holdfast serve")
