"""`holdfast backup`: everything that a workspace cannot make again, in one file."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

import holdfast

_OURS = ("HOLDFAST_", "DATABASE_URL")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder with holdfast.toml.")
def command(file: Path, workspace: Path) -> None:
    """Write the records, the workspace file, the secret key and uploaded files into FILE (.tar.gz).

    The application may run meanwhile. The file holds the key that signs sessions: keep it like a password.
    Your company's own data are not in it, nor what the environment states. With DATABASE_URL, pg_dump is
    used.
    """
    os.environ["HOLDFAST_WORKSPACE"] = str(workspace.resolve())
    from holdfast.web.backups import back_up  # noqa: PLC0415 - only this command and `restore` need it
    from holdfast.web.serving import set_up  # noqa: PLC0415
    from holdfast.web.shape import known_shape  # noqa: PLC0415

    set_up()

    made = back_up(
        workspace.resolve(),
        file.resolve(),
        database_url=os.environ.get("DATABASE_URL", ""),
        version=holdfast.__version__,
        at=datetime.now(UTC),
        shape=known_shape(),
    )
    size = file.stat().st_size / 1_000_000
    click.echo(f"Wrote {file}: {len(made.files)} files, {size:,.1f} MB, records in {made.database}.")
    stated = sorted(name for name, value in os.environ.items() if name.startswith(_OURS) and value)
    stated = [name for name in stated if name != "HOLDFAST_WORKSPACE"]
    if stated:
        click.echo(f"Not in it, because the environment states them: {', '.join(stated)}.")
    if "HOLDFAST_SECRET_KEY" in stated:
        click.echo(
            "Keep HOLDFAST_SECRET_KEY elsewhere: without it sessions and links of this backup are void."
        )
