"""``holdfast review``: OKRs in, an expert's review out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from holdfast.cli import terminal
from holdfast.connect.documents import read_document
from holdfast.report.json import review_json
from holdfast.review.finding import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.run import Review

FAIL_LEVELS = (*get_args(Level)[1:], "never")


@click.command("review")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-level",
    type=click.Choice(FAIL_LEVELS),
    default="problem",
    show_default=True,
    help="Exit with 1 when a finding weighs this much or more.",
)
@click.option(
    "--workspace", type=click.Path(path_type=Path), help="Folder with holdfast.toml: measure the key results."
)
@click.option("--as-of", metavar="DATE", help="Use the data before this date only (with --workspace).")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write a report to this file (with --workspace)."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    files: tuple[str, ...],
    form: str,
    fail_level: Level | Literal["never"],
    workspace: Path | None,
    as_of: str | None,
    html: Path | None,
) -> int:
    """Review OKR files (plain text as pasted, Markdown, YAML), or standard input as -.

    Exit status: 0 clean, 1 findings at or above --fail-level, 2 bad input, 3 a source failed.
    """
    if html is not None and len(files) > 1:
        raise click.UsageError("--html takes one OKR file: a report is about one.")
    documents = [(name, _bytes(name)) for name in files]
    if workspace is None:
        _refuse_data_options(as_of, html)
        reviews = _review_texts(documents)
    else:
        # The path with data loads the engine; the path without must not.
        from holdfast.cli.review_data import review_with_data  # noqa: PLC0415

        reviews = review_with_data(documents, workspace=workspace, as_of=as_of, html=html)
    _print(reviews, form)
    if html is not None:
        click.echo(f"Report: {html}", err=form == "json")
    return int(fail_level != "never" and any(review.at_least(fail_level) for review in reviews))


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else read_document(Path(name))


def _refuse_data_options(as_of: str | None, html: Path | None) -> None:
    for option, value in (("--as-of", as_of), ("--html", html)):
        if value is not None:
            raise click.UsageError(f"{option} needs --workspace DIR, the folder with holdfast.toml.")


def _review_texts(documents: Sequence[tuple[str, bytes]]) -> list[Review]:
    from holdfast.service.reviewing import review_bytes  # noqa: PLC0415 - not needed with a workspace

    return [review_bytes(data, name=name) for name, data in documents]


def _print(reviews: Sequence[Review], form: str) -> None:
    if form == "json":
        click.echo(review_json(*reviews), nl=False)
        return
    from holdfast.report.text import review_text  # noqa: PLC0415 - JSON needs none of it

    for review in reviews:
        text = review_text(
            review,
            width=terminal.width(),
            styled=terminal.shows_styles(),
            ascii_only=not terminal.speaks_unicode(),
        )
        click.echo(text)
