"""Which metrics the data allow, and what stands in the way of the others."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from holdfast.metrics.expression.model import Expression
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from holdfast.records import MetricCard
    from holdfast.service.workspace import Workspace

Verdicts = tuple[tuple["MetricCard", ...], tuple[tuple["MetricCard", str], ...]]


def measurable(workspace: Workspace, *, unreadable: Collection[str], empty: Collection[str]) -> Verdicts:
    """Cards that can be measured, then card and reason of each that cannot.

    Args:
        workspace: Open.
        unreadable: Tables whose values do not fit.
        empty: Tables without a row.
    """
    cards = workspace.catalogue.cards()
    reasons = {name: _obstacle(workspace, card, unreadable, empty) for name, card in cards.items()}
    can = tuple(card for name, card in cards.items() if reasons[name] is None)
    return can, tuple((card, reason) for name, card in cards.items() if (reason := reasons[name]) is not None)


def _obstacle(
    workspace: Workspace, card: MetricCard, unreadable: Collection[str], empty: Collection[str]
) -> str | None:
    absent = [name for name in card.tables if name not in workspace.tables]
    if absent:
        return f"there is no table {' and no table '.join(absent)}"
    for name in card.tables:
        if name in unreadable:
            return f"the table {name} cannot be read"
        if name in empty:
            return f"the table {name} has no rows"
        column = _unmapped(workspace, card, name)
        if column:
            return f"the table {name} has no {column}"
    return None


def _unmapped(workspace: Workspace, card: MetricCard, table: str) -> str | None:
    """A column that the metric reads and no source fills: with it left null, nothing would ever happen."""
    loaded = workspace.sources.tables.get(table)
    if loaded is None:
        return None
    filled = {item.column.name for item in loaded.conversions if item.raw is not None}
    read = set(_words(workspace.catalogue.metric(card.name).form))
    columns = (column for column in TABLES[table].columns if column.nullable)
    return next(
        (column.name for column in columns if column.name in read and column.name not in filled), None
    )


def _words(part: object) -> Iterator[str]:
    """Every name in a metric's form, but not where null is asked for."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Expression):
        yield from part.needed
    elif isinstance(part, tuple):
        for item in part:
            yield from _words(item)
    elif is_dataclass(part):
        values = [getattr(part, field.name) for field in fields(part)]
        if not any(isinstance(value, str) and value.startswith("null") for value in values):
            yield from _words(tuple(values))
