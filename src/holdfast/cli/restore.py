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
    the tables to this version. A backup of a later version is refused.
    """
    os.environ["HOLDFAST_WORKSPACE"] = str(workspace.resolve())
    from holdfast.web.restoring import restore  # noqa: PLC0415 - only this command needs it
    from holdfast.web.serving import set_up  # noqa: PLC0415
    from holdfast.web.shape import known_shape  # noqa: PLC0415

    set_up()

    found = restore(
        file.resolve(),
        workspace.resolve(),
        database_url=os.environ.get("DATABASE_URL", ""),
        replace=replace,
        now=datetime.now(UTC),
        shape=known_shape(),
    )
    click.echo(f"Restored the backup of {found.made_at[:16]} into {workspace}. Start it: holdfast serve")
