"""``holdfast freeze``: write an OKR down as a bet before it is known how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import terminal
from holdfast.cli.days import day
from holdfast.cli.open_bets import workspace_option


@click.command("freeze")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@workspace_option
@click.option("--as-of", metavar="DATE", help="Freeze with what was known before this date.")
def command(file: Path, workspace: Path, as_of: str | None) -> None:
    """Freeze the OKR in FILE: targets, definitions, pasts and chances, with a digest that shows any change.

    What is written into the folder bets settles the bet later; nothing of it is computed anew.

    Example: holdfast freeze okrs/q4.yaml --workspace acme
    """
    from holdfast.okr import read_okr_bytes  # noqa: PLC0415 - not for --help
    from holdfast.report.bets import frozen_text  # noqa: PLC0415
    from holdfast.service.bet_files import keep_bet  # noqa: PLC0415
    from holdfast.service.betting import freeze_objectives  # noqa: PLC0415
    from holdfast.service.check import check_workspace  # noqa: PLC0415
    from holdfast.service.key_results import measure_key_results  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    document = read_okr_bytes(file.read_bytes(), name=file.name)
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        check = check_workspace(opened)
        measured = measure_key_results(document, opened, check=check, tell=terminal.tell)
        bets = freeze_objectives(document, measured, opened, terminal.tell)
    for bet in bets:
        kept = keep_bet(workspace, bet)
        click.echo(frozen_text(kept.name, kept.bet, width=terminal.width()), nl=False)
