"""What the customers of a period's start pay at its end, per unit of what they paid."""

from dataclasses import replace

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric, Variant
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

_CARD = MetricCard(
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
)

METRIC = Metric(
    card=_CARD,
    form=recurring("nrr"),
    variants=("standard", "with_reactivation"),
    changes=(
        Variant(
            "with_reactivation",
            form=recurring("nrr_with_reactivation"),
            card=replace(_CARD, outcome="what the same customers, and those who came back, pay at its end"),
        ),
    ),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.3; with reactivation after ChartMogul's net churn",
    texts=(CURRENCY,),
)
