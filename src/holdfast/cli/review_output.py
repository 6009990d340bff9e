"""What `holdfast review` prints, where it prints it, and with which status it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.report.formats import Paper, in_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cli.review_asked import Asked, Plan
    from holdfast.service.reviewing_files import ReviewedFile, ReviewedFiles

MOST_NAMED = 5
"""Skipped files whose names are said; of the others only the number is."""


def write_reviews(done: ReviewedFiles, asked: Asked, plan: Plan) -> None:
    """The reviews in the format asked for, on standard output or in a file.

    Raises:
        SourceError: The file cannot be written.
    """
    reviews = [one.review for one in done.reviewed]
    is_list = len(asked.files) > 1 or not (asked.files[0] == "-" or Path(asked.files[0]).is_file())
    is_nothing = not reviews and (done.errors or plan.form in {"text", "prose"})
    if is_nothing or (asked.quiet and asked.output is None):
        return
    if asked.output is None:
        paper = Paper(terminal.width(), terminal.shows_styles(), not terminal.speaks_unicode())
        text = in_format(reviews, plan.form, paper=paper, is_list=is_list)
        click.echo(text, nl=plan.form == "text")
        return
    from holdfast.connect.writing import write_document  # noqa: PLC0415 - its library slows every start

    paper = Paper(terminal.WIDEST)
    write_document(asked.output, in_format(reviews, plan.form, paper=paper, is_list=is_list))


def say_what_else(done: ReviewedFiles) -> None:
    """On standard error: useless ignore comments, files that were skipped, files that could not be read."""
    for one in done.reviewed:
        _say_notices(one)
    if done.skipped:
        say(skipped_line(done.skipped))
    for error in done.errors:
        say(str(error))


def skipped_line(names: Sequence[str]) -> str:
    """As in: 2 files hold no OKR and were skipped: a.md, b.txt."""
    named = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    verb = "1 file holds no OKR and was" if len(names) == 1 else f"{len(names)} files hold no OKR and were"
    return f"{verb} skipped: {named}{more}."


def exit_status(done: ReviewedFiles, plan: Plan) -> int:
    """What failed weighs more than what was found: 3 or 2 for an error, else 1 for a finding that counts."""
    if done.errors:
        return max(error.exit_status for error in done.errors)
    level = plan.fail_level
    return int(level != "never" and any(one.review.at_least(level) for one in done.reviewed))


def _say_notices(one: ReviewedFile) -> None:
    for notice in one.review.notices:
        say(f"{file_words(one.file.name)}, line {notice.line}: {notice.message}.")


def file_words(name: str) -> str:
    """A file as messages call it."""
    return "standard input" if name == "-" else name


def say(line: str) -> None:
    """One line on standard error, so that reviews can be piped."""
    click.echo(f"holdfast: {line}", err=True)
