"""``holdfast review --workspace``: the part of the command that loads the engine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.cli import terminal
from holdfast.cli.days import day
from holdfast.connect.writing import write_document
from holdfast.service.check import check_workspace
from holdfast.service.company_figures import company_figures
from holdfast.service.reviewing_data import measure_files, report_of, review_in_workspace
from holdfast.service.reviewing_files import review_files
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cli.review_asked import Asked, Plan
    from holdfast.records.reason import WhyCustomersLeave
    from holdfast.review.run import Review
    from holdfast.service.check import CheckReport
    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.reviewing_data import MeasuredReview
    from holdfast.service.reviewing_files import OkrFile, ReviewedFiles
    from holdfast.service.workspace import Workspace


def review_with_data(files: Sequence[OkrFile], *, asked: Asked, plan: Plan) -> ReviewedFiles:
    """Reviews of OKR files with their key results measured; the report is written when all went well.

    Raises:
        InputError: The workspace cannot be opened.
        SourceError: Its engine or the disk failed.
    """
    with open_workspace(
        asked.workspace or Path(), as_of=day("--as-of", asked.as_of), environment=os.environ
    ) as opened:
        terminal.tell(f"Checking the data of {opened.company.name}")
        check = check_workspace(opened)
        occasion = plan.occasion(ZoneInfo(opened.time_zone))
        why = _why(opened) if asked.why else None
        measured: list[MeasuredReview] = []
        known: dict[OkrFile, tuple[MeasuredOne, ...] | None] = {}

        def prepare(read: Sequence[tuple[OkrFile, bytes]]) -> None:
            named = [(file.name, data) for file, data in read]
            found = measure_files(named, workspace=opened, check=check, tell=terminal.tell)
            known.update(zip((file for file, _ in read), found, strict=True))

        def review(file: OkrFile, data: bytes) -> Review:
            measured.append(
                review_in_workspace(
                    data,
                    name=file.name,
                    workspace=opened,
                    check=check,
                    tell=terminal.tell,
                    rules=plan.rules,
                    occasion=occasion,
                    file_ignores=plan.ignores_in(file),
                    measured=known.get(file),
                    why=why,
                )
            )
            return measured[-1].review

        done = review_files(files, review=review, read_standard_input=sys.stdin.buffer.read, prepare=prepare)
        if asked.html is not None and measured:
            _write_report(asked.html, measured[0], workspace=opened, check=check)
    return done


def _why(workspace: Workspace) -> WhyCustomersLeave:
    # Only who asks for reasons loads the models that read texts.
    from holdfast.service.why import why_in  # noqa: PLC0415

    terminal.tell("Reading what customers wrote")
    return why_in(workspace)


def _write_report(html: Path, measured: MeasuredReview, *, workspace: Workspace, check: CheckReport) -> None:
    # Only a report draws charts; a review in the terminal must not wait for their library.
    from holdfast.report.html import report_html  # noqa: PLC0415

    used = [one.card.name for one in measured.key_results]
    figures = company_figures(workspace, check=check, used=used, tell=terminal.tell)
    terminal.tell("Drawing the report")
    write_document(html, report_html(report_of(measured, workspace=workspace, check=check, figures=figures)))
