"""Review OKRs in a workspace: the rules about data apply, and a page can show the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr import read_okr_bytes
from holdfast.report.page import Report
from holdfast.review.run import ANY_DAY, review_document
from holdfast.service.check import page_check
from holdfast.service.key_results import measure_key_results
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.report.page import MeasuredKeyResult
    from holdfast.review.ignoring import FileIgnore
    from holdfast.review.rule import Occasion, Rule
    from holdfast.review.run import Review
    from holdfast.service.check import CheckReport
    from holdfast.service.company_figures import CompanyFigures
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MeasuredReview:
    """A review and the figures it rests on, those of the key results that could be measured."""

    review: Review
    key_results: tuple[MeasuredKeyResult, ...]


def review_in_workspace(  # noqa: PLR0913 - what to review, in what, and how
    data: bytes,
    *,
    name: str,
    workspace: Workspace,
    check: CheckReport,
    tell: Tell,
    rules: tuple[Rule, ...] | None = None,
    occasion: Occasion = ANY_DAY,
    file_ignores: tuple[FileIgnore, ...] = (),
) -> MeasuredReview:
    """The review of one OKR file, its key results measured from the workspace.

    Args:
        data: The file as it is on disk.
        name: File name, for messages and for guessing the form.
        workspace: Open.
        check: The workspace's data check, whose problems stand in the way of numbers.
        tell: Called now and then with one line, for people who wait.
        rules: Which rules run; None for those that run by default.
        occasion: The day and the purpose of the review.
        file_ignores: What the settings set aside in this file.

    Raises:
        InputError: The file is not an OKR, or binds a key result to what does not exist.
        SourceError: The engine failed.
    """
    document = read_okr_bytes(data, name=name)
    measured = measure_key_results(document, workspace, check=check, tell=tell)
    review = review_document(
        document,
        measured={one.place: one.data for one in measured},
        rules=rules,
        occasion=occasion,
        file_ignores=file_ignores,
    )
    return MeasuredReview(review, tuple(one.figures for one in measured if one.figures))


def report_of(
    measured: MeasuredReview,
    *,
    workspace: Workspace,
    check: CheckReport,
    figures: CompanyFigures,
) -> Report:
    """Everything that a page shows about a review in a workspace."""
    return Report(
        measured.review,
        company=workspace.company.name,
        as_of=workspace.as_of,
        currency=workspace.company.currency,
        key_results=measured.key_results,
        metrics=figures.drawn,
        others=figures.listed,
        check=page_check(check),
    )
