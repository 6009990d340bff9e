"""Share of the recurring revenue at the start of a period that was lost by its end."""

from dataclasses import replace

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric, Variant
from holdfast.metrics.recurring import CURRENCY, recurring
from holdfast.records import MetricCard

_CARD = MetricCard(
    name="revenue_churn",
    title="Revenue churn",
    reading_metric="revenue_churn",
    unit="share",
    low=0.0,
    high=1.0,
    better="down",
    population="recurring revenue at the start of the period",
    outcome="no longer paid at its end",
    window_days=None,
    tables=("subscriptions",),
    of_money=True,
)
# Growth may outweigh what is lost.
_NET = replace(_CARD, low=None)

METRIC = Metric(
    card=_CARD,
    form=recurring("gross_churn"),
    variants=("gross", "net", "net_of_expansion"),
    changes=(
        Variant("net", form=recurring("net_churn"), card=_NET),
        Variant("net_of_expansion", form=recurring("net_of_expansion"), card=_NET),
    ),
    parameters=trailing.PARAMETERS,
    source="metrics.md 1.3",
    texts=(CURRENCY,),
)
