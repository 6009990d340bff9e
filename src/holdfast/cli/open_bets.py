"""What the commands about frozen bets share: which are asked for, and how their records are told."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli import terminal
from holdfast.cli.days import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.evidence.amended import Amended
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.bet_files import KeptBet
    from holdfast.service.workspace import Workspace

workspace_option: Callable[[Any], Any] = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with holdfast.toml.",
)
form_option: Callable[[Any], Any] = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
as_of_option: Callable[[Any], Any] = click.option(
    "--as-of", metavar="DATE", help="Use the data before this date only."
)

amended_option: Callable[[Any], Any] = click.option(
    "--amended",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The OKR file as it was amended: what is told of the bet as frozen is told as amended too.",
)


@contextmanager
def open_bets(place: Path, name: str | None, as_of: str | None) -> Iterator[tuple[Workspace, list[KeptBet]]]:
    """The workspace, open, and the bet of a name, else every bet that is not settled.

    Raises:
        InputError: There is no such bet, one was changed since it was frozen, or the date is none.
    """
    from holdfast.service.bet_files import kept_bet, kept_bets  # noqa: PLC0415 - not for --help
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    kept = [kept_bet(place, name)] if name else [one for one in kept_bets(place) if one.settled is None]
    with open_workspace(place, as_of=day("--as-of", as_of), environment=os.environ) as opened:
        yield opened, kept


def tell_records(records: Sequence[EvidenceRecord], form: str) -> None:
    """Write records as text or JSON; none is told as such."""
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415 - not for --help

    if form == "json":
        click.echo(evidence_json(records), nl=False)
    elif records:
        click.echo(evidence_text(records, width=terminal.width()), nl=False)
    else:
        click.echo("No bet is open. Freeze one: holdfast freeze FILE")


def amended_in(workspace: Workspace, kept: KeptBet, file: Path | None) -> tuple[Amended, ...]:
    """What a file changes of a bet: by the objective of the same words, else by its only one.

    Raises:
        InputError: The file is no OKR, or has no such objective.
    """
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
