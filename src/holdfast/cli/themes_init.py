"""``holdfast themes init``: the starter as a file to be edited."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with holdfast.toml.",
)
def command(workspace: Path) -> None:
    """Write themes.toml with the starter's themes into the workspace, to be renamed, cut and added to.

    Example: holdfast themes init --workspace demo
    """
    from holdfast.service.theme_files import write_starter  # noqa: PLC0415 - not for --help

    click.echo(f"Wrote {write_starter(workspace)}. Edit it, then run: holdfast why --workspace {workspace}")
