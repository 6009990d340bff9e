"""Mean money that customers brought until they were n days old."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Text, Variant
from holdfast.metrics.forms.cohort_value import CohortValue
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.records import MetricCard

_ONE_CURRENCY = Condition("currency", "named", ("currency",))
_CARD = MetricCard(
    name="historic_value",
    title="Value of a customer within n days",
    reading_metric=None,
    unit="money",
    low=None,
    high=None,
    better="up",
    population="customers with a first purchase",
    outcome="what they paid less refunds, on average",
    window_days=365,
    tables=("orders",),
)
_NET = CohortValue(
    population=Population(
        "orders",
        "ordered_at",
        (
            Condition("kind", "in", ("sale",)),
            Condition("amount_minor", "reaches", ("least_amount_minor",)),
            _ONE_CURRENCY,
        ),
    ),
    amount="amount_minor",
    currency="currency",
    refunds=(Condition("kind", "in", ("refund",)), _ONE_CURRENCY),
    window=Window("within_days", "days"),
)

METRIC = Metric(
    card=_CARD,
    form=_NET,
    parameters=(
        Parameter("within_days", default=365, low=0, high=3650),
        # An order of nothing is no purchase, unless a published figure counted it.
        Parameter("least_amount_minor", default=1, low=0, high=10**12),
    ),
    variants=("standard", "gross"),
    source="metrics.md 1.11: cohorts are compared at one age",
    texts=(Text("currency"),),
    changes=(
        Variant(
            "gross",
            form=replace(_NET, refunds=()),
            card=replace(_CARD, outcome="what they paid before refunds, on average"),
        ),
    ),
)
