"""Several metrics of events by one query: which of them can share a scan, and its text."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.rendering import text_of_plan
from holdfast.metrics.forms.event_retention import WINDOWS
from holdfast.metrics.forms.model import Condition

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from holdfast.metrics.plan import Plan


def scan_of(plan: Plan) -> Hashable | None:
    """What plans have in common that can share a scan of events; None where the plan reads them otherwise."""
    module = import_module(f"holdfast.metrics.emit.{plan.metric.form.kind}")
    # Windows of 24 hours follow each actor's own instants, which bits do not keep.
    if not hasattr(module, "counting") or plan.variant == WINDOWS:
        return None
    population = plan.metric.form.population
    own = tuple(
        one for one in population.where if not (isinstance(one, Condition) and one.operator == "named")
    )
    actor = dict(plan.numbers).get("actor") or dict(plan.texts).get("actor")
    return (population.table, population.at, own, actor, plan.request.time_zone, plan.request.as_of)


def render_together(plans: Sequence[Plan], dialect: str) -> str:
    """The text of one query for several metrics of events; each part is called ``number:part``.

    Args:
        plans: That share a scan, all with the same cells.
        dialect: SQLGlot's name of it.

    Raises:
        InputError: A plan asks for what its metric does not have, or the dialect is not one that is known.
    """
    seen = [replace(plan, dialect=known(dialect)) for plan in plans]
    countings = [
        import_module(f"holdfast.metrics.emit.{plan.metric.form.kind}").counting(plan, plan.metric.form)
        for plan in seen
    ]
    if not event_bits.can_share(countings):
        raise InputError(
            "metrics of events", "they need a scan each", "metrics that can share one", "Ask one by one"
        )
    return text_of_plan(event_bits.together(seen[0], countings, dialect), plans[0], dialect)
