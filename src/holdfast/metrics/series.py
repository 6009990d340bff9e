"""From counts to measurements: one series per segment."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from holdfast.records import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.metrics.finish.cells import Counts, Finished
    from holdfast.metrics.plan import Plan


def measurements(plan: Plan, counts: Mapping[tuple[str, ...], Counts]) -> tuple[Measurement, ...]:
    """One measurement per period and segment, in order of period, then of segment values.

    Args:
        plan: With at least one period.
        counts: By segment values, in their order.
    """
    series = [_series(plan, segment, values=finished(plan, found)) for segment, found in counts.items()]
    return tuple(found for period in zip(*series, strict=True) for found in period)


def finished(plan: Plan, counts: Counts) -> Iterator[Finished]:
    """One value per period of the plan, in their order."""
    form = plan.metric.form
    module = import_module(f"holdfast.metrics.finish.{form.kind}")
    values: Iterator[Finished] = module.finish(plan, form, counts)
    return values


def _series(plan: Plan, segment: tuple[str, ...], *, values: Iterable[Finished]) -> list[Measurement]:
    request, version = plan.request, plan.version
    pairs = tuple(zip(request.by, segment, strict=True))
    return [
        Measurement(
            metric=request.metric,
            variant=plan.variant,
            version=version,
            period=slot.period,
            segment=pairs,
            unit=plan.metric.card.unit,
            value=one.value,
            numerator=one.numerator,
            denominator=one.denominator,
            interval=one.interval,
            pending=one.pending,
            is_mature=slot.is_whole
            and slot.period.end <= request.as_of
            and not (one.pending or one.can_change),
            as_of=request.as_of,
            details=one.details,
            pending_among=one.pending_among,
            of_money=plan.metric.card.of_money,
        )
        for slot, one in zip(plan.slots, values, strict=True)
    ]
