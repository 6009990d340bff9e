"""All that a metric's own past says of a target: how hard, to be seen, one for all segments, by mix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.evidence.answers import target_records
from holdfast.evidence.challenge import Bet
from holdfast.evidence.history import first_of
from holdfast.evidence.segment_answers import mix_record, segments_record
from holdfast.service.challenging import history_for, known_past, quarter_of
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.target_evidence import by_segment, few_enough, pasts_of
from holdfast.service.target_text import change_in, target_after, target_in
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.evidence.history import History
    from holdfast.metrics import Request
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.challenging import KnownPast, Past
    from holdfast.service.workspace import Workspace

_QUARTER = 3


def challenge_records(
    workspace: Workspace,
    past: Past,
    target: float,
    *,
    period: Period | None = None,
    entities: int | None = None,
) -> tuple[EvidenceRecord, ...]:
    """How hard a target is, whether it can be seen, whether it fits all segments, and what their mix does.

    The last two are left out where the company has no segments. Two or three queries, and one for each
    segment column.

    Args:
        workspace: Open.
        past: Which metric, of whom.
        target: In the metric's unit; a share is 0..1, money is in minor units.
        period: What settles it; the quarter that the data end in unless given.
        entities: Customers, answers or cases then expected; None takes the pace of the last values.

    Raises:
        InputError: See `known_past`; or the metric can never be at the target, or has no final value.
        SourceError: The engine failed.
    """
    settled = period or quarter_of(workspace)
    known = known_past(workspace, past, settled)
    bet = Bet(target, settled, entities)
    found = target_records(known.history, bet, as_of=workspace.as_of)
    pasts = _by_column(workspace, past, known)
    further = (
        segments_record(known.history, pasts, bet, as_of=workspace.as_of),
        mix_record(known.history, pasts, _quarters(workspace, known.history), as_of=workspace.as_of),
    )
    return (*found, *(one for one in further if one is not None))


def target_value(workspace: Workspace, past: Past, text: str, *, period: Period | None = None) -> float:
    """A target as people type it, in the metric's unit; a change is counted from the last final value.

    Args:
        workspace: Open.
        past: Which metric, of whom.
        text: ``80%``, ``45``, or a change such as ``+5 points``.
        period: What settles it; the quarter that the data end in unless given.

    Raises:
        InputError: The text is no target of this metric, or see `known_past`.
        SourceError: The engine failed.
    """
    change = change_in(workspace, past.metric, text)
    if change is None:
        return target_in(workspace, past.metric, text)
    known = history_for(workspace, past, period or quarter_of(workspace))
    return target_after(change, known, text)


def _by_column(workspace: Workspace, past: Past, known: KnownPast) -> Mapping[str, Mapping[str, History]]:
    card = card_as_asked(workspace, past.metric, past.parameters)
    [cuts] = by_segment(workspace, [_request(workspace, past, known)], _quietly)
    pasts = {column: pasts_of(workspace, card, series) for column, series in cuts.items()}
    if past.since is not None:
        day = past.since
        pasts = {
            column: {name: one.since(day) for name, one in own.items() if one.since(day).values}
            for column, own in pasts.items()
        }
    return few_enough(pasts)


def _request(workspace: Workspace, past: Past, known: KnownPast) -> Request:
    request = request_for(workspace, past.metric, parameters=past.parameters, filters=past.filters)
    return replace(request, grain=known.grain)


def _quarters(workspace: Workspace, history: History) -> Sequence[Period]:
    """The company's quarters that a past reaches over; its own periods where they are as long."""
    if not history.values:
        return []
    first, last = history.values[0].period.start, history.values[-1].period.end
    begins = first.year * 12 + first.month - 1
    begins += -(begins + 1 - workspace.company.fiscal_year_start) % _QUARTER
    quarters = []
    while (quarter := Period(first_of(begins), first_of(begins + _QUARTER))).end <= last:
        quarters.append(quarter)
        begins += _QUARTER
    return quarters


def _quietly(line: str) -> None:
    """Whoever waits is told nothing: it takes seconds at most."""
