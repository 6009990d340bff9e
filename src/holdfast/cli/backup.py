"""`holdfast backup`: everything that a workspace cannot make again, in one file."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

import holdfast


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder with holdfast.toml.")
def command(file: Path, workspace: Path) -> None:
    """Write the records, the workspace file, the secret key and uploaded files into FILE (.tar.gz).

    The application may run meanwhile. The file holds the key that signs sessions: keep it like a password.
    Your company's own data are not in it. With DATABASE_URL, pg_dump is used.
    """
    from holdfast.web.backups import back_up  # noqa: PLC0415 - only this command and `restore` need it

    made = back_up(
        workspace.resolve(),
        file.resolve(),
        database_url=os.environ.get("DATABASE_URL", ""),
        version=holdfast.__version__,
        at=datetime.now(UTC),
    )
    size = file.stat().st_size / 1_000_000
    click.echo(f"Wrote {file}: {len(made.files)} files, {size:,.1f} MB, records in {made.database}.")
