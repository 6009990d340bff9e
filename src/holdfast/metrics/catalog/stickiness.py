"""How much of a period customers are active."""

from holdfast.metrics.declaration import Metric, Parameter, Text
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.stickiness import DAU_MAU, HISTOGRAM, L7, L28, Stickiness
from holdfast.metrics.parameters import Choice
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="stickiness",
        title="Stickiness",
        reading_metric="engagement",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers with an event in the period",
        outcome="an event on enough of its days",
        window_days=None,
        tables=("events",),
    ),
    form=Stickiness(
        population=Population("events", "occurred_at", (Condition("name", "named", ("event",)),)),
        event="event",
    ),
    parameters=(
        Parameter("at_least", default=2, low=1, high=366),
        Choice("interval", ("day", "week", "month")),
        Parameter("trailing_days", default=28, low=2, high=92),
        Choice("actor", ("customer", "person")),
    ),
    variants=(HISTOGRAM, DAU_MAU, L7, L28),
    source="metrics.md 1.6; PostHog",
    texts=(Text("event"),),
)
