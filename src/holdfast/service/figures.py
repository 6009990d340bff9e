"""Figures of many metrics in two rounds of shared queries: series, then the latest value by segment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import CancelledError, SourceError
from holdfast.metrics.refusing import ManyValuesError
from holdfast.service.withholding import measured_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.metrics import Answer, Request
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]


def measured_series(
    workspace: Workspace, requests: Sequence[Request], *, doing: str, tell: Tell
) -> tuple[Answer, ...]:
    """An answer for each request, in their order, equal to what each alone would give.

    One that cannot be measured has its error as answer and stops no other.

    Args:
        workspace: Open.
        requests: Any.
        doing: What progress is told of (``Measuring the key results``).
        tell: Called with one line at the start and whenever a further tenth is done, for people who wait.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    answers = _answers(workspace, requests, doing, tell)
    errors = [one.error for one in answers if isinstance(one.error, SourceError)]
    if errors and len(errors) == len(answers):
        raise errors[0]
    return answers


def latest_by_segment(
    workspace: Workspace, answers: Sequence[Answer], *, doing: str, tell: Tell
) -> tuple[Answer | None, ...]:
    """The latest final period of each series by the first segment that is one.

    Args:
        workspace: Open.
        answers: Series for everybody.
        doing: What progress is told of.
        tell: As for series.

    Returns:
        One for each answer, in their order; None where no period is final, or nothing is a segment.

    Raises:
        CancelledError: Somebody stopped it.
    """
    found: list[Answer | None] = [None] * len(answers)
    open_requests = {number: latest for number, one in enumerate(answers) if (latest := _latest(one))}
    for segment in workspace.segments:
        cut = [replace(request, by=(segment,)) for request in open_requests.values()]
        measured = _answers(workspace, cut, f"{doing} by {segment}", tell)
        for number, answer in zip(tuple(open_requests), measured, strict=True):
            # Without a list of segments every further column is one, e-mail addresses too.
            if not isinstance(answer.error, ManyValuesError):
                found[number] = answer
                del open_requests[number]
    return tuple(found)


def _latest(answer: Answer) -> Request | None:
    """The question for the latest final period alone."""
    final = [one.period for one in answer.series if one.is_mature and one.value is not None]
    return replace(answer.request, start=final[-1].start, end=final[-1].end) if final else None


def _answers(workspace: Workspace, requests: Sequence[Request], doing: str, tell: Tell) -> tuple[Answer, ...]:
    with workspace.engine.snapshot():
        answers = measured_all(workspace.engine, requests, tell=_by_tenths(doing, tell))
    for one in answers:
        if isinstance(one.error, CancelledError):
            raise one.error
    return answers


def _by_tenths(doing: str, tell: Tell) -> Callable[[int, int], None]:
    told: set[int] = set()

    def progress(done: int, of: int) -> None:
        tenth = 10 * done // of
        if tenth not in told:
            tell(f"{doing}, {done} of {of} done" if told else f"{doing}, {of} in all")
        told.add(tenth)

    return progress
