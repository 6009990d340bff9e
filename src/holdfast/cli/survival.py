"""``holdfast survival``: how long customers last, and where in their life they leave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import filters_of
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("survival")
@workspace_option
@click.option("--by", metavar="COLUMN", help="Compare the values of this segment column.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
def command(workspace: Path, by: str | None, where: tuple[str, ...], as_of: str | None, form: str) -> None:
    """Say how long customers last, by segment and cohort, and where in their life they leave.

    Shares still there are told at equal ages, so that a young cohort is held against what older ones were at
    its age; contracts of three months and longer are told by renewal.

    Example: holdfast survival --by size
    """
    from holdfast.report.survival import survival_csv, survival_json, survival_text  # noqa: PLC0415 - not for --help
    from holdfast.service.survival import SurvivalQuestion, survival_in  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    question = SurvivalQuestion(by, filters=filters_of(where))
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        found = survival_in(opened, question)
    if form == "text":
        click.echo(survival_text(found, width=terminal.width()), nl=False)
    else:
        click.echo(survival_json(found) if form == "json" else survival_csv(found), nl=False)
