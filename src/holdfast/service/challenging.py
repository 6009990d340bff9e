"""Challenge a target by a metric's own past: what `holdfast challenge` and the API answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.answers import target_records
from holdfast.evidence.challenge import Bet
from holdfast.evidence.history import first_of, history_of
from holdfast.evidence.on_course import KEPT
from holdfast.evidence.pooling import adds_up
from holdfast.service.measuring import card_as_asked, measure_metric
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.evidence.history import History
    from holdfast.metrics import Grain
    from holdfast.metrics.declaration import Setting
    from holdfast.records import Measurement
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.workspace import Workspace

_MONTHS_OF: dict[int, Grain] = {1: "month", 3: "quarter"}
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Past:
    """Which past of a metric is asked for.

    Attributes:
        metric: Catalogue name.
        parameters: Such as ``{"within_days": 5}``; else the workspace's, else the metric's defaults.
        filters: Segment column to the values let through.
        grain: Length of its periods; None takes what bears best on the period that is to be foretold.
        since: Leave out what came before: the metric or the world changed on this day.
    """

    metric: str
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grain: Grain | None = None
    since: date | None = None

    def series(self, workspace: Workspace, grain: Grain) -> tuple[Measurement, ...]:
        """Its values by this grain; one query."""
        return measure_metric(
            workspace, self.metric, parameters=self.parameters, filters=self.filters, grain=grain
        )


@dataclass(frozen=True, slots=True)
class KnownPast:
    """A metric's past as it bears on a period.

    Attributes:
        history: Final values.
        adds_up: Parts of the period make up the whole.
        version: Of the metric's definition.
        grain: Length of its periods.
    """

    history: History
    adds_up: bool
    version: str
    grain: Grain


def history_for(workspace: Workspace, past: Past, period: Period) -> History:
    """The final values of `known_past`.

    Raises:
        InputError: See `known_past`.
        SourceError: The engine failed.
    """
    return known_past(workspace, past, period).history


def known_past(workspace: Workspace, past: Past, period: Period) -> KnownPast:
    """A metric's past as it bears on a value of this period; one or two queries.

    Months tell more than quarters, and stand for a quarter where they add up to it; where they do not (of all
    customers fewer leave in a month), periods of the same length are taken.

    Args:
        workspace: Open.
        past: Which metric, of whom.
        period: What is to be foretold.

    Raises:
        InputError: A name is not known, a value is out of range, or the metric's values depend on how long a
            period is and no grain has this period's length.
        SourceError: The engine failed.
    """
    series, is_added, grain = _series(workspace, past, period)
    card = card_as_asked(workspace, past.metric, past.parameters)
    history = history_of(card, series, currency=workspace.company.currency)
    history = history if past.since is None else history.since(past.since)
    return KnownPast(history, is_added, series[-1].version if series else "", grain)


def challenge_target(
    workspace: Workspace,
    past: Past,
    target: float,
    *,
    period: Period | None = None,
    entities: int | None = None,
) -> tuple[EvidenceRecord, EvidenceRecord]:
    """How hard a target is, and whether the way to it can be told from noise.

    Args:
        workspace: Open.
        past: Which metric, of whom.
        target: In the metric's unit; a share is 0..1, money is in minor units.
        period: What settles it; the quarter that the data end in unless given.
        entities: Customers, answers or cases then expected; None takes the pace of the last values.

    Raises:
        InputError: See `history_for`; or the metric can never be at the target, or has no final value.
        SourceError: The engine failed.
    """
    settled = period or quarter_of(workspace)
    history, bet = history_for(workspace, past, settled), Bet(target, settled, entities)
    return target_records(history, bet, as_of=workspace.as_of)


def period_after(period: Period) -> Period:
    """The period after one, as many calendar months long, or as many days."""
    if period.start.day == period.end.day == 1:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        return Period(period.end, first_of(period.end.year * 12 + period.end.month - 1 + months))
    return Period(period.end, period.end + timedelta(days=period.days))


def period_before(period: Period) -> Period:
    """The period before one, as many calendar months long, or as many days."""
    if period.start.day == period.end.day == 1:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        return Period(first_of(period.start.year * 12 + period.start.month - 1 - months), period.start)
    return Period(period.start - timedelta(days=period.days), period.start)


def quarter_of(workspace: Workspace) -> Period:
    """The quarter of the company's fiscal year that the day after the data lies in."""
    day = workspace.as_of
    since = (day.month - workspace.company.fiscal_year_start) % 3
    first = day.year * 12 + day.month - 1 - since
    return Period(first_of(first), first_of(first + 3))


def grain_of(workspace: Workspace, period: Period) -> Grain | None:
    """The grain that has a period of exactly these days, or None."""
    if period.days == _WEEK:
        return "week"
    if period.start.day != 1 or period.end.day != 1:
        return None
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if months != 3:  # noqa: PLR2004 - a quarter may begin with the calendar's or with the company's
        return _MONTHS_OF.get(months)
    if (period.start.month - 1) % 3 == 0:
        return "quarter"
    starts = workspace.company.fiscal_year_start
    return "fiscal_quarter" if (period.start.month - starts) % 3 == 0 else None


def _series(workspace: Workspace, past: Past, period: Period) -> tuple[tuple[Measurement, ...], bool, Grain]:
    """Its values, whether parts of the period make up the whole, and the grain of the values."""
    grain = grain_of(workspace, period)
    if past.grain is not None or grain in {"week", "month"}:
        taken = past.grain or grain or "month"
        return past.series(workspace, taken), past.metric not in KEPT, taken
    with workspace.engine.snapshot():
        months, quarters = past.series(workspace, "month"), past.series(workspace, grain or "quarter")
    if adds_up(months, quarters, by_definition=_is_additive(workspace, past)):
        return months, True, "month"
    if grain is None:
        raise InputError(
            "period",
            f"{period.start} to {period.end} is no week, month or quarter, and {past.metric} depends on how "
            "long a period is",
            "the first day of a week, month or quarter and of the next",
        )
    return quarters, False, grain


def _is_additive(workspace: Workspace, past: Past) -> bool:
    """Everything counts in one period only, by the metric's definition."""
    metric = workspace.catalogue.metric(past.metric)
    return metric.as_asked(dict(past.parameters)).form.is_additive
