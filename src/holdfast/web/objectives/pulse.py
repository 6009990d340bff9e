"""The retention pulse: whether customers stay, by the last final value of what the cycle measures it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigAutoField

from holdfast.values import dataclass
from holdfast.web.measurements.models import Series, Value
from holdfast.web.measurements.values import VALUE_FIELDS, asked_of, measured
from holdfast.web.prepared import Given, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.records import Measurement

METRICS = ("logo_churn", "retention_rate", "nrr", "grr", "revenue_churn", "repeat_purchase_rate")
"""Metrics of staying itself, the plainest first; what leads to it is no pulse."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last final value, and the one before it.

    Attributes:
        series: What is measured.
        last: Final.
        before: Of the final period before it, or None.
        verdict: ``better``, ``worse``, ``no change beyond noise``, or empty where nothing is known before.
    """

    series: Series
    last: Measurement
    before: Measurement | None
    verdict: str


def pulse(series: Iterable[Series]) -> Pulse | None:
    """The pulse of the plainest of some series; None where none is one, or none is final. One query."""
    able = sorted((one for one in series if one.metric in METRICS), key=lambda one: METRICS.index(one.metric))
    if not able:
        return None
    chosen = able[0]
    final = [measured(asked_of(chosen), *facts) for facts in _FINAL(series=chosen.pk)]
    if not final:
        return None
    before = final[1] if len(final) > 1 else None
    return Pulse(chosen, final[0], before, _verdict(final[0], before, chosen.better))


_FINAL = Prepared(
    lambda: (
        Value.objects.filter(series_id=Given("series", BigAutoField()), segment="", is_current=True)
        .filter(is_mature=True, value__isnull=False)
        .order_by("-period_start")
        .values_list(*VALUE_FIELDS)[:2]
    )
)


def _verdict(last: Measurement, before: Measurement | None, better: str) -> str:
    """Beyond noise where each value lies outside of the other's range: a careful rule without a model."""
    if before is None or last.value is None or before.value is None:
        return ""
    if last.interval is None or before.interval is None:
        return ""
    if last.value in before.interval or before.value in last.interval:
        return "no change beyond noise"
    return "better" if (last.value > before.value) == (better == "up") else "worse"
