"""The metrics as a list for people and as JSON for machines."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from holdfast.report.lines import readable
from holdfast.report.measurements import definition_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.records import MetricCard

_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class ListedMetric:
    """One metric of a list.

    Attributes:
        card: Its card.
        is_own: Defined in the workspace, not in the catalogue.
        is_measurable: The workspace's data allow it; None without a workspace.
        reason: What stands in the way; empty where nothing does.
    """

    card: MetricCard
    is_own: bool
    is_measurable: bool | None
    reason: str = ""


def metrics_text(metrics: Sequence[ListedMetric], *, company: str | None, width: int) -> str:
    """Each metric with its name, title, what it says, and its tables or what stands in its way.

    Args:
        metrics: In the order of the list.
        company: Whose workspace it is; None without one.
        width: Columns to wrap at.
    """
    blocks = ["\n".join(_lines(metric, width)) for metric in metrics]
    return "\n\n".join((*blocks, _total(metrics, company))) + "\n"


def metrics_json(metrics: Sequence[ListedMetric]) -> str:
    """A list of objects with stable keys."""
    values = [
        {
            "name": metric.card.name,
            "title": metric.card.title,
            "is_own": metric.is_own,
            "population": metric.card.population,
            "outcome": metric.card.outcome,
            "window_days": metric.card.window_days,
            "unit": metric.card.unit,
            "better": metric.card.better,
            "tables": list(metric.card.tables),
            "is_measurable": metric.is_measurable,
            "reason": metric.reason or None,
        }
        for metric in metrics
    ]
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _lines(metric: ListedMetric, width: int) -> Iterator[str]:
    card = metric.card
    title = card.title.replace("within n days", f"within {card.window_days} days")
    yield readable(f"{card.name}  {title}{' (of this workspace)' if metric.is_own else ''}")
    yield from _wrapped(definition_text(card), width)
    reads = f"Reads {', '.join(card.tables)}."
    if metric.is_measurable is False:
        reads += f" Cannot be measured here: {metric.reason}."
    yield from _wrapped(reads, width)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(readable(text), width, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _total(metrics: Sequence[ListedMetric], company: str | None) -> str:
    number = f"{len(metrics)} metric{'' if len(metrics) == 1 else 's'}"
    if company is not None:
        can = sum(metric.is_measurable is True for metric in metrics)
        number = f"{number}; {can} can be measured from the data of {readable(company)}"
    return f"{number}. holdfast metric NAME explains one."
