"""From one variant of a metric to another: who is counted otherwise, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.bridge import cohort_value, recurring, renewal, standing
from holdfast.metrics.forms.cohort_value import CohortValue
from holdfast.metrics.forms.recurring import RATES, Recurring
from holdfast.metrics.forms.renewal import Renewal
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import measure
from holdfast.metrics.periods import last_ended
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.records.bridge import Bridge

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Form
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request

MOST_LINES = 10_000
_COMPARING = {
    Standing: standing.compare,
    Recurring: recurring.compare,
    Renewal: renewal.compare,
    CohortValue: cohort_value.compare,
}


def bridge(engine: Engine, request: Request, to: str, *, most: int = MOST_LINES) -> Bridge:
    """What makes another variant, or another metric of the same form, differ in a request's only period.

    Args:
        engine: The database; four queries or fewer.
        request: Of a metric of those who stand, a rate of recurring money, renewals or the value of a
            customer, with one period and without segments. The last period that has ended where it names
            neither start nor end.
        to: The other variant; or a metric of the same form, in its first variant.
        most: Beyond as many customers none is listed; the groups count all of them.

    Raises:
        InputError: The metric has no such variants, or there is not exactly one period, or as for `measure`.
        SourceError: The database refused or failed.
    """
    if not (request.start or request.end):
        ended = last_ended(request)
        request = replace(request, start=ended.start, end=ended.end)
    other = _other(request, to)
    plans = (_plan(engine, request), _plan(engine, other))
    if (request.metric, plans[0].variant) == (other.metric, plans[1].variant):
        raise InputError("bridge", f"{to} was given twice", "two variants", "Name another")
    forms = [_form_of(plan) for plan in plans]
    if forms[0] is not forms[1]:
        raise InputError(
            f"bridge from {request.metric}",
            f"{other.metric} counts something else",
            "a variant of the same metric, or a metric like it",
            "Name one of them",
        )
    [first], [second] = measure(engine, request), measure(engine, other)
    found = _COMPARING[forms[0]](engine, plans, (first, second))
    total = sum(group.customers for group in found.groups)
    lines = found.lines() if 0 < total <= most else ()
    first, second = found.values or (first, second)
    return Bridge(first, second, found.groups, lines, total - len(lines), found.note)


def _other(request: Request, to: str) -> Request:
    """The same question of the other variant, or of another metric with the same settings."""
    if to in request.declared.variants or to not in request.catalogue.metrics:
        return replace(request, parameters={**request.parameters, "variant": to})
    settings = {name: value for name, value in request.parameters.items() if name != "variant"}
    return replace(request, metric=to, parameters=settings)


def _plan(engine: Engine, request: Request) -> Plan:
    refuse_unmeasurable(engine, request)
    plan = replace(plan_of(request.declared, request), dialect=engine.dialect)
    _form_of(plan)
    if request.by or len(plan.slots) != 1:
        raise _too_much(request, len(plan.slots))
    return plan


def _too_much(request: Request, periods: int) -> InputError:
    if request.by:
        remedy = "Leave the segments out; --where COLUMN=VALUE narrows the customers"
        return InputError("bridge", "segments were given", "everybody", remedy)
    ended = last_ended(request)
    return InputError(
        "bridge",
        f"{periods} periods of one {request.grain} lie between the dates",
        "one period",
        f"Type --from {ended.start} --to {ended.end}, or leave both out: the last that has ended",
    )


def _form_of(plan: Plan) -> type[Form]:
    form = plan.metric.form
    if type(form) not in _COMPARING or (isinstance(form, Recurring) and form.figure not in RATES):
        raise _others(plan.request)
    return type(form)


def _others(request: Request) -> InputError:
    return InputError(
        f"bridge of {request.metric}",
        "its variants do not judge the same customers",
        "logo_churn or retention_rate; nrr, grr or revenue_churn; renewal_rate; historic_value",
        "Leave the bridge out",
    )
