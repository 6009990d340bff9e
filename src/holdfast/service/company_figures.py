"""The company's metrics beside its OKRs: those that key results use in full, the others by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.page import MeasuredMetric, MetricFamily
from holdfast.service.figures import latest_by_segment, measured_series
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.metrics import Answer
    from holdfast.records import MetricCard
    from holdfast.service.check import CheckReport
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]

MOST_DRAWN = 6
"""Metrics that are all drawn, whoever uses them: as many charts can still be looked through."""
_WHO = frozenset({"customers", "subscriptions"})
"""Tables of whom something is counted: what a metric is about is another one, where it reads another."""


@dataclass(frozen=True, slots=True)
class CompanyFigures:
    """What a page shows of the company's metrics.

    Attributes:
        drawn: In full; those that key results use, in the order of these, or all where they are few.
        listed: The others by what they are about, in the order of the tables; empty where there are none.
    """

    drawn: tuple[MeasuredMetric, ...]
    listed: tuple[MetricFamily, ...]


def company_figures(
    workspace: Workspace, *, check: CheckReport, used: Sequence[str], tell: Tell
) -> CompanyFigures:
    """Every metric that the data allow by quarter, for everybody; by segment too those that are drawn.

    One that cannot be measured says why and stops no other.

    Args:
        workspace: Open.
        check: The workspace's data check.
        used: Names of the metrics that key results use, in the order of these.
        tell: Called now and then with one line, for people who wait.

    Raises:
        SourceError: The engine failed at every one of them, or somebody stopped it.
    """
    doing = "Measuring the company's metrics"
    names = sorted(
        (card.name for card in check.measurable),
        key=lambda name: used.index(name) if name in used else len(used),
    )
    drawn = len(names) if len(names) <= MOST_DRAWN else len(set(names) & set(used))
    requests = [request_for(workspace, name, grain="quarter") for name in names]
    with workspace.engine.snapshot():
        answers = measured_series(workspace, requests, doing=doing, tell=tell)
        cuts = latest_by_segment(workspace, answers[:drawn], doing=doing, tell=tell)
    return CompanyFigures(
        tuple(_measured(workspace, *one) for one in zip(answers[:drawn], cuts, strict=True)),
        _families([_measured(workspace, answer) for answer in answers[drawn:]]),
    )


def _measured(workspace: Workspace, answer: Answer, cut: Answer | None = None) -> MeasuredMetric:
    card = card_as_asked(workspace, answer.request.metric, {})
    notes = [f"Cannot be measured: {answer.error}"] if answer.error else []
    if cut is None:
        return MeasuredMetric(card, answer.series, notes=tuple(notes))
    if cut.error:
        notes.append(f"Not shown by segment: {cut.error}")
    return MeasuredMetric(card, answer.series, cut.series, notes=tuple(notes))


def _families(metrics: Sequence[MeasuredMetric]) -> tuple[MetricFamily, ...]:
    tables = {one.card.name: _about(one.card) for one in metrics}
    # A workspace's own sources come after the tables that Holdfast knows.
    order = [*TABLES, *sorted(set(tables.values()) - set(TABLES))]
    return tuple(
        MetricFamily(
            table.removeprefix("sources.").replace("_", " ").capitalize(),
            tuple(one for one in metrics if tables[one.card.name] == table),
        )
        for table in order
        if table in tables.values()
    )


def _about(card: MetricCard) -> str:
    return next((table for table in card.tables if table not in _WHO), card.tables[-1])
