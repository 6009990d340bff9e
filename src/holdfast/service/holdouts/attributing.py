"""The ladder of attribution in a workspace: what `holdfast holdout attribute` and the API answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.ladder.rungs import before_after_record, beside_record, rollout_record
from holdfast.evidence.ladder.series import UnitSeries
from holdfast.service.holdouts.settling import settle_holdout
from holdfast.service.linking import LinkQuestion, link_in
from holdfast.service.measuring import card_as_asked, measure_metric
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.metrics import Grain
    from holdfast.metrics.declaration import Setting
    from holdfast.records import Measurement
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

MOST_MISSING = 0.2
"""A unit that lacks more of the periods than so is left out, and not the periods."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What was begun, where and when, and which metric it should have moved.

    Attributes:
        metric: Catalogue name.
        column: Segment column whose values are the units (``region``, ``owner``).
        starts: Value of the column and the local date from which on it was treated.
        treatment: What was begun, in words.
        parameters: Of the metric.
        filters: Segment column to the values let through.
        grain: Length of a period.
        start: First local date of the periods; None begins with the data.
        matters: The smallest change that would matter, in the metric's unit.
        holdout: A plan, or a play of the table `assignments`, that tested the same; empty for none.
        link: A share of new customers with a window whose outcome is what was begun; empty for none.
    """

    metric: str
    column: str
    starts: tuple[tuple[str, date], ...]
    treatment: str
    parameters: Mapping[str, Setting]
    filters: Mapping[str, tuple[str, ...]]
    grain: Grain = "week"
    start: date | None = None
    matters: float = 0.02
    holdout: str = ""
    link: str = ""


def attribute_change(workspace: Workspace, question: Attribution) -> tuple[EvidenceRecord, ...]:
    """Every rung of the ladder, firmest first: holdout, rollout, comparable segments, like for like, alone.

    A rung that cannot bear says why. Before and after stands last and is told as what it is.

    Args:
        workspace: Open.
        question: See `Attribution`.

    Raises:
        InputError: A name is not known, a start is of no unit, or there is no final value.
        SourceError: A file or the engine failed.
    """
    series = series_of(workspace, question)
    held = (settle_holdout(workspace, question.holdout),) if question.holdout else ()
    linked = (link_in(workspace, LinkQuestion(question.link)),) if question.link else ()
    return (*held, rollout_record(series), beside_record(series), *linked, before_after_record(series))


def series_of(workspace: Workspace, question: Attribution) -> UnitSeries:
    """Final values by unit and period.

    Raises:
        InputError: See `attribute_change`.
        SourceError: The engine failed.
    """
    card = card_as_asked(workspace, question.metric, question.parameters)
    measured = measure_metric(
        workspace,
        question.metric,
        parameters=question.parameters,
        filters=question.filters,
        grain=question.grain,
        start=question.start,
        by=(question.column,),
    )
    final = [one for one in measured if one.is_mature and one.value is not None]
    periods = _periods(final, question.starts)
    values = {(one.segment[0][1], one.period): one.value for one in final}
    names = sorted({name for name, _ in values})
    kept = [name for name in names if all((name, period) in values for period in periods)]
    if not kept or not periods:
        raise InputError(
            question.metric,
            f"by {question.column} and {question.grain} no value is final for all periods",
            "a column whose values have customers in each period",
            "Choose a longer grain, another column, or a later --since",
        )
    return UnitSeries(
        title=card.title,
        unit=card.unit,
        treatment=question.treatment,
        names=tuple(kept),
        periods=tuple(periods),
        values=np.array([[values[name, period] for period in periods] for name in kept], dtype=np.float64),
        starts=question.starts,
        matters=question.matters,
        better=card.better,
        currency=workspace.company.currency,
        as_of=workspace.as_of,
        left_out=tuple(name for name in names if name not in kept),
    )


def _periods(final: Sequence[Measurement], starts: tuple[tuple[str, date], ...]) -> list[Period]:
    """Periods that most units have a value in, those of every treated unit among them."""
    by_period: dict[Period, set[str]] = {}
    for one in final:
        by_period.setdefault(one.period, set()).add(one.segment[0][1])
    units = {name for inside in by_period.values() for name in inside}
    treated = {name for name, _ in starts} & units
    least = (1 - MOST_MISSING) * len(units)
    return sorted(
        period for period, inside in by_period.items() if treated <= inside and len(inside) >= least
    )
