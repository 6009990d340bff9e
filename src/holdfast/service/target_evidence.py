"""What is known of targets whose series were measured: how hard, to be seen, one for all, by mix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.answers import target_records
from holdfast.evidence.challenge import Bet
from holdfast.evidence.history import history_of
from holdfast.evidence.on_course import KEPT
from holdfast.evidence.pooling import adds_up
from holdfast.evidence.segment_answers import mix_record, segments_record
from holdfast.service.challenging import KnownPast, period_after
from holdfast.service.figures import measured_series
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.evidence.history import History
    from holdfast.metrics import Answer, Grain, Request
    from holdfast.records import Measurement, MetricCard
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Tell = Callable[[str], None]
    Records = tuple[EvidenceRecord, ...]

MOST_COLUMNS = 6
MOST_SEGMENTS = 40
"""A column with more values is a name, and no segment."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and the series it is held against.

    Attributes:
        card: The metric's, as it was asked.
        request: What was measured, by periods as long as the one that settles the target.
        target: In the metric's unit, or None.
        answer: What came of it.
        period: What settles the target; None for the last period of the series, or the one after.
    """

    card: MetricCard
    request: Request
    target: float | None
    answer: Answer
    period: Period | None = None

    @property
    def series(self) -> tuple[Measurement, ...]:
        """Empty where it failed."""
        return () if self.answer.error is not None else self.answer.series


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known of an aim.

    Attributes:
        records: None where there is no target or no past.
        known: The past that it was held against, for whoever needs it again; None likewise.
    """

    records: Records = ()
    known: KnownPast | None = None


def target_evidence(workspace: Workspace, aims: Sequence[Aim], *, tell: Tell) -> tuple[Weighed, ...]:
    """What is known of each aim, in their order.

    A target that its metric can never have is another rule's.

    Args:
        workspace: Open.
        aims: Any.
        tell: Called now and then with one line, for people who wait.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    held = [number for number, one in enumerate(aims) if one.target is not None and one.series]
    grains = _grains(workspace, [aims[number] for number in held], tell)
    cuts = by_segment(workspace, [one[0] for one in grains], tell)
    found = [Weighed()] * len(aims)
    for number, (request, series), pasts in zip(held, grains, cuts, strict=True):
        records = _records(workspace, aims[number], request, series, pasts)
        found[number] = Weighed(
            records, _known(workspace, aims[number], request, series) if records else None
        )
    return tuple(found)


def settled_by(workspace: Workspace, series: Sequence[Measurement]) -> Period:
    """The period that settles a target: the last, where it is not over, else the one after."""
    last = series[-1].period
    return last if last.end > workspace.as_of else period_after(last)


def by_segment(
    workspace: Workspace, requests: Sequence[Request], tell: Tell
) -> list[dict[str, tuple[Measurement, ...]]]:
    """Each request's series by each segment column of the workspace, where it has one.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    columns = workspace.segments[:MOST_COLUMNS]
    asked = [
        replace(one, by=(column,)) for one in requests for column in columns if column not in one.filters
    ]
    found = iter(
        measured_series(workspace, asked, doing="Measuring their segments", tell=tell) if asked else ()
    )
    cuts: list[dict[str, tuple[Measurement, ...]]] = []
    for one in requests:
        answers = {column: next(found) for column in columns if column not in one.filters}
        cuts.append({column: answer.series for column, answer in answers.items() if answer.error is None})
    return cuts


def pasts_of(workspace: Workspace, card: MetricCard, series: Sequence[Measurement]) -> dict[str, History]:
    """Segment to its own past, those that have one."""
    by_name: dict[str, list[Measurement]] = {}
    for one in series:
        by_name.setdefault(one.segment[0][1], []).append(one)
    currency = workspace.company.currency
    pasts = {name: history_of(card, own, currency=currency) for name, own in by_name.items()}
    return {name: past for name, past in pasts.items() if past.values}


def few_enough(pasts: Mapping[str, Mapping[str, History]]) -> dict[str, Mapping[str, History]]:
    """The columns that cut customers into segments: one has nothing to compare, hundreds are names."""
    return {column: one for column, one in pasts.items() if 1 < len(one) <= MOST_SEGMENTS}


def _grains(
    workspace: Workspace, aims: Sequence[Aim], tell: Tell
) -> list[tuple[Request, tuple[Measurement, ...]]]:
    """Months where they add up to the periods asked for, since they tell more of a past; else these."""
    months = [replace(one.request, grain="month") for one in aims]
    found = (
        measured_series(workspace, months, doing="Measuring their past by month", tell=tell) if aims else ()
    )
    return [
        (month, answer.series)
        if answer.error is None
        and adds_up(answer.series, aim.series, by_definition=_is_additive(aim.request))
        else (aim.request, aim.series)
        for aim, month, answer in zip(aims, months, found, strict=True)
    ]


def _is_additive(request: Request) -> bool:
    return request.declared.as_asked(dict(request.parameters)).form.is_additive


def _records(
    workspace: Workspace,
    aim: Aim,
    request: Request,
    series: Sequence[Measurement],
    cuts: Mapping[str, Sequence[Measurement]],
) -> Records:
    history = _history(workspace, aim, series)
    if history.now is None or aim.target is None:
        return ()
    bet = Bet(aim.target, aim.period or settled_by(workspace, aim.series))
    pasts = few_enough({column: pasts_of(workspace, aim.card, one) for column, one in cuts.items()})
    quarters = [one.period for one in aim.series] if _tiles(request.grain, aim.request.grain) else []
    try:
        held = target_records(history, bet, as_of=workspace.as_of)
        further = (
            segments_record(history, pasts, bet, as_of=workspace.as_of),
            mix_record(history, pasts, quarters, as_of=workspace.as_of),
        )
    except InputError:
        return ()
    return (*held, *(one for one in further if one is not None))


def _known(workspace: Workspace, aim: Aim, request: Request, series: Sequence[Measurement]) -> KnownPast:
    """As `known_past` would measure it anew."""
    is_of_parts = request.grain != aim.request.grain or request.metric not in KEPT
    adds_up = is_of_parts and request.grain in {"week", "month"}
    return KnownPast(_history(workspace, aim, series), adds_up, series[-1].version, request.grain)


def _tiles(taken: Grain, asked: Grain) -> bool:
    """Counts of one grain make up those of the other."""
    return taken in {asked, "month"}


def _history(workspace: Workspace, aim: Aim, series: Sequence[Measurement]) -> History:
    return history_of(aim.card, series, currency=workspace.company.currency)
