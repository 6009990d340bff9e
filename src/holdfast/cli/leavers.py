"""``holdfast leavers``: customers who left and why, held against an OKR."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.connect.documents import read_document
from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument
    from holdfast.review.leavers.model import Leaver, LeaversTest

_STANDARD_INPUT = "-"


@click.command("leavers")
@click.argument("okr_file", metavar="OKR_FILE")
@click.option(
    "--leavers",
    "file",
    metavar="FILE",
    help="Who left and why: CSV, YAML, JSON or lines such as “Acme: too expensive”; - for standard input.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep what is typed in this new file (YAML).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(okr_file: str, file: str | None, save: Path | None, form: str) -> None:
    """Hold the reasons of customers who left against an OKR: which does no key result touch?

    Without --leavers it asks for the last ten, in two minutes.
    """
    if okr_file == file == _STANDARD_INPUT:
        raise click.UsageError("Standard input can be the OKR or the leavers, not both.")
    from holdfast.service.leavers import leavers_in, okr_to_replay, replay  # noqa: PLC0415 - not for --help

    document = okr_to_replay(_bytes(okr_file), name=okr_file)
    if file is None:
        _print(replay(document, _asked(document, save)), form)
        return
    _refuse_save(save)
    leavers, notices = leavers_in(_bytes(file), name=file)
    _print(replay(document, leavers, notices=notices), form)


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == _STANDARD_INPUT else read_document(Path(name))


def _asked(document: OkrDocument, save: Path | None) -> tuple[Leaver, ...]:
    if not sys.stdin.isatty():
        raise click.UsageError(
            "There is no terminal to ask on: give the leavers with --leavers FILE (- for standard input)."
        )
    from holdfast.cli.leavers_session import ask_and_keep  # noqa: PLC0415 - a file needs no questions

    return ask_and_keep(document, save)


def _refuse_save(save: Path | None) -> None:
    if save is not None:
        raise click.UsageError("--save keeps what is typed; with --leavers the file is there already.")


def _print(test: LeaversTest, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(test.to_dict(), ensure_ascii=False, indent=2))
        return
    from holdfast.report.leavers import leavers_text  # noqa: PLC0415 - JSON needs none of it

    if not test.leavers:
        raise InputError("the list", "nobody was named", "at least one customer who left", "Begin again")
    text = leavers_text(test, width=terminal.width(), ascii_only=not terminal.speaks_unicode())
    click.echo(text, nl=False)
