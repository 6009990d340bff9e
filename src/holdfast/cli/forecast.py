"""``holdfast forecast``: how frozen bets stand while their period runs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import terminal
from holdfast.cli.days import day


@click.command("forecast")
@click.argument("bet", required=False)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with holdfast.toml.",
)
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(bet: str | None, workspace: Path, as_of: str | None, form: str) -> None:
    """Say how BET stands (a name, or its beginning), or every bet that is not settled.

    The chance comes from the model that was frozen and what is known of the period since, beside that of last
    week.

    Example: holdfast forecast 2026-10 --workspace acme
    """
    from holdfast.evidence.course_answers import course_record  # noqa: PLC0415 - not for --help
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415
    from holdfast.service.bet_files import kept_bet, kept_bets  # noqa: PLC0415
    from holdfast.service.betting import standings  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    kept = [kept_bet(workspace, bet)] if bet else [one for one in kept_bets(workspace) if one.settled is None]
    records = []
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        for one in kept:
            records += [
                course_record(found.wager, found.now, found.before, today=opened.as_of)
                for found in standings(opened, one.bet, today=opened.as_of)
            ]
    if form == "json":
        click.echo(evidence_json(records), nl=False)
    elif records:
        click.echo(evidence_text(records, width=terminal.width()), nl=False)
    else:
        click.echo("No bet is open. Freeze one: holdfast freeze FILE")
