"""Measure the key results of an OKR: their series, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.metrics.refusing import refuse_unknown_segments
from holdfast.records import DataNote
from holdfast.records.words import BY_LENGTH
from holdfast.report.page import MeasuredKeyResult
from holdfast.review.reading import read_key_result
from holdfast.review.run import KeyResultData
from holdfast.service.binding import Bound, bind_in, target_of
from holdfast.service.figures import latest_by_segment, measured_series
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.relative import moves_of, resolved
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.errors import HoldfastError
    from holdfast.metrics import Answer, Grain, Request
    from holdfast.okr.model import KeyResult, Objective, OkrDocument
    from holdfast.records import MetricCard
    from holdfast.service.challenging import KnownPast
    from holdfast.service.check import CheckReport
    from holdfast.service.relative import Moves
    from holdfast.service.target_evidence import Weighed
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]
    Place = tuple[int, int]

_IN_A_MONTH = frozenset({"a month", "per month", "each month", "every month", "monthly"})
CYCLE_DAYS = {"month": 30, "quarter": 91, "half": 182, "year": 365}


@dataclass(frozen=True, slots=True)
class Asked:
    """A key result that a metric stands for, and the question put for it.

    Attributes:
        place: Which objective, and which of its key results, from 1.
        card: The metric's card as it is asked.
        request: Its series.
        target: In the unit of the card, or None.
        notes: What stands in the way without keeping it from being measured.
        moves: The change that it asks for instead of a target; None where it asks for none.
        period: What settles the target; None for the one that the last value lies in, or the one after.
    """

    place: Place
    card: MetricCard
    request: Request
    target: float | None
    notes: tuple[DataNote, ...]
    moves: Moves | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class MeasuredOne:
    """What rules see of one key result.

    Attributes:
        place: Which objective, and which of its key results, from 1; 0 is the objective itself.
        data: What the data say.
        figures: What a page shows; None where nothing is measured.
        asked: The question put, likewise.
        known: The past that its target was held against; None where there is none.
    """

    place: Place
    data: KeyResultData
    figures: MeasuredKeyResult | None = None
    asked: Asked | None = None
    known: KnownPast | None = None


def measure_key_results(
    document: OkrDocument, workspace: Workspace, *, check: CheckReport, tell: Tell
) -> tuple[MeasuredOne, ...]:
    """Every key result of a document, in its order, measured where a metric stands for it.

    All are bound before any is measured, and then measured together: one that cannot be has a note that says
    why, and stops no other.

    Args:
        document: Parsed.
        workspace: Open.
        check: The workspace's data check.
        tell: Called now and then with one line, for people who wait.

    Raises:
        InputError: A key result is bound to a metric, parameter or segment that does not exist.
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    [measured] = measure_bound([bind_key_results(document, workspace, check)], workspace, tell)
    return measured


def bind_key_results(
    document: OkrDocument, workspace: Workspace, check: CheckReport
) -> tuple[Asked | MeasuredOne, ...]:
    """What to measure for every key result of a document, in its order, or what keeps it from being measured.

    Raises:
        InputError: A key result is bound to a metric, parameter or segment that does not exist.
    """
    return tuple(_bound_in(document, workspace, check))


def measure_bound(
    documents: Sequence[Sequence[Asked | MeasuredOne]], workspace: Workspace, tell: Tell
) -> tuple[tuple[MeasuredOne, ...], ...]:
    """The key results of many documents measured together, in their order.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    asked = [one for bound in documents for one in bound if isinstance(one, Asked)]
    with workspace.engine.snapshot():
        measured = _measured(asked, workspace, tell)
    return tuple(
        tuple(next(measured) if isinstance(one, Asked) else one for one in bound) for bound in documents
    )


def _bound_in(
    document: OkrDocument, workspace: Workspace, check: CheckReport
) -> Iterator[Asked | MeasuredOne]:
    for index, objective in enumerate(document.objectives, start=1):
        for number, key_result in enumerate(objective.key_results, start=1):
            found = _bound(key_result, objective, (index, number), workspace=workspace, check=check)
            if isinstance(found, Asked):
                yield found
            else:
                yield MeasuredOne((index, number), KeyResultData(notes=found))


def _bound(
    key_result: KeyResult,
    objective: Objective,
    place: Place,
    *,
    workspace: Workspace,
    check: CheckReport,
) -> Asked | tuple[DataNote, ...]:
    """The question for a key result, or what keeps it from being asked."""
    reading = read_key_result(key_result.text, objective=objective.text)
    bound = bind_in(workspace, key_result, reading)
    if not isinstance(bound, Bound):
        return (bound,) if bound else ()
    notes = (*check.notes(bound.card), *_outlasting(bound, objective.cycle))
    if any(note.kind == "missing" for note in notes):
        return notes
    target = target_of(bound.card, key_result, reading)
    cycle = _grain(objective.cycle)
    is_of_a_month = bound.card.name in BY_LENGTH and (reading.cadence or "").lower() in _IN_A_MONTH
    return Asked(
        place,
        card_as_asked(workspace, bound.card.name, bound.parameters),
        _request(workspace, bound, "month" if is_of_a_month else cycle),
        target,
        notes,
        moves_of(bound.card, key_result, reading) if target is None else None,
        _last_month(workspace) if is_of_a_month and cycle != "month" else None,
    )


def _last_month(workspace: Workspace) -> Period:
    """The month that ends the company's quarter: a target "in a month" is settled by it."""
    # A review without data needs no NumPy.
    from holdfast.evidence.history import first_of  # noqa: PLC0415
    from holdfast.service.challenging import quarter_of  # noqa: PLC0415

    end = quarter_of(workspace).end
    return Period(first_of(end.year * 12 + end.month - 2), end)


