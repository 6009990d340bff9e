"""Review OKRs in a workspace: the rules about data apply, and a page can show the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr import read_okr_bytes
from holdfast.report.page import Report
from holdfast.review.run import ANY_DAY, review_document
from holdfast.service.check import page_check
from holdfast.service.key_results import bind_key_results, measure_bound, measure_key_results
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.okr.model import OkrDocument
    from holdfast.records.reason import WhyCustomersLeave
    from holdfast.report.page import MeasuredKeyResult
    from holdfast.review.ignoring import FileIgnore
    from holdfast.review.rule import Occasion, Rule
    from holdfast.review.run import Review
    from holdfast.service.check import CheckReport
    from holdfast.service.company_figures import CompanyFigures
    from holdfast.service.key_results import Asked, MeasuredOne
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]


def with_bets(
    document: OkrDocument, measured: tuple[MeasuredOne, ...], workspace: Workspace, tell: Tell
) -> tuple[MeasuredOne, ...]:
    """The same with the links of its key results, and what each objective is worth as a bet.

    Raises:
        SourceError: The engine failed.
    """
    if not any(one.data.evidence for one in measured):
        return measured
    # A review without targets needs no NumPy.
    from holdfast.service.bets import bets_of  # noqa: PLC0415

    return bets_of(document, measured, workspace, tell)


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
    measured: tuple[MeasuredOne, ...] | None = None,
    why: WhyCustomersLeave | None = None,
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
        measured: Its key results, where they are measured already.
        why: Why customers leave, where that was read.

    Raises:
        InputError: The file is not an OKR, or binds a key result to what does not exist.
        SourceError: The engine failed.
    """
    document = read_okr_bytes(data, name=name)
    if measured is None:
        measured = measure_key_results(document, workspace, check=check, tell=tell)
    measured = with_bets(document, measured, workspace, tell)
    if why is not None:
        from holdfast.service.reasons_touched import with_reasons  # noqa: PLC0415 - for who asks for reasons

        measured = with_reasons(document, measured, why)
    review = review_document(
        document,
        measured={one.place: one.data for one in measured},
        rules=rules,
        occasion=occasion,
        file_ignores=file_ignores,
    )
    return MeasuredReview(review, tuple(one.figures for one in measured if one.figures))


def measure_files(
    files: Iterable[tuple[str, bytes]], *, workspace: Workspace, check: CheckReport, tell: Tell
) -> tuple[tuple[MeasuredOne, ...] | None, ...]:
    """The key results of many OKR files measured together, in their order.

    Args:
        files: Name and bytes of each.
        workspace: Open.
        check: The workspace's data check.
        tell: Called now and then with one line, for people who wait.

    Returns:
        None for a file that is no OKR or binds what does not exist, as its own review says.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    bound = [_bound(name, data, workspace, check) for name, data in files]
    measured = iter(measure_bound([one for one in bound if one is not None], workspace, tell))
    return tuple(None if one is None else next(measured) for one in bound)


def _bound(
    name: str, data: bytes, workspace: Workspace, check: CheckReport
) -> tuple[Asked | MeasuredOne, ...] | None:
    try:
        return bind_key_results(read_okr_bytes(data, name=name), workspace, check)
    except InputError:
        return None


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
