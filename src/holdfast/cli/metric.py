"""``holdfast metric``: one metric explained."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import terminal
from holdfast.cli.workspaces import given_or_here
from holdfast.report.metric_page import explanation_json, explanation_text
from holdfast.service.explaining import explain_metric


@click.command("metric")
@click.argument("name", metavar="METRIC")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder with holdfast.toml; this folder where it has one.",
)
@click.option(
    "--dialect", metavar="NAME", help="Of the SQL: duckdb, postgres, spark, clickhouse, snowflake …"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str, workspace: Path | None, dialect: str | None, form: str) -> None:
    """Explain METRIC: who counts, what has to happen within how long, when a value is final, what misleads.

    Shows a customer of the workspace with what the metric makes of its rows (without a workspace the example
    of the metric's page), and the SQL that runs.

    Example: holdfast metric repeat_purchase_rate --dialect postgres
    """
    with given_or_here(workspace, environment=os.environ) as opened:
        explained = explain_metric(name, workspace=opened, dialect=dialect)
    shown = (
        explanation_json(explained) if form == "json" else explanation_text(explained, width=terminal.width())
    )
    click.echo(shown, nl=False)
