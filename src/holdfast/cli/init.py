"""``holdfast init``: a first holdfast.toml for a folder of data."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.service.init import init_workspace


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Write DIR/holdfast.toml for the CSV, Parquet or JSON files in DIR; an existing one stays as it is."""
    written = init_workspace(folder)
    click.echo(
        f"Wrote {written}. Read it, complete what is marked, then run: holdfast check --workspace {folder}"
    )
