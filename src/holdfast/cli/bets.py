"""``holdfast bets``: the bets of a workspace, and whether its chances come true."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli import terminal


@click.command("bets")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with holdfast.toml.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
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
