"""``holdfast link``: whether customers with an experience stay more often than customers like them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("link")
@click.argument("metric")
@workspace_option
@click.option(
    "--stay-days",
    default=90,
    show_default=True,
    help="Day of life, or days after the comparison, up to which staying counts.",
)
@click.option(
    "--control",
    "controls",
    multiple=True,
    metavar="NAME",
    help="A check that should show nothing: a segment column, or a table with rows from long before.",
)
@click.option("--without", multiple=True, metavar="COLUMN", help="Known only later: do not adjust for it.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option(
    "--matters",
    type=float,
    help="Smallest difference that would matter, points; 2, or an eighth of existing customers' leavers.",
)
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    metric: str,
    workspace: Path,
    stay_days: int,
    controls: tuple[str, ...],
    without: tuple[str, ...],
    where: tuple[str, ...],
    settings: tuple[str, ...],
    matters: float | None,
    as_of: str | None,
    form: str,
) -> None:
    """Compare customers who reached METRIC with customers like them who did not: do more of them stay?

    New customers are compared on the day after the metric's window, adjusted for every segment column and the
    quarter of signing. Existing ones (review_coverage, nps, issues_resolved) are compared on days of the
    calendar, adjusted for what was known before the experience could happen, too. Only who is still there
    counts. What is told is what goes together, like for like.

    Example: holdfast link onboarding_completed --stay-days 90 --control region
    """
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415 - not for --help
    from holdfast.service.linking import LinkQuestion, link_in  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    question = LinkQuestion(
        metric,
        stay_days=stay_days,
        parameters=dict(pairs("--set", settings)),
        filters=filters_of(where),
        without=without,
        controls=controls,
        matters=None if matters is None else matters / 100,
    )
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        record = link_in(opened, question)
    if form == "json":
        click.echo(evidence_json([record]), nl=False)
    else:
        click.echo(evidence_text([record], width=terminal.width()), nl=False)
