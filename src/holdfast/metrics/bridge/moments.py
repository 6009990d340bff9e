"""Instants of a bridge: compared in its queries, and as the local dates that are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell

_NEVER = "9999"


def until(moment: exp.Expr, limit: datetime) -> exp.Expr:
    """At an instant or before it."""
    return exp.LTE(this=moment.copy(), expression=sql.instant(limit))


def after(moment: exp.Expr, limit: datetime) -> exp.Expr:
    """Later than an instant."""
    return exp.GT(this=moment.copy(), expression=sql.instant(limit))


def local_day(plan: Plan, moment: Cell) -> str:
    """The local date of an instant; empty where there is none, or where it is that of no end."""
    if moment is None or is_never(moment):
        return ""
    instant = datetime.fromisoformat(str(moment)).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(plan.request.time_zone)).date().isoformat()


def is_never(moment: Cell) -> bool:
    """Whether an instant stands for an end that is not known."""
    return str(moment).startswith(_NEVER)
