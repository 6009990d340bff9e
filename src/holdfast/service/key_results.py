"""Measure the key results of an OKR: their series, and what stands in the way."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from holdfast.metrics.refusing import ManyValuesError
from holdfast.records import DataNote
from holdfast.report.page import MeasuredKeyResult
from holdfast.review.reading import read_key_result
from holdfast.review.run import KeyResultData
from holdfast.service.binding import Bound, bind, target_of
from holdfast.service.measuring import card_as_asked, measure_metric
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.metrics.request import Grain
    from holdfast.okr.model import KeyResult, OkrDocument
    from holdfast.records import Measurement, MetricCard
    from holdfast.service.check import CheckReport
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Tell = Callable[[str], None]

CYCLE_DAYS = {"month": 30, "quarter": 91, "half": 182, "year": 365}


@dataclass(frozen=True, slots=True)
class MeasuredOne:
    """One key result by its place: what rules see, and what a page shows (None where nothing is measured)."""

    place: tuple[int, int]
    data: KeyResultData
    figures: MeasuredKeyResult | None = None


def measure_key_results(
    document: OkrDocument, workspace: Workspace, *, check: CheckReport, tell: Tell
) -> Iterator[MeasuredOne]:
    """Every key result of a document, in its order, measured where a metric stands for it.

    Args:
        document: Parsed.
        workspace: Open.
        check: The workspace's data check.
        tell: Called before each measurement with one line.

    Raises:
        InputError: A key result is bound to a metric, parameter or segment that does not exist.
        SourceError: The engine failed.
    """
    for index, objective in enumerate(document.objectives, start=1):
        for number, key_result in enumerate(objective.key_results, start=1):
            yield _measure(
                (index, number),
                key_result,
                objective_text=objective.text,
                cycle=objective.cycle,
                workspace=workspace,
                check=check,
                tell=tell,
            )


def _measure(  # noqa: PLR0913 - what a measurement rests on
    place: tuple[int, int],
    key_result: KeyResult,
    *,
    objective_text: str,
    cycle: str | None,
    workspace: Workspace,
    check: CheckReport,
    tell: Tell,
) -> MeasuredOne:
    reading = read_key_result(key_result.text, objective=objective_text)
    bound = bind(key_result, reading, workspace.catalogue)
    if not isinstance(bound, Bound):
        return MeasuredOne(place, KeyResultData(notes=(bound,) if bound else ()))
    notes = (*check.notes(bound.card), *_outlasting(bound, cycle))
    if any(note.kind == "missing" for note in notes):
        return MeasuredOne(place, KeyResultData(notes=notes))
    card = card_as_asked(workspace, bound.card.name, bound.parameters)
    tell(f"Measuring key result {place[1]}: {card.title}")
    series = _series(workspace, bound, cycle)
    figures = MeasuredKeyResult(
        objective=place[0],
        number=place[1],
        card=card,
        series=series,
        target=target_of(bound.card, key_result, reading),
        segments=latest_by_segment(workspace, bound, series),
        notes=tuple(note.message for note in notes),
    )
    return MeasuredOne(place, KeyResultData(series, notes), figures)


def _series(workspace: Workspace, bound: Bound, cycle: str | None) -> tuple[Measurement, ...]:
    return measure_metric(
        workspace, bound.card.name, parameters=bound.parameters, filters=bound.filters, grain=_grain(cycle)
    )


def latest_by_segment(
    workspace: Workspace, bound: Bound, series: Sequence[Measurement]
) -> tuple[Measurement, ...]:
    """The latest final period by the first segment that is one; empty where there is none of either."""
    final = [one for one in series if one.is_mature and one.value is not None]
    period = final[-1].period if final else None
    if period is None:
        return ()
    for segment in workspace.segments:
        # Without a list of segments every further column is one, e-mail addresses too.
        with suppress(ManyValuesError):
            return _by(workspace, bound, segment, period)
    return ()


def _by(workspace: Workspace, bound: Bound, segment: str, period: Period) -> tuple[Measurement, ...]:
    return measure_metric(
        workspace,
        bound.card.name,
        parameters=bound.parameters,
        filters=bound.filters,
        grain="quarter" if period.days > CYCLE_DAYS["month"] + 1 else "month",
        start=period.start,
        end=period.end,
        by=(segment,),
    )


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


def everybody(card: MetricCard) -> Bound:
    """The metric with the workspace's own parameters, for all customers."""
    return Bound(card, {}, {}, is_proposed=False)
