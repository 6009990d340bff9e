"""Share of the recurring revenue at the start of a period that is left at its end, growth left out."""

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="grr",
        title="Gross revenue retention",
        reading_metric="grr",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="recurring revenue at the start of the period",
        outcome="still paid at its end, of each customer at most what was paid",
        window_days=None,
        tables=("subscriptions",),
        of_money=True,
    ),
    form=recurring("grr"),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.3",
    texts=(CURRENCY,),
)
