"""Monthly recurring revenue per paying customer at the end of a period."""

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="arpa",
        title="Revenue per account",
        reading_metric=None,
        unit="money",
        low=0.0,
        high=None,
        better="up",
        population="customers paying at the end of the period",
        outcome="what their subscriptions cost by the month, on average",
        window_days=None,
        tables=("subscriptions",),
    ),
    form=recurring("arpa"),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.2",
    texts=(CURRENCY,),
)
