"""``holdfast holdout list``: the holdouts of a workspace."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.service.holdouts.listing import HoldoutStanding


@click.command("list")
@workspace_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: Path, form: str) -> None:
    """List the holdouts: what is tried, how many are in each arm, and when it is settled.

    Example: holdfast holdout list
    """
    from holdfast.service.holdouts.listing import list_holdouts  # noqa: PLC0415 - not for --help

    found = list_holdouts(workspace, today=date.today())  # noqa: DTZ011 - the day where the user sits
    if form == "json":
        click.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("No holdout was planned yet: holdfast holdout plan NAME --do 'a check-in call'.")
    for one in found:
        click.echo(
            f"{one.plan.id}: {one.plan.title}; {one.treated:,} treated, {one.held_out:,} held out; "
            f"{one.state}, settled on {one.plan.settles_on}"
        )


def _row(one: HoldoutStanding) -> dict[str, object]:
    return {
        "plan": one.plan.id,
        "title": one.plan.title,
        "compared": one.plan.outcome.wish,
        "treated": one.treated,
        "held_out": one.held_out,
        "planned": one.plan.planned,
        "state": one.state,
        "settles_on": one.plan.settles_on.isoformat(),
    }
