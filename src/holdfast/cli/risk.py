"""``holdfast risk``: who is at risk of leaving, with chances held against what came of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import filters_of
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.records.risk import RiskReport

_ALL = "all"


@click.command("risk")
@workspace_option
@click.option(
    "--horizon",
    type=click.Choice(["30", "60", "90"]),
    default="90",
    show_default=True,
    help="Days within which leaving counts.",
)
@click.option(
    "--length", default="10", show_default=True, help="Customers the team can work through, or all."
)
@click.option(
    "--order",
    type=click.Choice(["chance", "revenue"]),
    default="chance",
    show_default=True,
    help="By chance, or by chance times monthly money.",
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--without", multiple=True, metavar="NAME", help="A column or family of features not to use.")
@click.option("--feature", "features", multiple=True, metavar="COLUMN", help="A column that must be used.")
@click.option(
    "--holdout",
    "holdouts",
    multiple=True,
    metavar="NAME",
    help="A holdout of contact by which the list is ordered; all of who stays, unless some are named.",
)
@click.option("--no-holdouts", is_flag=True, help="Look at no holdout.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--table",
    type=click.Path(path_type=Path),
    help="A plain file in place of a workspace: a row per customer, a column that says who left.",
)
@click.option("--flag", metavar="COLUMN", help="Of --table: the column that says who left.")
@click.option("--id", "id_column", metavar="COLUMN", help="Of --table: the column that names the customer.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    workspace: Path,
    horizon: str,
    length: str,
    order: str,
    where: tuple[str, ...],
    without: tuple[str, ...],
    features: tuple[str, ...],
    holdouts: tuple[str, ...],
    no_holdouts: bool,  # noqa: FBT001 - click hands it over so
    as_of: str | None,
    table: Path | None,
    flag: str | None,
    id_column: str | None,
    form: str,
) -> None:
    """Give every paying customer its chance of leaving, and name as many as the team can work through.

    Chances are learnt from what was known on earlier days; columns that know the future are refused. The list
    of a horizon ago stands beside what came of it. What a score rests on is told in words; it is not why a
    customer leaves. Where settled holdouts tell for whom contact does most, those customers come first.

    Example: holdfast risk --horizon 90 --length 20
    """
    if table is not None:
        found = _of_table(table, flag, id_column, without=without, features=features, length=_length(length))
    else:
        from holdfast.service.risk import RiskQuestion, risk_in  # noqa: PLC0415 - not for --help
        from holdfast.service.workspace import open_workspace  # noqa: PLC0415

        question = RiskQuestion(
            int(horizon),
            length=_length(length),
            order=order,
            filters=filters_of(where),
            without=without,
            features=features,
            holdouts=() if no_holdouts else holdouts or None,
        )
        with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
            found = risk_in(opened, question)
    if form == "csv" and found.doubt:
        click.echo(found.doubt, err=True)  # rows have no place for it
    click.echo(_told(found, form), nl=False)


def _of_table(  # noqa: PLR0913 - what a table is asked
    table: Path,
    flag: str | None,
    id_column: str | None,
    *,
    without: tuple[str, ...],
    features: tuple[str, ...],
    length: int | None,
) -> RiskReport:
    from holdfast.service.risk_table import TableQuestion, risk_in_table  # noqa: PLC0415 - not for --help

    if flag is None:
        raise InputError("--flag", "none was given", "the column that says who left", "Write --flag Churn")
    asked = TableQuestion(flag, id_column=id_column, without=without, features=features, length=length)
    return risk_in_table(table, asked)


def _told(found: RiskReport, form: str) -> str:
    from holdfast.report.risk import risk_csv, risk_json, risk_text  # noqa: PLC0415 - not for --help

    if form == "text":
        return risk_text(found, width=terminal.width())
    return risk_json(found) if form == "json" else risk_csv(found)


def _length(text: str) -> int | None:
    if text == _ALL:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise InputError(
            "--length", f"{text!r} was given", "a whole number of at least 1, or all", "Correct it"
        )
    return int(text)
