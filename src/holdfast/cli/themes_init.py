"""``holdfast themes init``: the starter as a file to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("init")
@workspace_option
def command(workspace: Path) -> None:
    """Write themes.toml with the starter's themes into the workspace, to be renamed, cut and added to.

    Example: holdfast themes init --workspace demo
    """
    from holdfast.service.theme_files import write_starter  # noqa: PLC0415 - not for --help

    click.echo(f"Wrote {write_starter(workspace)}. Edit it, then run: holdfast why --workspace {workspace}")
