"""``holdfast bets``: the bets of a workspace, and whether its chances come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.open_bets import form_option, workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("bets")
@workspace_option
@form_option
def command(workspace: Path, form: str) -> None:
    """List the frozen bets with what became of them, and the ledger: what was said, and what came.

    Example: holdfast bets --workspace acme
    """
    from holdfast.evidence.course_answers import ledger_record  # noqa: PLC0415 - not for --help
    from holdfast.evidence.ledger import ledger_of, ledger_sentence  # noqa: PLC0415
    from holdfast.report.bets import bets_text  # noqa: PLC0415
    from holdfast.report.evidence import evidence_json  # noqa: PLC0415
    from holdfast.service.bet_files import kept_bets  # noqa: PLC0415
    from holdfast.service.bet_ledger import entries_of  # noqa: PLC0415

    kept = kept_bets(workspace)
    ledger = ledger_of(entries_of(kept))
    record = ledger_record(ledger, ledger_sentence(ledger))
    if form == "json":
        click.echo(evidence_json([record]), nl=False)
    else:
        rows = [(one.name, one.bet, (one.settled or {}).get("verdict")) for one in kept]
        click.echo(bets_text(rows, record, width=terminal.width()), nl=False)
