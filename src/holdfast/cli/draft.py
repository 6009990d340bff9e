"""``holdfast draft``: an OKR from a reason to leave, or from a metric that may lead to staying."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import pairs
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.drafting.model import ODDS
from holdfast.errors import InputError
from holdfast.units import Period

if TYPE_CHECKING:
    from holdfast.drafting.model import Difficulty


@click.command("draft")
@click.option("--reason", metavar="NAME", help="A reason to leave, as `slow start`.")
@click.option("--lead", metavar="METRIC", help="A metric that may lead to staying; else the best linked one.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--difficulty", type=click.Choice(list(ODDS)), default="challenging", show_default=True)
@click.option("--from", "start", metavar="DATE", help="First day of the cycle; else the coming quarter.")
@click.option("--to", "end", metavar="DATE", help="Day after its last.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Write the OKR to this file, which must not be there."
)
@workspace_option
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    reason: str | None,
    lead: str | None,
    where: tuple[str, ...],
    difficulty: str,
    start: str | None,
    end: str | None,
    output: Path | None,
    workspace: Path,
    as_of: str | None,
    form: str,
) -> None:
    """Draft an OKR: one key result measures staying, one leads to it, one guards the way.

    Baselines and targets come from the company's own past, and the draft is reviewed before it is printed.

    Example: holdfast draft --reason "slow start" --where size=small --output okrs/slow-start.yaml
    """
    # A review of text alone must not wait for any of it.
    from holdfast.connect.writing import write_document  # noqa: PLC0415
    from holdfast.report.draft import draft_json, draft_yaml  # noqa: PLC0415 - as above
    from holdfast.service.challenging import quarter_of  # noqa: PLC0415 - as above
    from holdfast.service.drafting import DraftQuestion, draft_okr  # noqa: PLC0415 - as above
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415 - as above

    if output is not None and output.exists():
        raise InputError("--output", f"{output} is there already", "a new file", "Give another name")
    question = DraftQuestion(reason, lead, tuple(pairs("--where", where)), cast("Difficulty", difficulty))
    with open_workspace(workspace, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        period = _period(start, end) or quarter_of(opened)
        draft = draft_okr(opened, question, period=period, tell=terminal.tell)
        text = draft_json(draft) if form == "json" else draft_yaml(draft, currency=opened.company.currency)
    if output is None:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    write_document(output, text)
    terminal.tell(f"Wrote {output}")


def _period(start: str | None, end: str | None) -> Period | None:
    first, last = day("--from", start), day("--to", end)
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise InputError("cycle", "only one of --from and --to was given", "both, or none")
    return Period(first, last)
