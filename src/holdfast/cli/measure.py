"""``holdfast measure``: a metric's series."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import click

from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.metrics import compile_sql, measure
from holdfast.metrics.request import Grain
from holdfast.report.measurements import measurements_csv, measurements_json, measurements_text
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.workspace import open_workspace


@click.command("measure")
@click.argument("metric")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with holdfast.toml.",
)
@click.option("--grain", type=click.Choice(get_args(Grain)), default="month", show_default=True)
@click.option("--by", multiple=True, metavar="COLUMN", help="Cut by a segment column; may be repeated.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option("--from", "start", metavar="DATE", help="First local date.")
@click.option("--to", "end", metavar="DATE", help="Local date after the last.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.option("--sql", "only_sql", is_flag=True, help="Print the query instead: exactly the text that runs.")
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    metric: str,
    workspace: Path,
    grain: Grain,
    by: tuple[str, ...],
    where: tuple[str, ...],
    settings: tuple[str, ...],
    start: str | None,
    end: str | None,
    as_of: str | None,
    form: str,
    only_sql: bool,  # noqa: FBT001 - a flag
) -> None:
    """Measure METRIC: value, numerator, denominator, range and maturity for each period.

    Example: holdfast measure onboarding_scheduled --set within_days=5 --grain quarter --by size
    """
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        request = request_for(
            opened,
            metric,
            parameters=dict(pairs("--set", settings)),
            grain=grain,
            start=day("--from", start),
            end=day("--to", end),
            by=by,
            filters=filters_of(where),
        )
        if only_sql:
            click.echo(opened.engine.statement(compile_sql(request, engine=opened.engine)))
            return
        with opened.engine.snapshot():
            measurements = measure(opened.engine, request)
        card = card_as_asked(opened, metric, request.parameters)
        currency = opened.company.currency
    forms = {
        "text": lambda: measurements_text(card, measurements, currency=currency),
        "csv": lambda: measurements_csv(measurements),
        "json": lambda: measurements_json(card, measurements),
    }
    click.echo(forms[form](), nl=False)
