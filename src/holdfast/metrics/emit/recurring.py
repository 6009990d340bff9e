"""Counts for recurring money: the query that is cheapest for windows that tile, or for those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.emit import recurring_steps, recurring_windows
from holdfast.metrics.trailing import is_trailing

if TYPE_CHECKING:
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Recurring, dialect: str) -> Query:
    """See `recurring_rows.answer` for the parts, and the two modules for which changes they hold."""
    if is_trailing(plan):
        return recurring_windows.query(plan, form, dialect)
    return recurring_steps.query(plan, form, dialect)
