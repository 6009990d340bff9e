"""``holdfast why``: why customers leave, by what they write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("why")
@workspace_option
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--themes-by",
    "way",
    type=click.Choice(["tfidf", "sentences"]),
    default="tfidf",
    show_default=True,
    help="How themes are told: by words, or by sentence embeddings (needs holdfast[text]).",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True
)
def command(workspace: Path, as_of: str | None, way: str, form: str) -> None:
    """Say why customers leave: what they write about, and which of it goes with leaving.

    Customers who wrote about a theme are held against customers like them, who wrote about as many other
    things. Personal data are masked; nothing is stored.

    Example: holdfast why --workspace demo --format html > why.html
    """
    from holdfast.report.why import why_json, why_text  # noqa: PLC0415 - not for --help
    from holdfast.service.why import why_in  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        found = why_in(opened, way=way)
        name = opened.company.name
    if form == "json":
        click.echo(why_json(found), nl=False)
    elif form == "html":
        from holdfast.report.why_html import why_html  # noqa: PLC0415 - templates, which text does not need

        click.echo(why_html(found, company=name), nl=False)
    else:
        click.echo(why_text(found, width=terminal.width()), nl=False)
