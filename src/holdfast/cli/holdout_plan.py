"""``holdfast holdout plan``: how large by the company's own past, written down before anybody is assigned."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from holdfast.cli.cuts import filters_of
from holdfast.cli.days import day
from holdfast.cli.holdout_outcome import outcome_of, outcome_options, show
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from holdfast.service.holdouts.planning import PlanQuestion
    from holdfast.service.workspace import Workspace


@click.command("plan")
@click.argument("name")
@click.option("--do", "title", required=True, help="What the treated get, in words: 'a check-in call'.")
@workspace_option
@outcome_options
@click.option("--matters", default="2%", show_default=True, help="Smallest difference that matters.")
@click.option("--holdout", default="50%", show_default=True, help="Part that is left alone.")
@click.option("--new", is_flag=True, help="About customers who sign from now on; else all who pay.")
@click.option("--by-week", is_flag=True, help="With --new: the lot draws weeks of signing.")
@click.option(
    "--balance", multiple=True, metavar="COLUMN", help="Balance the arms within this segment column."
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--before", metavar="TABLE", default="", help="Adjust for rows of this table from before.")
@click.option("--before-days", default=90, show_default=True, help="Days before in which they are counted.")
@click.option("--from", "start", metavar="DATE", help="First day of assigning; today.")
@click.option("--until", metavar="DATE", help="Day after the last; else as many weeks as it takes.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--dry-run", is_flag=True, help="Say how large it has to be, and write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(**given: object) -> None:
    """Plan the holdout NAME: what is tried, on whom, how many it takes, and when it is settled.

    The value today, its spread, the gain of what is known from before and the pace of new customers are
    measured. A plan does not change once it is written.

    Example: holdfast holdout plan check-in-call --do 'a check-in call' --stay-days 90 --matters 3%
    """
    from holdfast.service.holdouts.planning import plan_holdout, proposed_holdout  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415 - not for --help

    as_of, now = day("--as-of", _text(given, "as_of")), datetime.now(UTC)
    with open_workspace(Path(str(given["workspace"])), as_of=as_of, environment=os.environ) as workspace:
        question = _question(given, workspace, now)
        if given["dry_run"]:
            plan, record = proposed_holdout(workspace, question)
        else:
            plan, record = plan_holdout(workspace, question, planned_at=now)
    show([record], given["form"])
    if given["form"] == "text":
        said = "Would be" if given["dry_run"] else "Planned"
        click.echo(
            f"{said}: {plan.id}, assigned from {plan.starts} up to, not including, {plan.until}, about "
            f"{plan.planned:,} customers, settled on {plan.settles_on}."
        )


def _question(given: dict[str, object], workspace: Workspace, now: datetime) -> PlanQuestion:
    from holdfast.service.holdouts.planning import PlanQuestion  # noqa: PLC0415
    from holdfast.service.target_text import typed_value  # noqa: PLC0415

    balance, where = given["balance"], given["where"]
    today = now.astimezone(ZoneInfo(workspace.time_zone)).date()
    return PlanQuestion(
        name=str(given["name"]),
        title=str(given["title"]),
        outcome=outcome_of(given),
        matters=typed_value("--matters", str(given["matters"])),
        starts=day("--from", _text(given, "start")) or today,
        until=day("--until", _text(given, "until")),
        share=typed_value("--holdout", str(given["holdout"])),
        unit="week" if given["by_week"] else "customer",
        who="new" if given["new"] else "paying",
        strata=balance if isinstance(balance, tuple) else (),
        filters=tuple(filters_of(where if isinstance(where, tuple) else ()).items()),
        before=str(given["before"]),
        before_days=int(str(given["before_days"])),
    )


def _text(given: dict[str, object], name: str) -> str | None:
    value = given[name]
    return None if value is None else str(value)
