"""``holdfast settle``: what became of frozen bets, once it can be known."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import terminal
from holdfast.cli.days import day


@click.command("settle")
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
    """Settle BET (a name, or its beginning), or every bet whose outcomes are known.

    Before that day it says until when it is too early. What became of it is written beside the bet, once.

    Example: holdfast settle --workspace acme
    """
    from holdfast.evidence.course_answers import settlement_record  # noqa: PLC0415 - not for --help
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415
    from holdfast.service.bet_files import keep_settlement, kept_bet, kept_bets  # noqa: PLC0415
    from holdfast.service.betting import settle_bet, settlement_told  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    kept = [kept_bet(workspace, bet)] if bet else [one for one in kept_bets(workspace) if one.settled is None]
    records = []
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        for one in kept:
            found = settle_bet(opened, one.bet)
            record = settlement_record(one.bet, found, today=opened.as_of)
            records.append(record)
            if found.verdict not in {"too early", "cannot tell"}:
                keep_settlement(workspace, one.name, settlement_told(found, record))
    if form == "json":
        click.echo(evidence_json(records), nl=False)
    elif records:
        click.echo(evidence_text(records, width=terminal.width()), nl=False)
    else:
        click.echo("No bet is open. Freeze one: holdfast freeze FILE")
