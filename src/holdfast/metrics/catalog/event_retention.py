"""Share of the actors of a cohort who come back at a distance of k periods."""

from holdfast.metrics.declaration import Metric, Parameter, Text
from holdfast.metrics.forms.event_retention import (
    BRACKET,
    CALENDAR,
    FIRST_EVER,
    FIRST_TIME,
    FIXED,
    RECURRING,
    RELATIVE,
    UNBOUNDED,
    WINDOWS,
    EventRetention,
)
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.parameters import Choice, Lengths
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="event_retention",
        title="Event retention",
        reading_metric="retention_rate",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers with a start event in the period",
        outcome="a return event so many periods later as is set",
        window_days=None,
        tables=("events",),
    ),
    form=EventRetention(
        population=Population("events", "occurred_at", (Condition("name", "named", ("start_event",)),)),
        start="start_event",
        back="return_event",
    ),
    parameters=(
        Parameter("at", default=1, low=0, high=1000),
        Choice("entry", (RECURRING, FIRST_TIME, FIRST_EVER)),
        Choice("denominator", (FIXED, RELATIVE)),
        Parameter("minimum_occurrences", default=1, low=1, high=1000),
        Lengths("brackets", default="1, 3, 7", most=50, longest=1000),
        Choice("actor", ("customer", "person")),
    ),
    variants=(CALENDAR, WINDOWS, UNBOUNDED, BRACKET),
    source="metrics.md 1.4; PostHog, Mixpanel and Amplitude",
    texts=(Text("start_event"), Text("return_event")),
)
