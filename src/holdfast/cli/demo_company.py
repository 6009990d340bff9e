"""``holdfast demo-company``: a simulated company to try Holdfast on."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.service.demo import make_demo_company


@click.command("demo-company")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--company", default="Seed", show_default=True, help="Which company.")
@click.option(
    "--customers", type=click.IntRange(min=1), help="How many customers; by default the company's own size."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed gives the same files.",
)
def command(out: Path, company: str, customers: int | None, seed: int) -> None:
    """Make a company's data as Parquet in the folder OUT, its truth and OKRs beside them.

    OUT must not exist or be empty; it is complete or it is not there.
    """
    made = make_demo_company(out, company=company, customers=customers, seed=seed)
    click.echo(made)
