"""``holdfast settle``: what became of frozen bets, once it can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.open_bets import (
    amended_in,
    amended_option,
    as_of_option,
    form_option,
    open_bets,
    tell_records,
    workspace_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command("settle")
@click.argument("bet", required=False)
@workspace_option
@as_of_option
@amended_option
@form_option
def command(bet: str | None, workspace: Path, as_of: str | None, amended: Path | None, form: str) -> None:
    """Settle BET (a name, or its beginning), or every bet whose outcomes are known.

    Before that day it says until when it is too early. With --amended it is settled as frozen, and as amended
    beside it. What became of it is written beside the bet, once.

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
            changes = amended_in(opened, one, amended)
            beside = settle_amended(opened, one.bet, changes)
            record = settlement_record(one.bet, found, today=opened.as_of, changes=changes, amended=beside)
            records.append(record)
            guarded = guard_records(one.bet, watched(opened, one.bet, today=opened.as_of), today=opened.as_of)
            records += [told for _, told in guarded]
            if found.verdict not in NOT_YET:
                keep_settlement(workspace, one.name, settlement_told(found, record, beside))
    tell_records(records, form)
