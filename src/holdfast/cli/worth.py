"""``holdfast worth``: what one point of retention is worth, and what keeping customers may cost."""

from __future__ import annotations

import os
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from holdfast.cli.cuts import filters_of
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.connect.sources.files.currency import minor_factor
from holdfast.errors import InputError
from holdfast.report.worth import worth_json, worth_text
from holdfast.service.workspace import open_workspace
from holdfast.service.worth import worth

if TYPE_CHECKING:
    from pathlib import Path


@click.command("worth")
@workspace_option
@click.option("--months", default=36, show_default=True, help="How far ahead.")
@click.option("--discount-rate", default=0.1, show_default=True, help="A year; 0.1 is 10 %.")
@click.option("--margin", default=1.0, show_default=True, help="Share of prices that counts as value.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Cut by a segment column; may be repeated.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option(
    "--effort", metavar="AMOUNT", help="What an effort to keep customers costs, as 30000 or 950.50."
)
@click.option("--reach", type=int, help="How many customers it reaches; all where left out.")
@click.option("--kept", type=float, help="How many it kept, as a holdout found.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    workspace: Path,
    months: int,
    discount_rate: float,
    margin: float,
    by: tuple[str, ...],
    where: tuple[str, ...],
    effort: str | None,
    reach: int | None,
    kept: float | None,
    as_of: str | None,
    form: str,
) -> None:
    """What one point of retention is worth to this company, in its own numbers.

    Example: holdfast worth --by size --effort 30000 --reach 200
    """
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        found = worth(
            opened,
            months=months,
            discount_rate=discount_rate,
            margin=margin,
            by=by,
            filters=filters_of(where),
            effort_minor=None if effort is None else _minor(effort, opened.company.currency),
            reach=reach,
            kept=kept,
        )
    click.echo(worth_json(found) if form == "json" else worth_text(found), nl=False)


def _minor(text: str, currency: str) -> int:
    """An amount in minor units; thousands may be parted by commas.

    Raises:
        InputError: It is no amount.
    """
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise InputError(
            "--effort",
            f"{text!r} was given",
            f"an amount in {currency}, as 30000 or 950.50",
            "Leave words out",
        )
    return int((amount * minor_factor(currency)).to_integral_value())
