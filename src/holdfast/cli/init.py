"""``holdfast init``: a first holdfast.toml for a folder of data, or for a database."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.service.init import init_workspace


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--database",
    "from_database",
    is_flag=True,
    help="For the PostgreSQL database whose address is in HOLDFAST_DATABASE_URL, not for files.",
)
@click.option(
    "--url-env", metavar="NAME", help="Another variable that holds the address; implies --database."
)
def command(folder: Path, from_database: bool, url_env: str | None) -> None:  # noqa: FBT001 - a flag
    """Write DIR/holdfast.toml for the CSV, Parquet or JSON files in DIR; an existing one stays as it is."""
    written = _from_database(folder, url_env) if from_database or url_env else init_workspace(folder)
    click.echo(
        f"Wrote {written}. Read it, complete what is marked, then run: holdfast check --workspace {folder}"
    )


def _from_database(folder: Path, url_env: str | None) -> Path:
    # Only who asks for it loads it.
    from holdfast.service.init_database import DEFAULT_URL_ENV, init_from_database  # noqa: PLC0415

    return init_from_database(folder, environment=os.environ, url_env=url_env or DEFAULT_URL_ENV)
