"""``holdfast refresh``: bring the figures that are kept up to date."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.days import day
from holdfast.cli.terminal import say_progress
from holdfast.cli.workspace_option import workspace_option
from holdfast.report.refreshes import refresh_json, refresh_text, verification_text
from holdfast.service.refreshing import refresh_workspace, verify_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.command("refresh")
@click.argument("metrics", nargs=-1, metavar="[METRIC]...")
@workspace_option
@click.option("--full", is_flag=True, help="Read everything anew, whatever is kept.")
@click.option("--verify", is_flag=True, help="Count one frozen day of each metric again; change nothing.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    metrics: tuple[str, ...],
    workspace: Path,
    full: bool,  # noqa: FBT001 - a flag
    verify: bool,  # noqa: FBT001 - a flag
    as_of: str | None,
    form: str,
) -> int:
    """Read what is new, late or not final yet, and record each value that is new or has changed.

    Counts per day and segment, and every value that was ever recorded, are kept in the folder .holdfast of
    the workspace. Days that can no longer change are not read again. Exits 1 where a verified day differs,
    3 where a source failed.

    Example: holdfast refresh --workspace demo
    """
    now = datetime.now(UTC)
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        if verify:
            # A different day each time; which one does not matter.
            verified = verify_workspace(opened, recorded_at=now, choose=lambda many: now.microsecond % many)
            click.echo(verification_text(verified), nl=False)
            return int(any(one.verified and not one.verified.is_equal for one in verified))
        refreshed = refresh_workspace(
            opened, recorded_at=now, metrics=metrics, is_full=full, tell=say_progress("Refreshing")
        )
        date = opened.as_of
    click.echo({"text": refresh_text, "json": refresh_json}[form](refreshed, as_of=date), nl=False)
    # What the data cannot measure is no failure, unless it was asked for by name.
    errors = [one.error for one in refreshed if one.error]
    return max((error.exit_status for error in errors if metrics or error.exit_status > 2), default=0)  # noqa: PLR2004 - InputError's
