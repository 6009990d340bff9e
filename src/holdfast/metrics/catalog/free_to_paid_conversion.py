"""Share of free accounts, or of trials, that pay within n days."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

_PAYS = Outcome(PAID_SPANS.table, PAID_SPANS.at, PAID_SPANS.where)
_WINDOW = Window("within_days", "days")

_CARD = MetricCard(
    name="free_to_paid_conversion",
    title="Conversion from free to paid within n days",
    reading_metric="conversion",
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="accounts that went to the free plan in the period",
    outcome="a paid subscription began",
    window_days=30,
    tables=("customers", "subscriptions"),
)

METRIC = Metric(
    card=_CARD,
    form=Share(Journey(Population("customers", "free_since"), "customer_id", (_PAYS,)), _WINDOW),
    parameters=(Parameter("within_days", default=30, low=0, high=3650),),
    variants=("standard", "trials"),
    source="metrics.md, catalogue: free-to-paid conversion",
    changes=(
        Variant(
            "trials",
            form=Share(
                Journey(
                    Population("subscriptions", "started_at", (Condition("state", "in", ("trial",)),)),
                    "customer_id",
                    (_PAYS,),
                    is_first=True,
                    is_of_row=False,
                ),
                _WINDOW,
            ),
            card=replace(
                _CARD,
                title="Conversion from trial to paid within n days",
                population="customers whose first trial began in the period",
                tables=("subscriptions",),
            ),
        ),
    ),
)
