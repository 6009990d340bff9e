"""When customers left or paid, one by one: what the evidence compares customers by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.panel import first_digits
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request


def departures(engine: Engine, request: Request, *, sampled_share: float = 1.0) -> Mapping[str, date | None]:
    """For every customer that ever paid the local date on which it left; None while it pays.

    A customer that came back has not left. What ends at the as-of date or later is not known yet. One query.

    Args:
        engine: The database.
        request: Of logo churn, by which customers count as paying; its periods and segments do not matter.
        sampled_share: Of a panel: the same customers are drawn.

    Raises:
        InputError: Subscriptions are not mapped.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise TypeError(f"{request.metric} has no spans that are paid for")
    from holdfast.metrics.emit.departures import render_departures  # noqa: PLC0415 - SQLGlot, as for measuring

    below = first_digits(sampled_share)
    rows = engine.rows(render_departures(plan, form, engine.dialect, below=below))
    return {str(customer): None if left is None else date.fromisoformat(str(left)) for customer, left in rows}


def paid_days(
    engine: Engine, request: Request, *, sampled_share: float = 1.0
) -> Mapping[str, tuple[tuple[date, date | None], ...]]:
    """For every customer that ever paid its paid spans in local dates, half-open; an open one has no end.

    What ends at the as-of date or later is not known yet. In the variant of notices a span ends with the
    notice. One query.

    Args:
        engine: The database.
        request: As for `departures`.
        sampled_share: Likewise.

    Raises:
        InputError: Subscriptions are not mapped.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise TypeError(f"{request.metric} has no spans that are paid for")
    from holdfast.metrics.emit.departures import render_spans  # noqa: PLC0415 - as above

    text = render_spans(plan, form, engine.dialect, below=first_digits(sampled_share))
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for customer, started, ended in engine.rows(text):
        end = None if ended is None else date.fromisoformat(str(ended))
        spans.setdefault(str(customer), []).append((date.fromisoformat(str(started)), end))
    return {customer: tuple(sorted(own, key=str)) for customer, own in spans.items()}


def pays_through(spans: tuple[tuple[date, date | None], ...], day: date) -> bool:
    """A span covers the day before, and does not end before this one."""
    return any(start < day and (end is None or end >= day) for start, end in spans)
