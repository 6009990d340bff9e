"""Counts for a standing: the query that is cheapest for what the variant compares.

Where windows follow each other without a gap, the ends of the ranges of cuts that customers stand through
are counted (`standing_ranges`). Where they overlap, or where what happens within them counts, each spell is
followed through every window (`standing_spells`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.emit import standing_ranges, standing_spells
from holdfast.metrics.trailing import is_within

if TYPE_CHECKING:
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Standing, dialect: str) -> Query:
    """See the two modules for what their parts hold."""
    if is_within(plan):
        return standing_spells.query(plan, form, dialect)
    return standing_ranges.query(plan, form)
