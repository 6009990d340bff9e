"""``holdfast panel``: the customers behind a share, as a file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.metrics.panel import MOST_ROWS
from holdfast.service.panels import COVARIATES, panel_of, write_panel
from holdfast.service.workspace import open_workspace


@click.command("panel")
@click.argument("metric")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.parquet, .csv or .arrow.")
@workspace_option
@click.option("--by", multiple=True, metavar="COLUMN", help="A segment as a column; may be repeated.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option("--from", "start", metavar="DATE", help="First local date of anchors.")
@click.option("--to", "end", metavar="DATE", help="Local date after the last.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--count",
    "covariates",
    multiple=True,
    type=click.Choice(sorted(COVARIATES)),
    help="Rows of this table that were known at the landmark; may be repeated.",
)
@click.option(
    "--landmark", type=click.IntRange(0, 3650), default=0, show_default=True, help="Days after the anchor."
)
@click.option(
    "--rows", type=click.IntRange(1), default=MOST_ROWS, show_default=True, help="About how many at most."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    metric: str,
    out: Path,
    workspace: Path,
    by: tuple[str, ...],
    where: tuple[str, ...],
    settings: tuple[str, ...],
    start: str | None,
    end: str | None,
    as_of: str | None,
    covariates: tuple[str, ...],
    landmark: int,
    rows: int,
) -> None:
    """Write one row per customer, or other entity, that METRIC counts: anchor, outcome, days, segments.

    Above the number of rows a part of the customers is drawn in the engine, always the same ones.

    Example: holdfast panel onboarding_scheduled --out panel.parquet --by size --count tickets --landmark 30
    """
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        found = panel_of(
            opened,
            metric,
            covariates=covariates,
            landmark_days=landmark,
            most_rows=rows,
            parameters=dict(pairs("--set", settings)),
            start=day("--from", start),
            end=day("--to", end),
            by=by,
            filters=filters_of(where),
        )
    write_panel(found, out)
    drawn = f", {100 * found.sampled_share:.2g}% of the customers" if found.sampled_share < 1 else ""
    click.echo(f"Wrote {len(found.rows):,} of {found.entities:,} rows{drawn} to {out}.")
