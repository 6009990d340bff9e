"""`holdfast restore`: a backup back into a workspace."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder to restore into.")
@click.option("--replace", is_flag=True, help="Records that are there may go.")
def command(file: Path, workspace: Path, *, replace: bool) -> None:
    """Put what `holdfast backup` wrote into FILE into a workspace, whole or not at all.

    Stop the application first. It is checked before anything is touched; `holdfast serve` then brings
    the tables to this version.
    """
    from holdfast.web.backups import restore  # noqa: PLC0415 - only this command and `backup` need it

    found = restore(
        file.resolve(),
        workspace.resolve(),
        database_url=os.environ.get("DATABASE_URL", ""),
        replace=replace,
        now=datetime.now(UTC),
    )
    click.echo(f"Restored the backup of {found.made_at[:16]} into {workspace}. Start it: holdfast serve")
