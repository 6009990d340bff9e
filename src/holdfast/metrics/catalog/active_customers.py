"""Distinct customers, or persons, with an event in the period."""

from holdfast.metrics.declaration import Metric, Text
from holdfast.metrics.forms.activity import Activity
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.parameters import Choice
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="active_customers",
        title="Active customers",
        reading_metric="active_users",
        unit="count",
        low=0.0,
        high=None,
        better="up",
        population="customers with an event in the period",
        outcome="each counts once, however many events it has",
        window_days=None,
        tables=("events",),
    ),
    form=Activity(
        population=Population("events", "occurred_at", (Condition("name", "named", ("event",)),)),
        event="event",
    ),
    parameters=(Choice("actor", ("customer", "person")),),
    texts=(Text("event"),),
    source="metrics.md 1.6 and 1.7",
)
