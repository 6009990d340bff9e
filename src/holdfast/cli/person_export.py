"""``holdfast person export``: all that is known of one person, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("export")
@click.argument("person", metavar="ID|EMAIL")
@workspace_option
def command(person: str, workspace: Path) -> None:
    """Write all that is known of one person as JSON: rows of tables, and the places that hold more.

    Texts are theirs, and stand as they wrote them. Nothing is stored or changed.

    Example: holdfast person export anna.maier@firm.example > anna.json
    """
    from holdfast.cli.person_found import found_of  # noqa: PLC0415 - not for --help

    click.echo(json.dumps(found_of(workspace, person).to_dict(), indent=2, ensure_ascii=False, default=str))
