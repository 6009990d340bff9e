"""``holdfast history``: values as refreshes recorded them."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from holdfast.cli.workspace_option import workspace_option
from holdfast.metrics.request import Grain
from holdfast.report.refreshes import history_json, history_text
from holdfast.service.refreshing import latest_values, recorded_values

if TYPE_CHECKING:
    from pathlib import Path


@click.command("history")
@click.argument("metric")
@workspace_option
@click.option("--grain", type=click.Choice(get_args(Grain)), default="month", show_default=True)
@click.option("--by", metavar="COLUMN", help="The segments of a column, in place of everybody.")
@click.option("--latest", is_flag=True, help="The last revision of each value only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(metric: str, workspace: Path, grain: Grain, by: str | None, latest: bool, form: str) -> None:  # noqa: FBT001, PLR0913, PLR0917 - one parameter per option
    """Show every value of METRIC that refreshes recorded: late and restated data never replace an old one.

    Reads no data, so it answers while a source is away.

    Example: holdfast history nps --workspace demo --grain quarter
    """
    revisions = recorded_values(workspace, metric, grain, by=by)
    shown = latest_values(revisions) if latest else revisions
    if form == "json":
        click.echo(history_json(shown), nl=False)
        return
    click.echo(history_text(shown), nl=False)
