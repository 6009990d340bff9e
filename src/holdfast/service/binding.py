"""Bind a key result to a metric: as its author declared, or as the reading proposes where that is plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records import DataNote
from holdfast.service.segment_names import named_segment
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.metrics import Catalogue, Metric
    from holdfast.metrics.declaration import Setting
    from holdfast.okr.model import KeyResult
    from holdfast.records import MetricCard
    from holdfast.review.reading.model import KeyResultReading
    from holdfast.service.workspace import Workspace

SURE_ENOUGH = 0.7
"""Confidence from which a proposed metric is measured without being asked for."""

_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True, slots=True)
class Bound:
    """The metric that stands for a key result.

    Attributes:
        card: The metric's card.
        parameters: Numbers of its definition that the key result fixes.
        filters: Segment column to the values let through.
        is_proposed: The reading proposed it; nobody has declared it.
    """

    card: MetricCard
    parameters: Mapping[str, Setting]
    filters: Mapping[str, tuple[str, ...]]
    is_proposed: bool


def bind(key_result: KeyResult, reading: KeyResultReading, catalogue: Catalogue) -> Bound | DataNote | None:
    """The metric of a key result, or what stands in the way, or None where nothing is proposed.

    A proposal is used only where it counts the population that the sentence names: a figure for everybody
    under a sentence about some would be believed, and wrong.

    Raises:
        InputError: The author declared a metric or parameter that does not exist.
    """
    declared = key_result.binding
    if declared is not None:
        card = catalogue.metric(declared.metric).as_asked(dict(declared.parameters)).card
        filters = {column: (value,) for column, value in declared.segment}
        return Bound(card, dict(declared.parameters), filters, is_proposed=False)
    name = reading.proposed_metric
    if name is None or name not in catalogue.metrics or reading.metric_confidence < SURE_ENOUGH:
        return None
    card = catalogue.metric(name).card
    if reading.population is not None and not _counts(card, reading):
        return DataNote(
            "missing",
            f"No segment of the workspace is known to be {reading.population!r}.",
            f"Declare it in the OKR file: metric: {name}, and segment: the column and value that select them",
        )
    return Bound(card, _parameters(catalogue.metric(name), reading), {}, is_proposed=True)


def bind_in(
    workspace: Workspace, key_result: KeyResult, reading: KeyResultReading
) -> Bound | DataNote | None:
    """The same in a workspace: a part of the customers that the sentence names may be one of its segments.

    Raises:
        InputError: See `bind`.
        SourceError: The engine failed.
    """
    bound = bind(key_result, reading, workspace.catalogue)
    if not isinstance(bound, DataNote) or reading.population is None or reading.proposed_metric is None:
        return bound
    found = named_segment(workspace, reading.population)
    if found is None:
        return bound
    metric, (column, value) = workspace.catalogue.metric(reading.proposed_metric), found
    return Bound(metric.card, _parameters(metric, reading), {column: (value,)}, is_proposed=True)


def proposed(reading: KeyResultReading, catalogue: Catalogue) -> Bound | None:
    """The metric that a sentence speaks of, however unsure, for somebody who is asked whether it is meant."""
    name = reading.proposed_metric
    if name is None or name not in catalogue.metrics:
        return None
    metric = catalogue.metric(name)
    return Bound(metric.card, _parameters(metric, reading), {}, is_proposed=True)


def target_of(card: MetricCard, key_result: KeyResult, reading: KeyResultReading) -> float | None:
    """The target in the unit of the card (a share is 0..1), or None where the text gives none that fits."""
    if key_result.target is not None:
        return key_result.target
    quantity = reading.quantity
    if quantity.target is None or quantity.kind not in {"absolute_target", "from_to", "ratio"}:
        return None
    if card.unit == "share":
        return quantity.target / 100 if quantity.unit == "%" else None
    return quantity.target if card.unit in {"points", quantity.unit} else None


def _counts(card: MetricCard, reading: KeyResultReading) -> bool:
    """The metric's own population is the one named: new customers under a metric anchored at signing."""
    words = (reading.population or "").lower()
    return "new" in words.replace("newly", "new").split() and card.population.lower().startswith(
        ("customers who signed", "new")
    )


def _parameters(metric: Metric, reading: KeyResultReading) -> dict[str, Setting]:
    known = {parameter.name for parameter in metric.parameters}
    window = reading.window
    if window is None or "within_days" not in known:
        return {}
    days = _DAYS.get(window.unit.rstrip("s"))
    return {} if days is None else {"within_days": round(window.value * days)}
