"""Monthly recurring revenue at the end of a period, and the movements since its start."""

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="mrr",
        title="Monthly recurring revenue",
        reading_metric="revenue",
        unit="money",
        low=0.0,
        high=None,
        better="up",
        population="customers paying at the end of the period",
        outcome="what their subscriptions cost by the month",
        window_days=None,
        tables=("subscriptions",),
    ),
    form=recurring("mrr"),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.2",
    texts=(CURRENCY,),
)
