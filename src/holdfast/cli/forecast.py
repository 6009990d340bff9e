"""``holdfast forecast``: how frozen bets stand while their period runs."""

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


@click.command("forecast")
@click.argument("bet", required=False)
@workspace_option
@as_of_option
@amended_option
@form_option
def command(bet: str | None, workspace: Path, as_of: str | None, amended: Path | None, form: str) -> None:
    """Say how BET stands (a name, or its beginning), or every bet that is not settled.

    The chance comes from the model that was frozen and what is known of the period since, beside that of last
    week; with --amended the chance of what the file has is told too. Guards tell whether a key result is
    reached the wrong way: each has a range that was frozen.

    Example: holdfast forecast 2026-10 --workspace acme
    """
    from holdfast.evidence.behind_answers import change_record  # noqa: PLC0415 - not for --help
    from holdfast.evidence.course_answers import course_record  # noqa: PLC0415
    from holdfast.evidence.guard_answers import guard_records  # noqa: PLC0415
    from holdfast.service.behind import changes_behind  # noqa: PLC0415
    from holdfast.service.betting import standings  # noqa: PLC0415
    from holdfast.service.guarding import watched  # noqa: PLC0415

    with open_bets(workspace, bet, as_of) as (opened, kept):
        records = []
        for one in kept:
            changes = amended_in(opened, one, amended)
            found = standings(opened, one.bet, today=opened.as_of, changes=changes)
            records += [
                course_record(each.wager, each.now, each.before, today=opened.as_of, amended=each.amended)
                for each in found
            ]
            records += [
                change_record(each, today=opened.as_of)
                for each in changes_behind(opened, found, today=opened.as_of)
            ]
            guarded = guard_records(one.bet, watched(opened, one.bet, today=opened.as_of), today=opened.as_of)
            records += [told for _, told in guarded]
    tell_records(records, form)
