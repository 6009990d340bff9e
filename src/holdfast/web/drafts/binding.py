"""How a key result could be measured: what its sentence proposes, the catalogue, and asking for a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.metrics.refusing import refuse_unknown_segments
from holdfast.okr.model import KeyResult
from holdfast.records import DataNote
from holdfast.review.reading import read_key_result
from holdfast.service.binding import bind, proposed
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.measurements.actions import series_for
from holdfast.web.measurements.measuring import workspace
from holdfast.web.measurements.tasks import measure_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.okr.model import Binding
    from holdfast.service.workspace import Workspace
    from holdfast.web.audit.actions import Actor
    from holdfast.web.measurements.models import Series

MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Offer:
    """What a key result could be measured by.

    Attributes:
        proposed: Catalogue name of what the sentence speaks of, as far as one can tell; empty for nothing.
        within_days: Window that the sentence states, or None.
        obstacle: What the proposal does not count as the sentence says it; empty for nothing.
        segments: Columns of customers by which it can be cut.
        metrics: All that the workspace can measure: name, title and what it says in words.
    """

    proposed: str
    within_days: int | None
    obstacle: str
    metrics: tuple[tuple[str, str, str], ...]
    segments: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[str, str, str] | None:
        """The proposed one, with its title and words."""
        return next((one for one in self.metrics if one[0] == self.proposed), None)


def offer(text: str, *, objective: str) -> Offer:
    """What a sentence proposes, and all metrics of the workspace.

    Raises:
        InputError: There is no workspace, or it cannot be read.
        SourceError: A source does not answer.
    """
    reading = read_key_result(text, objective=objective)
    with workspace() as opened:
        plain = bind(KeyResult(text), reading, opened.catalogue)
        found = proposed(reading, opened.catalogue)
        metrics = [
            (name, metric.card.title, f"{metric.card.outcome}, of {metric.card.population}")
            for name, metric in opened.catalogue.metrics.items()
        ]
        segments = tuple(opened.segments)
    metrics.sort(key=lambda one: one[1].lower())
    obstacle = plain.message if isinstance(plain, DataNote) else ""
    if found is None:
        return Offer("", None, obstacle, tuple(metrics), segments)
    days = found.parameters.get("within_days")
    return Offer(found.card.name, None if days is None else int(days), obstacle, tuple(metrics), segments)


def ask_for_series(
    actor: Actor, metric: str, *, within_days: int | None = None, segment: tuple[str, str] = ("", "")
) -> Series:
    """The series of a metric, measured soon where it never was. The same question is one series.

    Args:
        actor: Who asks.
        metric: Catalogue name.
        within_days: Window, where the metric has one; None for its usual.
        segment: Column of customers and the value that is let through; empty for everybody.

    Raises:
        InputError: There is no such metric, window or segment.
        SourceError: A source does not answer.
    """
    if not metric:
        raise InputError("The metric", "none is chosen", "what measures the key result", "Choose one")
    if within_days is not None and not 1 <= within_days <= MOST_DAYS:
        raise InputError("The window", f"{within_days} days", f"1 to {MOST_DAYS:,} days", "Correct it")
    with workspace() as opened:
        known = {one.name for one in opened.catalogue.metric(metric).parameters}
        parameters: Mapping[str, object] = (
            {} if within_days is None or "within_days" not in known else {"within_days": within_days}
        )
        card = card_as_asked(opened, metric, parameters)  # type: ignore[arg-type]  # of whole numbers alone
        filters = _filters(opened, card.name, segment)
    with transaction.atomic():
        series = series_for(card, parameters=parameters, filters=filters, grain="month")
        if series.measured_at is None:
            measure_one.enqueue(series.pk)
            record(actor, "asked for series", series, {"metric": (None, metric)})
    return series


def series_of(actor: Actor, binding: Binding) -> Series:
    """The series of a metric that a file or a draft names, measured soon where it never was.

    Raises:
        InputError: It names what pages do not bind, or there is no such metric, window or segment.
        SourceError: A source does not answer.
    """
    told = dict(binding.parameters)
    days = told.pop("within_days", "")
    if told or len(binding.segment) > 1 or (days and not days.isdecimal()):
        raise InputError(binding.metric, "it names parameters that pages do not bind")
    segment = binding.segment[0] if binding.segment else ("", "")
    return ask_for_series(actor, binding.metric, within_days=int(days) if days else None, segment=segment)


def _filters(opened: Workspace, metric: str, segment: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    column, value = segment
    if not column:
        return {}
    if not value:
        raise InputError("The segment", f"no value of {column}", "such as enterprise", "Write it")
    filters: dict[str, tuple[str, ...]] = {column: (value[:80],)}
    refuse_unknown_segments(opened.engine, request_for(opened, metric, filters=filters))
    return filters
