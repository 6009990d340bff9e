"""``holdfast lifetime-value``: what customers are still worth, and how far that can be trusted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict, get_args

import click

from holdfast.cli.cuts import filters_of
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.report.contract_value import contract_value_json, contract_value_text
from holdfast.report.lifetime_value import lifetime_value_json, lifetime_value_text
from holdfast.service.contract_value import contract_value
from holdfast.service.lifetime_question import Model
from holdfast.service.lifetime_value import lifetime_value
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class Common(TypedDict):
    """What may be asked of purchases and of contracts alike."""

    months: int
    discount_rate: float
    margin: float
    by: tuple[str, ...]
    filters: dict[str, tuple[str, ...]]
    calibration_end: date | None


@click.command("lifetime-value")
@workspace_option
@click.option("--model", type=click.Choice(get_args(Model)), default="mbg_nbd", show_default=True)
@click.option(
    "--of",
    "kind",
    type=click.Choice(["purchases", "contracts"]),
    help="What customers do; purchases where there are orders, else contracts.",
)
@click.option("--months", default=12, show_default=True, help="How far ahead.")
@click.option("--discount-rate", default=0.1, show_default=True, help="A year; 0.1 is 10 %.")
@click.option("--margin", default=1.0, show_default=True, help="Share of sales that counts as value.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Cut by a segment column; may be repeated.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--from", "first_from", metavar="DATE", help="Only who first bought on this date or later.")
@click.option("--to", "first_until", metavar="DATE", help="Only who first bought before this date.")
@click.option(
    "--calibration-end",
    metavar="DATE",
    help="Fit on purchases before this date and check on the rest; else the last third is held out.",
)
@click.option("--least-amount", default=1, show_default=True, help="Minor units that make a purchase.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    workspace: Path,
    kind: str | None,
    model: Model,
    months: int,
    discount_rate: float,
    margin: float,
    by: tuple[str, ...],
    where: tuple[str, ...],
    first_from: str | None,
    first_until: str | None,
    calibration_end: str | None,
    least_amount: int,
    as_of: str | None,
    form: str,
) -> None:
    """What customers are still worth, checked on purchases or renewals held out.

    The model, first purchases and the least amount are of purchases only.

    Example: holdfast lifetime-value --by channel --months 24 --discount-rate 0.12
    """
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        common: Common = {
            "months": months,
            "discount_rate": discount_rate,
            "margin": margin,
            "by": by,
            "filters": filters_of(where),
            "calibration_end": day("--calibration-end", calibration_end),
        }
        if kind == "contracts" or (kind is None and "orders" not in opened.tables):
            contracts = contract_value(opened, **common)
            text = contract_value_json(contracts) if form == "json" else contract_value_text(contracts)
        else:
            purchases = lifetime_value(
                opened,
                model=model,
                first_from=day("--from", first_from),
                first_until=day("--to", first_until),
                least_amount_minor=least_amount,
                **common,
            )
            text = lifetime_value_json(purchases) if form == "json" else lifetime_value_text(purchases)
    click.echo(text, nl=False)
