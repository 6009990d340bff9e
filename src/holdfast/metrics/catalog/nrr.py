"""What the customers of a period's start pay at its end, per unit of what they paid."""

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="nrr",
        title="Net revenue retention",
        reading_metric="nrr",
        unit="share",
        low=0.0,
        high=None,
        better="up",
        population="recurring revenue at the start of the period",
        outcome="what the same customers pay at its end",
        window_days=None,
        tables=("subscriptions",),
        of_money=True,
    ),
    form=recurring("nrr"),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.3",
    texts=(CURRENCY,),
)
