"""``holdfast person erase``: take one person out, after a look at where they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("erase")
@click.argument("person", metavar="ID|EMAIL")
@workspace_option
@click.option("--yes", is_flag=True, help="Do it; without it, it only says what would be done.")
def command(person: str, workspace: Path, *, yes: bool) -> None:
    """Say where one person is found, and with --yes take them out of all that Holdfast keeps.

    Tables are read without them from then on: a digest of each id is kept, and heeded by every loading.
    Counts stay. Your own sources stay as they are, and so do backups.

    Example: holdfast person erase anna.maier@firm.example --yes
    """
    from holdfast.cli import terminal  # noqa: PLC0415 - not for --help
    from holdfast.cli.person_found import found_of  # noqa: PLC0415
    from holdfast.report.person import person_text  # noqa: PLC0415

    click.echo(
        person_text(found_of(workspace, person, erase=yes), erased=yes, width=terminal.width()), nl=False
    )
