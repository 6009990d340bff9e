"""How long paying customers last, as counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_many_values, refuse_unmeasurable
from holdfast.metrics.request import NONE
from holdfast.records.survival import Lasted

if TYPE_CHECKING:
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request


def lifetimes(engine: Engine, request: Request) -> tuple[Lasted, ...]:
    """How many customers lasted how long, by segment, month of the first payment and interval; one query.

    A customer that came back has not left: its life goes on from the first payment. What ends at the as-of
    date or later is not known yet.

    Args:
        engine: The database.
        request: Of logo churn, by which customers count as paying; its segments cut, its filters bound.

    Raises:
        InputError: Subscriptions are not mapped, or a segment is not known or has too many values.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    refuse_many_values(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise TypeError(f"{request.metric} has no spans that are paid for")
    from holdfast.metrics.emit.lifetimes import render_lifetimes  # noqa: PLC0415 - SQLGlot, as for measuring

    found = []
    for month, paid_by, days, left, *segment, count in engine.rows(
        render_lifetimes(plan, form, engine.dialect)
    ):
        names = tuple(NONE if value is None else str(value) for value in segment)
        lived = max(int(days or 0), 0)
        found.append(Lasted(int(month or 0), int(paid_by or 0), lived, bool(left), names, int(count or 0)))
    return tuple(
        sorted(found, key=lambda one: (one.segment, one.month, one.days, one.left, one.interval_months))
    )