def _request(workspace: Workspace, bound: Bound, grain: Grain) -> Request:
    request = request_for(
        workspace, bound.card.name, parameters=bound.parameters, filters=bound.filters, grain=grain
    )
    # A segment that is misspelt is to be mended in the file, like a metric that is.
    refuse_unknown_segments(workspace.engine, request)
    return request


def _measured(asked: Sequence[Asked], workspace: Workspace, tell: Tell) -> Iterator[MeasuredOne]:
    doing = "Measuring the key results"
    answers = measured_series(workspace, [one.request for one in asked], doing=doing, tell=tell)
    asked = [_resolved(one, answer, workspace) for one, answer in zip(asked, answers, strict=True)]
    cuts = latest_by_segment(workspace, answers, doing=doing, tell=tell)
    evidence = _evidence(asked, answers, workspace, tell)
    return iter([_one(*one) for one in zip(asked, answers, cuts, evidence, strict=True)])


def _resolved(asked: Asked, answer: Answer, workspace: Workspace) -> Asked:
    """With the target that a change comes to, or with what is to be asked of it."""
    if asked.moves is None or answer.error is not None:
        return asked
    found = resolved(asked.moves, asked.card, answer.series, currency=workspace.company.currency)
    return replace(asked, target=found.target, notes=(*asked.notes, *found.notes))


def _evidence(
    asked: Sequence[Asked], answers: Sequence[Answer], workspace: Workspace, tell: Tell
) -> tuple[Weighed | None, ...]:
    """What is known of each target; nothing of a key result that has none."""
    if not any(one.target is not None for one in asked):
        return (None,) * len(asked)
    # A review without data needs no NumPy.
    from holdfast.service.target_evidence import Aim, target_evidence  # noqa: PLC0415

    aims = [
        Aim(one.card, one.request, one.target, answer, one.period)
        for one, answer in zip(asked, answers, strict=True)
    ]
    return target_evidence(workspace, aims, tell=tell)


def _one(asked: Asked, answer: Answer, cut: Answer | None, weighed: Weighed | None) -> MeasuredOne:
    if answer.error is not None:
        return MeasuredOne(asked.place, KeyResultData(notes=(*asked.notes, _failure(answer.error))))
    notes = [note.message for note in asked.notes]
    if cut is not None and cut.error is not None:
        notes.append(f"Not shown by segment: {cut.error}")
    figures = MeasuredKeyResult(
        objective=asked.place[0],
        number=asked.place[1],
        card=asked.card,
        series=answer.series,
        target=asked.target,
        segments=cut.series if cut else (),
        notes=tuple(notes),
    )
    data = KeyResultData(answer.series, asked.notes, weighed.records if weighed else ())
    known = weighed.known if weighed else None
    return MeasuredOne(asked.place, data, figures, asked=asked, known=known)


def _failure(error: HoldfastError) -> DataNote:
    expected = f"; expected {error.expected}" if error.expected else ""
    return DataNote("missing", f"{error.where}: {error.found}{expected}.", error.remedy)


def _grain(cycle: str | None) -> Grain:
    return "month" if _cycle(cycle) == "month" else "quarter"


def _cycle(stated: str | None) -> str:
    words = (stated or "").lower()
    return next((name for name in CYCLE_DAYS if name in words), "quarter")


def _outlasting(bound: Bound, cycle: str | None) -> tuple[DataNote, ...]:
    window = bound.parameters.get("within_days", bound.card.window_days)
    days = CYCLE_DAYS[_cycle(cycle)]
    if window is None or float(window) < days:
        return ()
    return (
        DataNote(
            "outlasts-cycle",
            f"{bound.card.title} is known {window} days after its start; the cycle has {days} days.",
            "Follow an earlier sign of it, and settle this one after the cycle",
        ),
    )
