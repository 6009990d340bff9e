"""The evidence as a library: questions in plain values, answers that show themselves in notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from holdfast.evidence.answers import seed_of
from holdfast.evidence.challenge import Bet
from holdfast.evidence.course_answers import course_record, settlement_record
from holdfast.evidence.fan import fan_ahead
from holdfast.evidence.typed import TypedNumbers, typed_records
from holdfast.okr.parse import parse_okr
from holdfast.report.chart import Chart, FanMark, Overlay
from holdfast.service.betting import freeze_objectives, standings
from holdfast.service.betting import settle_bet as settlement_of
from holdfast.service.challenging import Past, known_past, quarter_of
from holdfast.service.challenging_segments import challenge_records, target_value
from holdfast.service.check import check_workspace
from holdfast.service.key_results import measure_key_results
from holdfast.service.linking import LinkQuestion, link_in
from holdfast.service.measuring import card_as_asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.evidence.frozen import FrozenBet
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

_DRAWN = 24
"""Values of the past that a chart shows."""


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """What checks found: records in the order told, which show themselves.

    Attributes:
        records: See `holdfast.records.evidence.EvidenceRecord`.
        charts: What they were held against, where there is something to draw.
    """

    records: tuple[EvidenceRecord, ...]
    charts: tuple[Chart, ...] = ()

    def __iter__(self) -> Iterator[EvidenceRecord]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, check: str) -> EvidenceRecord:
        """The record of a check, such as ``evidence["challenge"]``.

        Raises:
            KeyError: It was not asked, or has no answer.
        """
        for one in self.records:
            if one.check == check:
                return one
        raise KeyError(check)

    def __repr__(self) -> str:
        told = "; ".join(f"{one.check}: {one.verdict}" for one in self.records)
        return f"<Evidence {told or 'none'}>"

    def to_text(self, *, width: int = 80) -> str:
        """Verdicts, sentences and notes as the commands write them."""
        from holdfast.report.evidence import evidence_text  # noqa: PLC0415 - only when asked for

        return evidence_text(self.records, width=width)

    def to_dict(self) -> list[dict[str, Any]]:
        """The records as JSON has them, with stable keys."""
        return [one.to_dict() for one in self.records]

    def _repr_html_(self) -> str:
        """What a notebook shows: HTML that needs nothing else, on light and dark ground."""
        from holdfast.report.notebook_evidence import evidence_notebook  # noqa: PLC0415 - draws charts

        return evidence_notebook(self.records, self.charts)


def challenge_metric(
    workspace: Workspace,
    metric: str,
    target: float | str,
    *,
    period: Period | None = None,
    entities: int | None = None,
    **past: Any,  # noqa: ANN401 - fields of `Past`
) -> Evidence:
    """How hard a target is by the metric's own past, what would be easier or harder, and who differs.

    Args:
        workspace: Open.
        metric: Catalogue name.
        target: As ``80%``, ``45`` or ``+5 points``; a number is in the metric's unit, a share in 0..1.
        period: What settles it; the quarter that the data end in unless given.
        entities: Customers, answers or cases then expected; None takes the pace of the last values.
        **past: ``parameters``, ``filters``, ``grain`` and ``since``, as `Past` has them.

    Raises:
        InputError: A name is not known, or the metric can never be at the target, or has no final value.
        SourceError: The engine failed.
    """
    asked, settled = Past(metric, **past), period or quarter_of(workspace)
    value = (
        target_value(workspace, asked, target, period=settled) if isinstance(target, str) else float(target)
    )
    records = challenge_records(workspace, asked, value, period=settled, entities=entities)
    return Evidence(records, (_chart(workspace, asked, Bet(value, settled), records[0]),))


def challenge_typed(  # noqa: PLR0913 - as many numbers as somebody types
    *,
    customers: int,
    new: int,
    leaving: int,
    values: Sequence[float],
    target: float,
    today: date,
    counted: Literal["all", "new"] = "all",
    answers: int | None = None,
    better: Literal["up", "down"] = "up",
) -> Evidence:
    """The same by numbers that somebody knows by heart, without any data.

    Args:
        customers: Paying customers today.
        new: New customers in a quarter.
        leaving: Customers who leave in a quarter.
        values: The last four to eight quarters, the oldest first: shares of 0..1, or a score above 1.
        target: Likewise.
        today: In the quarter that the target is for.
        counted: Whom the metric counts.
        answers: How many answers or cases a value rests on, where those are others.
        better: The direction that is good.

    Raises:
        InputError: A number cannot be.
    """
    is_score = any(abs(one) > 1 for one in (*values, target))
    numbers = TypedNumbers(
        customers, new, leaving, tuple(values), target, counted, answers, is_score=is_score, better=better
    )
    return Evidence(typed_records(numbers, today=today))


def link_metric(workspace: Workspace, metric: str, **question: Any) -> Evidence:  # noqa: ANN401 - as below
    """Whether customers with an experience stay more often than customers like them without it.

    Args:
        workspace: Open.
        metric: Catalogue name (``onboarding_completed``).
        **question: The other fields of `holdfast.service.linking.LinkQuestion`, such as ``stay_days``.

    Raises:
        InputError: See `holdfast.service.linking.link_in`.
        SourceError: The engine failed.
    """
    return Evidence((link_in(workspace, LinkQuestion(metric, **question)),))


def freeze_okr(workspace: Workspace, text: str, *, name: str = "okr") -> tuple[FrozenBet, ...]:
    """The objectives of an OKR as bets, frozen with the data of the workspace; nothing is written.

    Args:
        workspace: Open, best as of the day on which the cycle begins.
        text: As `review_okr` reads it.
        name: What errors call it.

    Raises:
        InputError: The text holds no objective, or no key result that can be bet on.
        SourceError: The engine failed.
    """
    document = parse_okr(text, name=name)
    measured = measure_key_results(document, workspace, check=check_workspace(workspace), tell=_quietly)
    return freeze_objectives(document, measured, workspace, _quietly)


def forecast_bet(workspace: Workspace, bet: FrozenBet) -> Evidence:
    """How each figure of a bet stands by the data of a workspace, and a week before.

    Raises:
        InputError: A metric is not known any more.
        SourceError: The engine failed.
    """
    today = workspace.as_of
    found = standings(workspace, bet, today=today)
    return Evidence(tuple(course_record(one.wager, one.now, one.before, today=today) for one in found))


def settle_bet(workspace: Workspace, bet: FrozenBet) -> Evidence:
    """What became of a bet; before its outcomes can be known, from when on they can.

    Raises:
        InputError: A metric is not known any more.
        SourceError: The engine failed.
    """
    found = settlement_of(workspace, bet)
    return Evidence((settlement_record(bet, found, today=workspace.as_of),))


def _chart(workspace: Workspace, past: Past, bet: Bet, record: EvidenceRecord) -> Chart:
    """The past with the target, and where the values will lie."""
    known = known_past(workspace, past, bet.period)
    card = card_as_asked(workspace, past.metric, past.parameters)
    series = past.series(workspace, known.grain)[-_DRAWN:]
    points = fan_ahead(known.history, bet, seed=seed_of(record.inputs_hash))
    last = known.history.values[-1]
    root = (FanMark(last.period.start, *(last.value,) * 4),) if points else ()
    marks = (FanMark(one.period.start, one.low80, one.low50, one.high50, one.high80) for one in points)
    return Chart(f"past-{record.inputs_hash}", card.title, series, bet.target, Overlay(fan=(*root, *marks)))


def _quietly(line: str) -> None:
    """Whoever waits sees the cell run."""
