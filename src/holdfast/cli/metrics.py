"""``holdfast metrics``: which metrics there are."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import terminal
from holdfast.cli.workspaces import given_or_here
from holdfast.report.metrics import metrics_json, metrics_text
from holdfast.service.metric_list import list_metrics


@click.command("metrics")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder with holdfast.toml; this folder where it has one.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: Path | None, form: str) -> None:
    """List the metrics: name, title, what each says and which tables it reads.

    With a workspace its own metrics too, and whether its data allow each or what stands in the way.
    """
    company = None
    with given_or_here(workspace, environment=os.environ) as opened:
        metrics = list_metrics(opened)
        company = opened.company.name if opened else None
    shown = (
        metrics_json(metrics)
        if form == "json"
        else metrics_text(metrics, company=company, width=terminal.width())
    )
    click.echo(shown, nl=False)
