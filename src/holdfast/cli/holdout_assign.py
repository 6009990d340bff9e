"""``holdfast holdout assign``: an arm for customers, by lot, written down for good."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.service.holdouts.assigning import Assigned


@click.command("assign")
@click.argument("name")
@workspace_option
@click.option("--customer", "customers", multiple=True, metavar="ID", help="Only this one; may be repeated.")
@click.option("--on", metavar="DATE", help="Day from which on it counts; today.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    name: str,
    workspace: Path,
    customers: tuple[str, ...],
    on: str | None,
    as_of: str | None,
    form: str,
) -> None:
    """Draw lots for the customers of the plan NAME who have no arm yet; who has one keeps it.

    Everybody the plan is about is assigned unless customers are named. The same again gives the same answer.

    Example: holdfast holdout assign check-in-call --format csv > arms.csv
    """
    from holdfast.service.holdouts.assigning import assign_holdout  # noqa: PLC0415 - not for --help
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    now = datetime.now(UTC)
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        today = now.astimezone(ZoneInfo(opened.time_zone)).date()
        found = assign_holdout(
            opened, name, on=day("--on", on) or today, recorded_at=now, customers=customers or None
        )
    click.echo(_shown(found, form, has_named=bool(customers)), nl=False)


def _shown(found: Assigned, form: str, *, has_named: bool) -> str:
    if form == "json":
        rows = [
            {"customer_id": one.customer_id, "arm": one.arm, "stratum": one.stratum} for one in found.asked
        ]
        held = {"plan": found.plan.id, "new": len(found.new), "treated": found.treated}
        answer = {**held, "held_out": found.held_out, "assigned": rows}
        return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return _csv(found)
    named = "".join(f"{one.customer_id}: {one.arm}\n" for one in found.asked) if has_named else ""
    return named + (
        f"{len(found.new):,} drawn now. {found.plan.id} has {found.treated:,} treated and {found.held_out:,} "
        f"held out; it is settled on {found.plan.settles_on}.\n"
    )


def _csv(found: Assigned) -> str:
    import csv  # noqa: PLC0415 - one form of three
    from io import StringIO  # noqa: PLC0415

    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("customer_id", "arm", "stratum"))
    writer.writerows((one.customer_id, one.arm, one.stratum) for one in found.asked)
    return out.getvalue()
