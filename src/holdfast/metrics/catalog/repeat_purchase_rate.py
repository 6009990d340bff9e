"""Share of buyers who bought again within n days of their first purchase."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.metrics.forms.repeat import Repeat
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="repeat_purchase_rate",
        title="Repeat purchase rate within n days",
        reading_metric="repeat_purchase_rate",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers with a first purchase",
        outcome="a purchase on a second day",
        window_days=90,
        tables=("orders",),
    ),
    form=Repeat(
        population=Population(
            "orders",
            "ordered_at",
            (
                Condition("kind", "in", ("sale",)),
                Condition("amount_minor", "reaches", ("least_amount_minor",)),
            ),
        ),
        identity="order_id",
        window=Window("within_days", "days"),
    ),
    parameters=(
        Parameter("within_days", default=90, low=0, high=3650),
        # An order of nothing is no purchase, unless a published figure counted it.
        Parameter("least_amount_minor", default=1, low=0, high=10**12),
    ),
    variants=("standard", "by_order"),
    source="metrics.md 1.5; CDNOW after Fader and Hardie, UCI Online Retail",
)
