"""``holdfast forecast``: how frozen bets stand while their period runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.open_bets import as_of_option, form_option, open_bets, tell_records, workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("forecast")
@click.argument("bet", required=False)
@workspace_option
@as_of_option
@form_option
def command(bet: str | None, workspace: Path, as_of: str | None, form: str) -> None:
    """Say how BET stands (a name, or its beginning), or every bet that is not settled.

    The chance comes from the model that was frozen and what is known of the period since, beside that of last
    week.

    Example: holdfast forecast 2026-10 --workspace acme
    """
    from holdfast.evidence.course_answers import course_record  # noqa: PLC0415 - not for --help
    from holdfast.service.betting import standings  # noqa: PLC0415

    with open_bets(workspace, bet, as_of) as (opened, kept):
        records = [
            course_record(found.wager, found.now, found.before, today=opened.as_of)
            for one in kept
            for found in standings(opened, one.bet, today=opened.as_of)
        ]
    tell_records(records, form)
