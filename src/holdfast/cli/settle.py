"""``holdfast settle``: what became of frozen bets, once it can be known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.open_bets import as_of_option, form_option, open_bets, tell_records, workspace_option

if TYPE_CHECKING:
    from holdfast.evidence.amended import Amended
    from holdfast.service.bet_files import KeptBet
    from holdfast.service.workspace import Workspace


@click.command("settle")
@click.argument("bet", required=False)
@workspace_option
@as_of_option
@click.option(
    "--amended",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The OKR file as it was amended meanwhile: the bet is settled as frozen, and as amended beside it.",
)
@form_option
def command(bet: str | None, workspace: Path, as_of: str | None, amended: Path | None, form: str) -> None:
    """Settle BET (a name, or its beginning), or every bet whose outcomes are known.

    Before that day it says until when it is too early. What became of it is written beside the bet, once.

    Example: holdfast settle --workspace acme
    """
    from holdfast.evidence.course_answers import settlement_record  # noqa: PLC0415 - not for --help
    from holdfast.evidence.guard_answers import guard_records  # noqa: PLC0415
    from holdfast.evidence.settlement import NOT_YET  # noqa: PLC0415
    from holdfast.service.amending import settle_amended  # noqa: PLC0415
    from holdfast.service.bet_files import keep_settlement  # noqa: PLC0415
    from holdfast.service.betting import settle_bet, settlement_told  # noqa: PLC0415
    from holdfast.service.guarding import watched  # noqa: PLC0415

    records = []
    with open_bets(workspace, bet, as_of) as (opened, kept):
        for one in kept:
            found = settle_bet(opened, one.bet)
            changes = _changes(opened, one, amended)
            beside = settle_amended(opened, one.bet, changes)
            record = settlement_record(one.bet, found, today=opened.as_of, changes=changes, amended=beside)
            records.append(record)
            guarded = guard_records(one.bet, watched(opened, one.bet, today=opened.as_of), today=opened.as_of)
            records += [told for _, told in guarded]
            if found.verdict not in NOT_YET:
                keep_settlement(workspace, one.name, settlement_told(found, record, beside))
    tell_records(records, form)


def _changes(workspace: Workspace, kept: KeptBet, file: Path | None) -> tuple[Amended, ...]:
    """What a file changes of a bet: by the objective of the same words, else by its only one."""
    from holdfast.errors import InputError  # noqa: PLC0415 - not for --help
    from holdfast.okr import read_okr_bytes  # noqa: PLC0415
    from holdfast.service.amending import changes_in  # noqa: PLC0415

    if file is None:
        return ()
    document = read_okr_bytes(file.read_bytes(), name=file.name)
    same = [one for one in document.objectives if one.text == kept.bet.objective]
    found = same or (list(document.objectives) if len(document.objectives) == 1 else [])
    if not found:
        raise InputError(file.name, f"it has no objective {kept.bet.objective!r}", "the bet's objective")
    return changes_in(workspace, kept.bet, found[0], reason=f"as {file.name} has it")
