"""Median days from a customer's signing to the first event that shows value."""

from holdfast.metrics.declaration import Metric, Parameter, Text
from holdfast.metrics.forms.duration import Duration
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="time_to_value",
        title="Time to value",
        reading_metric="time_to_value",
        unit="days",
        low=0.0,
        high=None,
        better="down",
        population="customers who signed, free accounts too",
        outcome="the first event that shows value",
        window_days=None,
        tables=("customers", "events"),
    ),
    form=Duration(
        journey=Journey(
            Population("customers", "signed_at"),
            "customer_id",
            (Outcome("events", "occurred_at", (Condition("name", "named", ("event",)),)),),
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=14, low=0, high=3650),),
    texts=(Text("event"),),
    source="metrics.md 1.10; Kaplan & Meier 1958",
)
