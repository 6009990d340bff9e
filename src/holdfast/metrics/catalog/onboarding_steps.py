"""Share of new customers who completed every step of their onboarding within n days of signing."""

from holdfast.metrics.declaration import Metric, Parameter, Text
from holdfast.metrics.forms.checklist import Checklist
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.populations import SIGNED_CUSTOMERS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="onboarding_steps",
        title="All onboarding steps within n days",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers who signed, free accounts left out",
        outcome="every step of the onboarding was completed",
        window_days=30,
        tables=("customers", "onboarding_steps"),
    ),
    form=Checklist(
        population=SIGNED_CUSTOMERS,
        steps=Population("onboarding_steps", "completed_at"),
        step="step",
        version="version",
        names="steps",
        window=Window("within_days", "days"),
    ),
    parameters=(
        Parameter("within_days", default=30, low=0, high=3650),
        Parameter("version", default=0, low=0, high=10**6),
    ),
    texts=(Text("steps"),),
    source="metrics.md 1.10: all required steps within the window, steps versioned",
)
