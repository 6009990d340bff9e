"""``holdfast review --workspace``: the part of the command that loads the engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from holdfast.cli.measure import day
from holdfast.connect.writing import write_document
from holdfast.service.check import check_workspace
from holdfast.service.reviewing_data import measure_catalogue, report_of, review_in_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.review.run import Review
    from holdfast.service.check import CheckReport
    from holdfast.service.reviewing_data import MeasuredReview
    from holdfast.service.workspace import Workspace


def review_with_data(
    documents: Sequence[tuple[str, bytes]], *, workspace: Path, as_of: str | None, html: Path | None
) -> list[Review]:
    """Reviews of OKR files with their key results measured; the report is written when all went well."""
    with open_workspace(workspace, as_of=day("--as-of", as_of)) as opened:
        _tell(f"Checking the data of {opened.company.name}")
        check = check_workspace(opened)
        measured = [
            review_in_workspace(data, name=name, workspace=opened, check=check, tell=_tell)
            for name, data in documents
        ]
        if html is not None:
            _write_report(html, measured[0], workspace=opened, check=check)
    return [one.review for one in measured]


def _write_report(html: Path, measured: MeasuredReview, *, workspace: Workspace, check: CheckReport) -> None:
    # Only a report draws charts; a review in the terminal must not wait for their library.
    from holdfast.report.html import report_html  # noqa: PLC0415

    metrics = measure_catalogue(workspace, check=check, tell=_tell)
    _tell("Drawing the report")
    write_document(html, report_html(report_of(measured, workspace=workspace, check=check, metrics=metrics)))


def _tell(line: str) -> None:
    """Progress for people who wait, on standard error so that the review can be piped."""
    click.echo(f"{line} ...", file=sys.stderr)
