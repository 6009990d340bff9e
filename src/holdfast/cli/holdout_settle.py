"""``holdfast holdout settle``: what became of a holdout."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli.days import day
from holdfast.cli.holdout_outcome import outcome_of, outcome_options, show
from holdfast.cli.workspace_option import workspace_option


@click.command("settle")
@click.argument("name")
@workspace_option
@outcome_options
@click.option("--holdout", default="50%", show_default=True, help="Part that was meant to be left alone.")
@click.option("--matters", default="2%", show_default=True, help="Smallest difference that matters.")
@click.option("--balance", multiple=True, metavar="COLUMN", help="Adjust for this segment column.")
@click.option("--before", metavar="TABLE", default="", help="Adjust for rows of this table from before.")
@click.option("--before-days", default=90, show_default=True, help="Days before in which they are counted.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(**given: object) -> None:
    """Say what became of the holdout NAME: the difference of its arms with its range, on its day.

    Before that day only harm is told. A plan says itself what is compared; the options from --stay-days to
    --before-days are for a play that only the table assignments knows.

    Example: holdfast holdout settle 'check-in call' --stay-days 180
    """
    from holdfast.service.holdouts.settling import TablePlan, settle_holdout  # noqa: PLC0415 - not for --help
    from holdfast.service.target_text import typed_value  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    balance, as_of = given["balance"], given["as_of"]
    table = TablePlan(
        outcome=outcome_of(given),
        share=typed_value("--holdout", str(given["holdout"])),
        before=str(given["before"]),
        before_days=int(str(given["before_days"])),
        strata=balance if isinstance(balance, tuple) else (),
        matters=typed_value("--matters", str(given["matters"])),
    )
    until = day("--as-of", None if as_of is None else str(as_of))
    with open_workspace(Path(str(given["workspace"])), as_of=until, environment=os.environ) as workspace:
        record = settle_holdout(workspace, str(given["name"]), table=table)
    show([record], given["form"])
