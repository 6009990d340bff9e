"""Share of the customers paying at the start of a period who still pay at its end."""

from dataclasses import replace

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric, Variant
from holdfast.metrics.forms.standing import REQUESTED, STANDARD, Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

_FORM = Standing(PAID_SPANS, until="ended_at", counts="kept")

METRIC = Metric(
    card=MetricCard(
        name="retention_rate",
        title="Retention rate",
        reading_metric="retention_rate",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers paying at the start of the period",
        outcome="still paying at its end",
        window_days=None,
        tables=("subscriptions",),
    ),
    form=_FORM,
    parameters=trailing.PARAMETERS,
    variants=(STANDARD, REQUESTED),
    source="metrics.md 1.1: one less the standard churn rate",
    changes=(Variant(REQUESTED, form=replace(_FORM, requested="cancel_requested_at")),),
)
