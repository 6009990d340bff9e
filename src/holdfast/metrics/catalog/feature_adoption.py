"""Share of the customers active in a period who used a feature in it."""

from holdfast.metrics.declaration import Metric, Parameter, Text
from holdfast.metrics.forms.adoption import Adoption
from holdfast.metrics.forms.model import Population
from holdfast.metrics.parameters import Choice
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="feature_adoption",
        title="Feature adoption",
        reading_metric="adoption",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers with an event in the period",
        outcome="enough events of the feature in it",
        window_days=None,
        tables=("events",),
    ),
    form=Adoption(population=Population("events", "occurred_at"), event="event", active="active_event"),
    parameters=(
        Parameter("minimum_occurrences", default=1, low=1, high=1000),
        Choice("actor", ("customer", "person")),
    ),
    source="metrics.md, the catalogue; the window of a feature's use is the period that is measured",
    texts=(Text("event"), Text("active_event")),
)
