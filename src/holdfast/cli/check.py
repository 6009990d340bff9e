"""``holdfast check``: the data check."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.report.check import check_json, check_text
from holdfast.service.check import check_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@workspace_option
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: Path, as_of: str | None, form: str) -> None:
    """Say what is missing, doubled, orphaned, late, impossible or contradictory, and what can be measured."""
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        report = check_workspace(opened)
    click.echo(check_json(report) if form == "json" else check_text(report, width=terminal.width()), nl=False)
