"""``holdfast holdout size``: customers for a change, and changes for customers, from typed numbers."""

from __future__ import annotations

import click

from holdfast.cli.holdout_outcome import show
from holdfast.errors import InputError


@click.command("size")
@click.argument("base")
@click.option("--change", help="Smallest change that matters: 5% are 5 points; else in the unit of BASE.")
@click.option("--deviation", type=float, help="Standard deviation from customer to customer; BASE is a mean.")
@click.option("--customers", default=0, help="Customers that can be assigned at once.")
@click.option("--weekly", default=0.0, help="New customers that come each week.")
@click.option("--holdout", default="50%", show_default=True, help="Part that is left alone.")
@click.option("--correlation", default=0.0, help="Of the outcome with what is known from before.")
@click.option("--by-week", is_flag=True, help="The lot draws weeks of signing, and not customers.")
@click.option("--likeness", default=0.01, help="With --by-week: how alike customers of one week are, 0 to 1.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    base: str,
    change: str | None,
    deviation: float | None,
    customers: int,
    weekly: float,
    holdout: str,
    correlation: float,
    by_week: bool,  # noqa: FBT001 - click hands it over so
    likeness: float,
    form: str,
) -> None:
    """Say how many customers show a change from BASE (85%, or a mean), and what the given ones show.

    Without data: what --customers and --weekly show is told for one to four quarters put together.

    Example: holdfast holdout size 85% --change 5% --weekly 18
    """
    from holdfast.evidence.holdout.answers import sizing_record  # noqa: PLC0415 - not for --help
    from holdfast.evidence.holdout.sizing import SizingQuestion  # noqa: PLC0415
    from holdfast.service.target_text import typed_value  # noqa: PLC0415

    if deviation is None and "%" not in base:
        expected = "a share such as 85%, or --deviation beside a mean"
        raise InputError("BASE", f"{base!r} was given", expected, "Write the sign of percent")
    if change is None:
        raise InputError("--change", "it was not given", "the smallest change that matters, such as 5%")
    question = SizingQuestion(
        base=typed_value("BASE", base),
        change=typed_value("--change", change),
        deviation=deviation,
        unit="share" if deviation is None else "count",
        available=customers,
        weekly=weekly,
        held_out=typed_value("--holdout", holdout),
        correlation=correlation,
        likeness=likeness,
        by_week=by_week,
    )
    show([sizing_record(question)], form)
