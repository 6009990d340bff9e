"""Share of new customers whose onboarding was scheduled within n days of signing."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.conversion import Conversion
from holdfast.metrics.forms.model import Condition, Outcome, Window
from holdfast.metrics.populations import SIGNED_CUSTOMERS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="onboarding_scheduled",
        title="Onboarding scheduled within n days",
        reading_metric="onboarding_completion",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers who signed, free accounts left out",
        outcome="an onboarding date was agreed",
        window_days=5,
        tables=("customers", "engagements"),
    ),
    form=Conversion(
        population=SIGNED_CUSTOMERS,
        outcome=Outcome("engagements", "scheduled_at", (Condition("kind", "in", ("onboarding",)),)),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=5, low=0, high=3650),),
    source="metrics.md 1.10; the seed OKR's first key result",
)
