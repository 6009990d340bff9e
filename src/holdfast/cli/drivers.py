"""``holdfast drivers``: which experiences go with leaving."""

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


@click.command("drivers")
@workspace_option
@click.option(
    "--horizon",
    type=click.Choice(["30", "60", "90"]),
    default="90",
    show_default=True,
    help="Days within which leaving counts.",
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--without", multiple=True, metavar="COLUMN", help="A segment that is not to be adjusted for.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    workspace: Path,
    horizon: str,
    where: tuple[str, ...],
    without: tuple[str, ...],
    as_of: str | None,
    form: str,
) -> None:
    """Hold experiences against leaving: onboarding, first replies, open tickets, issues, price, calls.

    Customers are looked at on days two months apart, by what was known then. Each experience has the
    difference it goes with, like for like, and its weight among all of them; many candidates raise no more
    false alarms than one. A driver is a question: the command beside it tests it.

    Example: holdfast drivers --horizon 90
    """
    from holdfast.report.drivers import drivers_json, drivers_text  # noqa: PLC0415 - not for --help
    from holdfast.service.drivers import DriversQuestion, drivers_in  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    question = DriversQuestion(int(horizon), filters=filters_of(where), without=without)
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        found = drivers_in(opened, question)
    told = drivers_json(found) if form == "json" else drivers_text(found, width=terminal.width())
    click.echo(told, nl=False)
